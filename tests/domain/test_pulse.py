"""Pulses: which questions, when, and what can be shown."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.development import Aim, behaviours_of
from app.domain.errors import InvalidError
from app.domain.pulse import (
    can_publish,
    checked_day,
    prospects,
    pulse_days,
    pulse_questionnaire,
    pulse_questions,
)
from app.domain.questionnaire import Questionnaire
from app.domain.questionnaire_json import questionnaire_from_json, questionnaire_to_json
from tests.domain.made_reports import BY_INDICATOR, BY_LEVEL

PLANNED = date(2026, 11, 23)


def test_a_competency_is_asked_by_its_prompts_and_a_behaviour_by_itself() -> None:
    found = pulse_questions(
        [Aim("empathy-2-1"), Aim("analysing")], {"analysing": ["analysing-3-2", "analysing-3-1"]}, BY_LEVEL
    )
    assert found == ("analysing-3-1", "analysing-3-2", "empathy-2-1")


@pytest.mark.parametrize("source", [BY_LEVEL, BY_INDICATOR], ids=["by level", "by indicator"])
def test_a_pulse_asks_just_the_chosen_behaviours_in_the_same_words(source: Questionnaire) -> None:
    pulse = pulse_questionnaire(source, ["empathy-3-1"])
    assert pulse.rating_questions == ("empathy-3-1",)
    assert pulse.comment_questions == ()
    assert pulse.scale == 5
    (item,) = pulse.items
    source_item = next(each for each in source.items if each.competency_id == "empathy")
    words = {each.id: (each.level, each.number, each.wording) for each in behaviours_of(source_item)}
    (question,) = item.indicator_questions
    assert (question.level, question.number, question.wording) == words["empathy-3-1"]


def test_a_pulse_survives_being_stored() -> None:
    pulse = pulse_questionnaire(BY_LEVEL, ["empathy-3-1", "planning-2-2"])
    assert questionnaire_from_json(questionnaire_to_json(pulse)) == pulse


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (PLANNED, PLANNED + timedelta(days=90), PLANNED + timedelta(days=184)),
        (PLANNED + timedelta(days=120), PLANNED + timedelta(days=121), PLANNED + timedelta(days=184)),
        (PLANNED + timedelta(days=300), PLANNED + timedelta(days=301), PLANNED + timedelta(days=331)),
    ],
    ids=["at once", "after four months", "after ten months"],
)
def test_the_days_lie_three_to_six_months_after_the_plan(today: date, first: date, last: date) -> None:
    days = pulse_days(PLANNED, today)
    assert (days.earliest, days.latest) == (first, last)
    assert checked_day(first, days) == first
    assert checked_day(last, days) == last
    for wrong in (first - timedelta(days=1), last + timedelta(days=1)):
        with pytest.raises(InvalidError):
            checked_day(wrong, days)


@pytest.mark.parametrize(
    ("invited", "expected"),
    [
        ({"self": 1, "manager": 1}, False),
        ({"peer": 3}, False),
        ({"peer": 2, "direct_report": 2}, True),
        ({"peer": 4}, True),
        ({"manager": 9}, False),
    ],
    ids=str,
)
def test_a_pulse_needs_one_group_that_can_be_shown(invited: dict[str, int], *, expected: bool) -> None:
    assert can_publish(4, invited) is expected


def test_what_can_be_shown_is_said_in_invited_numbers() -> None:
    lines = prospects(4, {"self": 1, "peer": 6, "direct_report": 4, "other": 1}, {})
    assert [str(line) for line in lines] == [
        "Peers: 6 asked again. Their answers are shown if at least 4 answer.",
        "Direct reports: 4 asked again. Their answers are shown only if all of them answer.",
        "Others: 1 asked again. That is too few to show their answers.",
    ]


@given(
    chosen=st.lists(
        st.sampled_from([each.id for item in BY_LEVEL.items for each in behaviours_of(item)]), min_size=1
    )
)
def test_a_pulse_never_asks_anything_else(chosen: list[str]) -> None:
    assert set(pulse_questionnaire(BY_LEVEL, chosen).rating_questions) == set(chosen)
