"""Two reports of the same person, with what moved between them, and a pulse: still no answer is certain.

What is not promised stays so: who assumes that most raters answer as they did last time can guess who
changed. That is an assumption about people; nothing in the two reports makes it certain.
"""

from collections import defaultdict
from dataclasses import replace
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.anonymity import Policy, RawResponse
from app.domain.cells import core_code
from app.domain.development import behaviours_of
from app.domain.pulse import pulse_questionnaire
from app.domain.trend import OTHER_RATERS, Occasion, trend_between
from app.domain.trend_report import trend_json
from tests.disclosure.sealing import CORE_4, sealed, sealed_levels
from tests.disclosure.solver import (
    all_answers,
    certain_answer,
    certain_answer_for_insider,
    core_code_by_the_book,
)
from tests.domain.made_reports import BY_INDICATOR, BY_LEVEL

QUESTION = BY_LEVEL.rating_questions[0]
World = tuple[tuple[int, ...], tuple[int, ...]]


def occasion(levels: tuple[int, ...], policy: Policy = CORE_4) -> Occasion:
    responses = [RawResponse("peer", dict.fromkeys(BY_LEVEL.rating_questions, level)) for level in levels]
    publication = sealed(
        responses,
        policy,
        questions=BY_LEVEL.rating_questions,
        comment_questions=BY_LEVEL.comment_questions,
    )
    people = frozenset(f"p{number}" for number in range(len(levels)))
    return Occasion(publication, {"en": BY_LEVEL}, {"peer": people})


def everything_shown(earlier: Occasion, later: Occasion) -> str:
    shown = trend_json(
        trend_between(earlier, later), since={}, policy_name=CORE_4.name, scale=4, translate=str
    )
    return f"{earlier.publication.to_json()}{later.publication.to_json()}{shown}"


@pytest.mark.parametrize(("then", "now"), [(4, 4), (4, 5)], ids=str)
def test_no_answer_of_either_round_is_certain_with_or_without_one_insider(then: int, now: int) -> None:
    earlier = {answers: occasion(answers) for answers in all_answers(then, 4)}
    later = {answers: occasion(answers) for answers in all_answers(now, 4)}
    worlds: dict[str, list[World]] = defaultdict(list)
    for one, other in product(earlier, later):
        worlds[everything_shown(earlier[one], later[other])].append((one, other))
    for possible in worlds.values():
        for turn in (0, 1):
            assert certain_answer(world[turn] for world in possible) is None
        # An insider was asked both times and knows the own answer of both.
        for own, own_again in {(a, b) for one, other in possible for a in one for b in other}:
            known = [world for world in possible if own in world[0] and own_again in world[1]]
            assert certain_answer_for_insider((world[0] for world in known), own) is None
            assert certain_answer_for_insider((world[1] for world in known), own_again) is None


LEVELS = st.lists(st.integers(1, 4), min_size=4, max_size=8).map(lambda given: tuple(sorted(given)))


@given(then=LEVELS, now=LEVELS, data=st.data())
def test_what_moved_is_a_function_of_both_publications(
    then: tuple[int, ...], now: tuple[int, ...], data: st.DataObject
) -> None:
    """Other answers that seal to the same bytes give the same words, whatever the extremes were."""

    def alike(levels: tuple[int, ...]) -> tuple[int, ...]:
        code = core_code(levels, 4)
        low = data.draw(st.integers(1, levels[1]))
        high = data.draw(st.integers(levels[-2], 4))
        other = (low, *levels[1:-1], high)
        return other if core_code(other, 4) == code else levels

    assert everything_shown(occasion(then), occasion(now)) == everything_shown(
        occasion(alike(then)), occasion(alike(now))
    )


ASKED = frozenset(f"p{number}" for number in range(10))


@given(then=LEVELS, now=LEVELS, changed=st.integers(0, 6))
def test_whether_a_block_is_compared_does_not_tell_who_answered(
    then: tuple[int, ...], now: tuple[int, ...], changed: int
) -> None:
    """The lists of those asked decide, however many of them stayed silent."""
    others = frozenset(f"q{number}" for number in range(changed))
    asked_again = others | frozenset(sorted(ASKED)[changed:])
    trend = trend_between(
        replace(occasion(then), asked={"peer": ASKED}), replace(occasion(now), asked={"peer": asked_again})
    )
    assert [block.reason for block in trend.blocks] == [None if changed <= 3 else OTHER_RATERS]


def pulse_worlds(size: int, k: int) -> dict[str, list[tuple[int, ...]]]:
    """Return all answers to a pulse's one question by the publication they lead to."""
    worlds: dict[str, list[tuple[int, ...]]] = defaultdict(list)
    for answers in combinations_with_replacement(range(1, 6), size):
        publication = sealed_levels({"peer": answers}, Policy("core", k), scale=5)
        worlds[publication.to_json()].append(answers)
    return worlds


@pytest.mark.parametrize(("size", "k"), [(4, 4), (5, 4), (6, 4), (3, 3), (5, 5)], ids=str)
def test_no_answer_of_a_pulse_is_certain_with_or_without_one_insider(size: int, k: int) -> None:
    for possible in pulse_worlds(size, k).values():
        assert certain_answer(possible) is None
        for own in {level for answers in possible for level in answers}:
            assert certain_answer_for_insider(possible, own) is None


def test_a_pulse_is_sealed_by_the_same_rule_on_its_own_questions() -> None:
    chosen = behaviours_of(BY_INDICATOR.items[0])[2].id
    asked = pulse_questionnaire(BY_INDICATOR, [chosen])
    for answers in all_answers(4, asked.scale):
        publication = sealed(
            [RawResponse("peer", {chosen: level}) for level in answers],
            questions=asked.rating_questions,
            comment_questions=asked.comment_questions,
            scale=asked.scale,
        )
        (cell,) = [cell for cell in publication.cells if cell.groups == ("peer",)]
        assert cell.codes == core_code_by_the_book(answers, asked.scale)
        assert publication.comments == ()


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_pulse_below_the_threshold_shows_nothing_of_its_answers(size: int) -> None:
    shown = {sealed_levels({"peer": answers}, CORE_4, scale=5).to_json() for answers in all_answers(size, 5)}
    assert len(shown) == 1
