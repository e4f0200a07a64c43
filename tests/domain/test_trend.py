"""What moved between two rounds: from codes, per block, from half a step on, or in words why not."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.anonymity import Policy
from app.domain.questionnaire import Questionnaire
from app.domain.trend import (
    BLANK_NOW,
    BLANK_THEN,
    NEW_QUESTION,
    NO_COMMON_QUESTION,
    ONE_CODE,
    OTHER_BLOCK,
    OTHER_FRAMEWORK,
    OTHER_QUESTIONS,
    OTHER_RATERS,
    OTHER_RULE,
    OTHER_WORDS,
    Occasion,
    QuestionTrend,
    Trend,
    changed_share,
    trend_between,
)
from app.domain.trend_report import movement_words, trend_json
from tests.disclosure.sealing import CORE_4
from tests.domain.made_reports import BY_INDICATOR, BY_LEVEL, seal_round

CLASSIC = Policy("classic", 4)
Levels = Mapping[str, Sequence[int]]


def occasion(
    levels: Levels,
    policy: Policy = CORE_4,
    questionnaire: Questionnaire = BY_LEVEL,
    asked: Mapping[str, Sequence[str]] | None = None,
) -> Occasion:
    """Return a round in which each rater gave one level to everything; the same people unless `asked`."""
    answers = {
        group: [dict.fromkeys(questionnaire.rating_questions, level) for level in given]
        for group, given in levels.items()
    }
    names = asked or {
        group: [f"{group}{number}" for number in range(len(given))] for group, given in levels.items()
    }
    return Occasion(
        seal_round(answers, policy, questionnaire),
        {"en": questionnaire},
        {group: frozenset(people) for group, people in names.items()},
    )


def moved(earlier: Levels, later: Levels, policy: Policy = CORE_4) -> dict[tuple[str, ...], object]:
    """Return direction and size by block for the first question."""
    trend = trend_between(occasion(earlier, policy), occasion(later, policy))
    return {each.groups: (each.direction, each.about, each.reason) for each in trend.questions[0].movements}


HALF, ONE, TWO = Fraction(1, 2), Fraction(1), Fraction(2)


@pytest.mark.parametrize(
    ("earlier", "later", "direction", "about"),
    [
        ([2, 2, 2, 2], [3, 3, 3, 3], "up", ONE),
        ([3, 3, 3, 3], [2, 2, 2, 2], "down", ONE),
        ([2, 2, 2, 2], [2, 2, 3, 3], "up", HALF),
        ([2, 2, 2, 2, 2], [2, 2, 2, 3, 3], "none", None),
        ([2, 2, 2, 2], [2, 2, 2, 3], "none", None),
        ([1, 1, 2, 2], [3, 3, 4, 4], "up", TWO),
        ([3, 3, 3, 3], [3, 3, 3, 3], "none", None),
    ],
    ids=str,
)
def test_a_block_moves_from_half_a_level_on(
    earlier: list[int], later: list[int], direction: str, about: Fraction | None
) -> None:
    assert moved({"peer": earlier}, {"peer": later}) == {("peer",): (direction, about, None)}


def test_a_softened_block_moves_only_if_both_readings_do() -> None:
    # Published as 3,4: one may be 4. From 4,4 nothing would have moved.
    assert moved({"peer": [4, 4, 4, 4]}, {"peer": [3, 3, 4, 4]})["peer",] == ("none", None, None)
    assert moved({"peer": [2, 2, 2, 2]}, {"peer": [4, 4, 4, 4]})["peer",] == ("up", Fraction(3, 2), None)


def test_self_and_manager_move_as_they_are() -> None:
    found = moved({"self": [2], "manager": [3]}, {"self": [3], "manager": [3]})
    assert found == {("self",): ("up", ONE, None), ("manager",): ("none", None, None)}


@pytest.mark.parametrize(
    ("earlier", "later", "reason"),
    [
        ({"peer": [3] * 4}, {"peer": [3] * 4, "direct_report": [2] * 4}, OTHER_BLOCK),
        ({"peer": [3] * 2, "direct_report": [2] * 2}, {"direct_report": [2] * 4}, OTHER_BLOCK),
    ],
    ids=["new block", "pooled before"],
)
def test_blocks_that_differ_are_not_compared(earlier: Levels, later: Levels, reason: str) -> None:
    trend = trend_between(occasion(earlier), occasion(later))
    assert {block.reason for block in trend.blocks if "direct_report" in block.groups} == {reason}
    assert all("direct_report" not in each.groups for each in trend.questions[0].movements)


def names(*numbers: int) -> list[str]:
    return [f"p{number}" for number in numbers]


@pytest.mark.parametrize(
    ("before", "now", "is_compared"),
    [
        (names(1, 2, 3, 4, 5, 6), names(1, 2, 3, 4, 7, 8), True),
        (names(1, 2, 3, 4, 5), names(1, 2, 3, 6, 7), False),
        (names(1, 2, 3, 4), names(1, 2, 3, 4, 5, 6), True),
        (names(1, 2, 3, 4), names(1, 2, 3, 4, 5, 6, 7), False),
        (names(1, 2, 3, 4, 5, 6, 7), names(1, 2, 3, 4), False),
        (names(1, 2, 3, 4), names(1, 2, 3, 5), True),
        (names(1, 2, 3, 4), names(5, 6, 7, 8), False),
    ],
    ids=str,
)
def test_a_block_is_compared_while_a_third_of_those_asked_changed_at_most(
    before: list[str], now: list[str], *, is_compared: bool
) -> None:
    trend = trend_between(
        occasion({"peer": [3] * 4}, asked={"peer": before}), occasion({"peer": [3] * 4}, asked={"peer": now})
    )
    assert [block.reason for block in trend.blocks] == [None if is_compared else OTHER_RATERS]


def test_moving_inside_a_pooled_block_is_no_change_of_its_people() -> None:
    levels = {"peer": [3] * 2, "direct_report": [3] * 2}
    trend = trend_between(
        occasion(levels, asked={"peer": names(1, 2), "direct_report": names(3, 4)}),
        occasion(levels, asked={"peer": names(1, 3), "direct_report": names(2, 4)}),
    )
    assert [block.reason for block in trend.blocks] == [None]


@pytest.mark.parametrize(
    ("earlier", "later", "reason"),
    [
        (occasion({"peer": [3] * 4}, CLASSIC), occasion({"peer": [3] * 4}), OTHER_RULE),
        (occasion({"peer": [3] * 5}, Policy("core", 5)), occasion({"peer": [3] * 5}), OTHER_RULE),
        (
            occasion({"peer": [3] * 4}),
            occasion({"peer": [3] * 4}, questionnaire=BY_INDICATOR),
            OTHER_QUESTIONS,
        ),
        (
            occasion({"peer": [3] * 4}, questionnaire=replace(BY_LEVEL, framework_id="another")),
            occasion({"peer": [3] * 4}),
            OTHER_FRAMEWORK,
        ),
    ],
    ids=["other rule", "other threshold", "other questions", "other framework"],
)
def test_rounds_that_differ_as_a_whole_are_not_compared(
    earlier: Occasion, later: Occasion, reason: str
) -> None:
    assert trend_between(earlier, later) == Trend(reason)


def reworded(questionnaire: Questionnaire, competency_id: str) -> Questionnaire:
    sections = tuple(
        replace(
            section,
            items=tuple(
                replace(item, definition="Something else.") if item.competency_id == competency_id else item
                for item in section.items
            ),
        )
        for section in questionnaire.sections
    )
    return replace(questionnaire, sections=sections)


def reasons(trend: Trend) -> dict[str, str | None]:
    return {question.question: question.reason for question in trend.questions}


def test_a_competency_with_other_words_is_not_compared_and_the_others_are() -> None:
    levels = {"peer": [3] * 4}
    trend = trend_between(occasion(levels), occasion(levels, questionnaire=reworded(BY_LEVEL, "planning")))
    assert reasons(trend) == {"analysing": None, "planning": OTHER_WORDS, "empathy": None}


def test_words_that_changed_in_one_language_count() -> None:
    levels = {"peer": [3] * 4}
    earlier, later = occasion(levels), occasion(levels)
    dutch = reworded(BY_LEVEL, "planning")
    trend = trend_between(
        replace(earlier, questionnaires={"en": BY_LEVEL, "nl": BY_LEVEL}),
        replace(later, questionnaires={"en": BY_LEVEL, "nl": dutch}),
    )
    assert reasons(trend)["planning"] == OTHER_WORDS


def test_a_new_revision_with_the_same_words_is_compared() -> None:
    levels = {"peer": [3] * 4}
    newer = replace(BY_LEVEL, framework_revision=BY_LEVEL.framework_revision + 1)
    assert set(reasons(trend_between(occasion(levels), occasion(levels, questionnaire=newer))).values()) == {
        None
    }


def test_a_question_that_is_new_is_not_compared() -> None:
    (first, *_) = BY_LEVEL.sections
    fewer = replace(BY_LEVEL, sections=(first,))
    levels = {"peer": [3] * 4}
    found = reasons(trend_between(occasion(levels, questionnaire=fewer), occasion(levels)))
    assert NEW_QUESTION in found.values()
    assert None in found.values()


def test_nothing_in_common_is_said_once() -> None:
    levels = {"peer": [3] * 4}
    other = BY_LEVEL
    for competency_id in ("analysing", "planning", "empathy"):
        other = reworded(other, competency_id)
    assert trend_between(occasion(levels), occasion(levels, questionnaire=other)).reason == NO_COMMON_QUESTION


def test_blanks_on_either_side_are_named() -> None:
    full = {"peer": [dict.fromkeys(BY_LEVEL.rating_questions, 3)] * 4}
    sparse = {"peer": [*full["peer"][:3], {"planning": 3}]}
    people = {"peer": frozenset(names(1, 2, 3, 4))}
    rich = Occasion(seal_round(full), {"en": BY_LEVEL}, people)
    poor = Occasion(seal_round(sparse), {"en": BY_LEVEL}, people)

    def first(trend: Trend) -> QuestionTrend:
        return next(each for each in trend.questions if each.question == "analysing")

    assert first(trend_between(poor, rich)).movements[0].reason == BLANK_THEN
    assert first(trend_between(rich, poor)).movements[0].reason == BLANK_NOW


def test_three_answers_show_too_little_to_compare() -> None:
    found = moved({"peer": [1, 1, 1]}, {"peer": [4, 4, 4]}, Policy("core", 3))
    assert found == {("peer",): (None, None, ONE_CODE)}


@pytest.mark.parametrize(("size", "is_few"), [(7, True), (8, False)])
def test_few_raters_are_mentioned(*, size: int, is_few: bool) -> None:
    trend = trend_between(occasion({"peer": [3] * size}), occasion({"peer": [3] * size}))
    assert trend.is_of_few is is_few
    assert ("fewer than 8" in str(_json(trend)["notes"])) is is_few


def _json(trend: Trend, policy_name: str = "core") -> dict[str, object]:
    return trend_json(trend, since={}, policy_name=policy_name, scale=4, translate=str)


def test_only_core_says_what_is_left_out() -> None:
    trend = trend_between(occasion({"peer": [3] * 4}), occasion({"peer": [3] * 4}))
    assert "left out" in str(_json(trend)["notes"])
    assert "left out" not in str(_json(trend, "classic")["notes"])


ANSWERS = st.lists(st.integers(1, 4), min_size=4, max_size=9)


@given(before=ANSWERS, now=ANSWERS)
def test_looking_back_from_the_other_side_turns_every_movement(before: list[int], now: list[int]) -> None:
    turned = {"up": "down", "down": "up", "none": "none"}
    forth, back = (moved({"peer": each}, {"peer": other}) for each, other in ((before, now), (now, before)))
    for groups, found in forth.items():
        direction, about, _ = found  # type: ignore[misc]
        assert back[groups] == (turned[direction], about, None)  # type: ignore[has-type]


@given(before=ANSWERS, now=ANSWERS)
def test_every_movement_has_words_on_both_scales(before: list[int], now: list[int]) -> None:
    trend = trend_between(occasion({"peer": before}), occasion({"peer": now}))
    for question in trend.questions:
        for movement in question.movements:
            assert str(movement_words(movement, 4))
            assert str(movement_words(movement, 5))


PEOPLE = st.frozensets(st.integers(1, 12).map(str), max_size=12)


@given(before=PEOPLE, now=PEOPLE)
def test_the_share_that_changed_is_the_same_from_both_sides(
    before: frozenset[str], now: frozenset[str]
) -> None:
    assert changed_share(before, now) == changed_share(now, before)
    assert 0 <= changed_share(before, now) <= 1
    if before:
        assert changed_share(before, before) == 0
