"""What is told about a whole round: from 30 participants, rounded, and never at the edge."""

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import InvalidError
from app.domain.quality import Form, RoundTally
from app.domain.quality_figures import (
    ONE_QUESTION,
    TOO_FEW_FORMS,
    TOO_FEW_JUDGED,
    TOO_FEW_RATERS,
    GroupQuality,
    Quality,
    quality_from_json,
)
from app.domain.quality_rounding import told_coefficient, told_share

Responses = list[tuple[str, Form]]
GROUPS = ("self", "manager", "peer")
TEN = tuple(f"competency-{number}" for number in range(10))


def quality_of(
    participants: Sequence[Responses], questions: Mapping[str, tuple[str, ...]] | None = None, scale: int = 4
) -> Quality:
    tally = RoundTally(GROUPS, questions or {each: (each,) for each in TEN}, scale)
    for responses in participants:
        tally.add_participant(responses)
    return tally.quality()


def peers(quality: Quality) -> GroupQuality:
    return next(each for each in quality.groups if each.group == "peer")


def rated(level: int, group: str = "peer", questions: Sequence[str] = TEN) -> tuple[str, Form]:
    return group, dict.fromkeys(questions, level)


def a_round(participants: int, raters: int = 4, seed: int = 1, noise: float = 0.7) -> list[Responses]:
    """Return made-up responses: participants differ, raters err."""
    chance = random.Random(seed)
    found: list[Responses] = []
    for _ in range(participants):
        height = chance.gauss(2.6, 0.6)
        found.append(
            [
                ("peer", {each: min(4, max(1, round(height + chance.gauss(0, noise)))) for each in TEN})
                for _ in range(raters)
            ]
        )
    return found


@pytest.mark.parametrize(("participants", "is_told"), [(29, False), (30, True)])
def test_a_group_is_told_from_thirty_participants(participants: int, is_told: bool) -> None:
    found = peers(quality_of(a_round(participants)))
    assert (found.reliability is not None) == is_told
    assert found.reason == (None if is_told else TOO_FEW_RATERS)
    if not is_told:
        assert found == GroupQuality("peer", reason=TOO_FEW_RATERS)


def test_a_participant_with_one_rater_does_not_count() -> None:
    participants = a_round(29) + [[rated(3)]] * 20
    assert peers(quality_of(participants)).reason == TOO_FEW_RATERS


def test_answers_that_nobody_could_give_do_not_count() -> None:
    blind: Responses = [("peer", dict.fromkeys(TEN, "cannot_judge"))] * 3
    found = peers(quality_of(a_round(29) + [blind] * 20))
    assert found.reason == TOO_FEW_JUDGED
    assert found.reliability is None
    assert found.agreement is None
    assert found.alpha is None
    assert found.cannot_judge == 35  # 600 of 1,760


def test_raters_who_see_the_same_are_more_reliable_than_raters_who_guess() -> None:
    good, bad = (peers(quality_of(a_round(40, noise=noise))).reliability for noise in (0.3, 2.0))
    assert good is not None
    assert bad is not None
    assert good.single > bad.single
    assert good.average >= good.single
    assert good.answers == 4.0


def test_the_figures_of_a_group_are_those_of_the_formulas() -> None:
    # Half of the participants at 2 and 3 in turn, half at 4 and 3: MSB = .517, MSW = .5 for each question.
    participants = [[rated(2), rated(3)]] * 15 + [[rated(4), rated(3)]] * 15
    found = peers(quality_of(participants))
    assert found.reliability is not None
    between, within = Fraction(15, 29), Fraction(1, 2)
    single = (between - within) / (between + within)
    assert found.reliability.single == told_coefficient(single) == 0.0
    assert found.agreement == 0.6  # 1 - .5 / 1.25
    assert found.participants == 30


def test_self_never_enters() -> None:
    alone = quality_of(a_round(30))
    with_self = quality_of([[*each, rated(1, "self")] for each in a_round(30)])
    assert with_self == alone
    assert all(each.group != "self" for each in alone.groups)


def test_managers_have_figures_of_their_own_and_enter_no_competency() -> None:
    alone = quality_of(a_round(30))
    managed = quality_of([[*each, *[rated(1, "manager")] * 2] for each in a_round(30)])
    assert managed.competencies == alone.competencies
    assert peers(managed) == peers(alone)


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_a_round_in_which_all_agree_does_not_say_so(level: int) -> None:
    """What would be told if some raters differed is told as well when none does."""
    unanimous = [[rated(level)] * 4] * 40
    other = 2 if level == 1 else level - 1
    stray: Responses = [rated(level)] * 3 + [("peer", {**dict.fromkeys(TEN, level), TEN[0]: other})]
    assert quality_of(unanimous) == quality_of([stray, *unanimous[1:]])
    found = peers(quality_of(unanimous))
    assert found.agreement == 0.95
    assert found.without_spread == 95


@settings(max_examples=25, deadline=None)
@given(level=st.integers(1, 4), place=st.integers(0, 39), data=st.data())
def test_one_who_stands_out_does_not_make_the_rest_unanimous(
    level: int, place: int, data: st.DataObject
) -> None:
    """A perfect reliability would say that all raters of all participants agreed."""
    better = data.draw(st.integers(1, 4))
    rows = [[rated(level)] * 4] * 39 + [[rated(better)] * 4]
    moved = [list(row) for row in rows]
    other = data.draw(st.integers(1, 4))
    moved[place][0] = ("peer", {**moved[place][0][1], TEN[0]: other})
    before, after = peers(quality_of(rows)), peers(quality_of(moved))
    assert before.reliability is not None
    assert after.reliability is not None
    assert before.reliability.single < 0.95
    assert abs(before.reliability.single - after.reliability.single) < 0.11


def test_neither_participants_nor_responses_have_an_order() -> None:
    rows = a_round(31)
    chance = random.Random(2)
    mixed = [chance.sample(row, len(row)) for row in chance.sample(rows, len(rows))]
    assert quality_of(mixed).to_json() == quality_of(rows).to_json()


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000), data=st.data())
def test_what_is_told_depends_on_who_answered_only(seed: int, data: st.DataObject) -> None:
    rows = a_round(data.draw(st.integers(28, 32)), raters=2, seed=seed)
    chance = random.Random(seed + 1)
    changed: list[Responses] = [
        [(group, {question: chance.randint(1, 4) for question in form}) for group, form in row]
        for row in rows
    ]

    def shape(quality: Quality) -> list[list[tuple[str, bool]]]:
        told = [*quality.groups, *quality.competencies]
        return [[(name, value is None) for name, value in vars(each).items()] for each in told]

    assert shape(quality_of(rows)) == shape(quality_of(changed))


def test_short_forms_are_not_called_flat() -> None:
    seven = {each: (each,) for each in TEN[:7]}
    rows = [[rated(3, questions=TEN[:7])] * 3] * 40
    assert peers(quality_of(rows, seven)).without_spread is None


def test_shares_are_told_to_the_nearest_five_percent() -> None:
    flat = [[rated(3), ("peer", {**dict.fromkeys(TEN, 3), TEN[0]: 2})]] * 30
    assert peers(quality_of(flat)).without_spread == 50


@pytest.mark.parametrize(
    ("count", "whole", "told"),
    [(0, 100, 5), (7, 100, 5), (8, 100, 10), (50, 100, 50), (93, 100, 95), (100, 100, 95)],
)
def test_shares_never_say_nobody_or_everybody(count: int, whole: int, told: int) -> None:
    assert told_share(count, whole) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (Fraction(-1), 0.0),
        (Fraction(37, 100), 0.35),
        (Fraction(38, 100), 0.4),
        (Fraction(1), 0.95),
        (None, 0.0),
    ],
)
def test_coefficients_are_told_in_steps(value: Fraction | None, told: float) -> None:
    assert told_coefficient(value) == told


def test_a_competency_asked_by_level_has_nothing_to_be_consistent_with() -> None:
    for competency in quality_of(a_round(30)).competencies:
        assert (competency.reason, competency.consistency) == (ONE_QUESTION, None)
        assert competency.cannot_judge == 5


def indicator_forms(participants: int, *, is_complete: bool = True) -> list[Responses]:
    chance = random.Random(3)
    found: list[Responses] = []
    for _ in range(participants):
        row: Responses = []
        for _ in range(2):
            height = chance.randint(1, 5)
            form: dict[str, int | str] = {
                each: min(5, max(1, height + chance.randint(-1, 1))) for each in "abc"
            }
            if not is_complete:
                form["b"] = "cannot_judge"
            row.append(("peer", form))  # type: ignore[arg-type]
        found.append(row)
    return found


def test_indicators_of_a_competency_have_a_consistency() -> None:
    (found,) = quality_of(indicator_forms(40), {"listening": ("a", "b", "c")}, 5).competencies
    assert found.reason is None
    assert found.consistency is not None
    assert 0.7 <= found.consistency <= 0.95


@pytest.mark.parametrize(("participants", "is_complete"), [(29, True), (40, False)])
def test_consistency_needs_complete_forms_of_thirty_participants(
    participants: int, is_complete: bool
) -> None:
    (found,) = quality_of(
        indicator_forms(participants, is_complete=is_complete), {"listening": ("a", "b", "c")}, 5
    ).competencies
    assert (found.reason, found.consistency) == (TOO_FEW_FORMS, None)


def test_figures_are_read_back_without_loss() -> None:
    for rows in (a_round(30), a_round(3)):
        quality = quality_of(rows)
        assert quality_from_json(quality.to_json()) == quality


@pytest.mark.parametrize(
    "source", ["", "[]", '{"schema": "other", "scale": 4, "groups": [], "competencies": []}']
)
def test_other_documents_are_refused(source: str) -> None:
    with pytest.raises(InvalidError):
        quality_from_json(source)


def test_an_empty_round_has_reasons() -> None:
    assert {each.reason for each in quality_of([]).groups} == {TOO_FEW_RATERS}
