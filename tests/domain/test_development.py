"""What can be worked on after a report, and what is taken of a plan."""

import pytest

from app.domain.anonymity import Policy
from app.domain.development import (
    LONGEST_TEXT,
    Aim,
    behaviours_of,
    checked_aims,
    next_level,
    opportunities,
    require_subjects,
)
from app.domain.errors import InvalidError
from app.domain.questionnaire import Questionnaire
from tests.disclosure.sealing import QUESTION, sealed_levels
from tests.domain.made_reports import BY_INDICATOR, BY_LEVEL, seal_round


@pytest.mark.parametrize(
    ("levels", "target", "expected"),
    [
        ({"peer": [2, 2, 2, 2], "self": [4]}, None, 3),
        ({"peer": [2, 2, 3, 3], "self": [1]}, None, 3),
        ({"peer": [4, 4, 4, 4]}, None, 4),
        ({"manager": [1], "self": [3]}, None, 2),
        ({"self": [3], "peer": [1]}, None, 4),
        ({"self": [4]}, None, 4),
        ({"peer": [1]}, 3, 3),
        ({}, None, 2),
    ],
    ids=[
        "others before self",
        "between two levels",
        "at the top already",
        "manager counts as others",
        "self where nothing of others is shown",
        "self at the top",
        "the target where nothing is shown",
        "nothing at all",
    ],
)
def test_the_next_level_is_the_one_above_what_is_shown(
    levels: dict[str, list[int | None]], target: int | None, expected: int
) -> None:
    publication = sealed_levels(levels)
    cells = [cell for cell in publication.cells if cell.question == QUESTION]
    assert next_level(publication, cells, target) == expected


def test_the_middle_one_of_three_answers_places_nobody() -> None:
    publication = sealed_levels({"peer": [1, 1, 1]}, Policy("core", 3))
    assert next_level(publication, publication.cells, 4) == 4


def test_every_competency_comes_with_the_behaviours_of_its_next_level() -> None:
    publication = seal_round({"peer": [dict.fromkeys(BY_LEVEL.rating_questions, 2)] * 4})
    found = opportunities(publication, BY_LEVEL, {"planning": 4})
    assert [(each.competency_id, each.level, each.target) for each in found] == [
        ("analysing", 3, None),
        ("planning", 3, 4),
        ("empathy", 3, None),
    ]
    assert [behaviour.id for behaviour in found[0].behaviours] == ["analysing-3-1", "analysing-3-2"]


def test_in_rounds_by_frequency_what_others_see_least_comes_first() -> None:
    order = [question.id for question in BY_INDICATOR.items[0].indicator_questions]
    seen = dict(zip(order, (5, 2, 4, 3), strict=True))
    publication = seal_round({"peer": [seen] * 4}, questionnaire=BY_INDICATOR)
    (one,) = opportunities(publication, BY_INDICATOR, None)
    assert one.level is None
    assert [behaviour.id for behaviour in one.behaviours] == sorted(order, key=lambda each: seen[each])


@pytest.mark.parametrize("questionnaire", [BY_LEVEL, BY_INDICATOR], ids=["by level", "by indicator"])
def test_behaviours_have_the_ids_that_a_round_by_indicator_asks_with(questionnaire: Questionnaire) -> None:
    item = next(item for item in questionnaire.items if item.competency_id == "empathy")
    known = {behaviour.id: behaviour.wording for behaviour in behaviours_of(item)}
    asked = {question.id: question.wording for question in BY_INDICATOR.items[0].indicator_questions}
    assert asked.items() <= known.items()


@pytest.mark.parametrize(
    "chosen",
    [[], ["analysing", "planning", "empathy"], ["analysing", "analysing"], ["nothing"], ["analysing-9-1"]],
    ids=str,
)
def test_one_or_two_known_things_can_be_chosen(chosen: list[str]) -> None:
    with pytest.raises(InvalidError):
        require_subjects(chosen, BY_LEVEL)


def test_what_is_written_is_cleaned() -> None:
    (aim,) = checked_aims([Aim("analysing", " Ask\r\nfirst\x07 ", " \n")], BY_LEVEL)
    assert (aim.goal, aim.steps) == ("Ask\nfirst", "")


@pytest.mark.parametrize(
    ("goal", "steps"),
    [("", "Monday"), ("x" * (LONGEST_TEXT + 1), ""), ("Ask", "x" * (LONGEST_TEXT + 1))],
    ids=["no goal", "long goal", "long steps"],
)
def test_what_cannot_be_kept_is_refused(goal: str, steps: str) -> None:
    with pytest.raises(InvalidError) as refused:
        checked_aims([Aim("analysing", goal, steps)], BY_LEVEL)
    assert len(refused.value.problems) == 1
