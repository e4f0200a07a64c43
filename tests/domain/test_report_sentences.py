"""What a report page says beside its cells."""

from collections.abc import Sequence
from itertools import combinations_with_replacement
from typing import Any

import pytest

from app.domain.anonymity import Policy
from app.domain.report_cells import report_cell
from app.domain.report_sentences import (
    certain_counts,
    count_words,
    explore_sentence,
    gap_figures,
    gap_words,
    mean_words,
    possible_span,
    strength_sentence,
    typical_words,
)
from app.domain.text import text
from tests.disclosure.sealing import sealed_levels

CORE, CORE_3, CLASSIC = Policy("core", 4), Policy("core", 3), Policy("classic", 3)


def cell_of(
    levels: Sequence[int], policy: Policy = CORE, group: str = "peer", scale: int = 4
) -> dict[str, Any]:
    publication = sealed_levels({group: levels}, policy, scale)
    return report_cell(publication, next(one for one in publication.cells if one.groups == (group,)), str)


@pytest.mark.parametrize(
    ("levels", "policy", "span", "counts"),
    [
        ([1, 2, 3, 4], CORE, None, {1: 0, 2: 1, 3: 1, 4: 0}),
        ([4, 4, 4, 4, 4], CORE, (3, 4), {1: 0, 2: 0, 3: 0, 4: 2}),
        ([1, 1, 1, 1, 4], CORE, (1, 2), {1: 2, 2: 0, 3: 0, 4: 0}),
        ([1, 3, 4, 4], CORE, (3, 4), {1: 0, 2: 0, 3: 0, 4: 1}),
        ([1, 2, 4], CORE_3, (1, 2), {1: 0, 2: 0, 3: 0, 4: 0}),
        ([4, 4, 4], CORE_3, (3, 4), {1: 0, 2: 0, 3: 0, 4: 0}),
        ([4, 4, 4], CLASSIC, None, {1: 0, 2: 0, 3: 0, 4: 3}),
    ],
    ids=str,
)
def test_an_answer_that_may_be_softened_is_not_counted_as_certain(
    levels: list[int], policy: Policy, span: tuple[int, int] | None, counts: dict[int, int]
) -> None:
    cell = cell_of(levels, policy)
    assert possible_span(cell) == span
    assert certain_counts(cell) == counts


@pytest.mark.parametrize("policy", [CORE, CORE_3], ids=["k=4", "k=3"])
def test_nothing_that_is_drawn_contradicts_an_answer(policy: Policy) -> None:
    for n in range(policy.k, 8):
        for levels in combinations_with_replacement((1, 2, 3, 4), n):
            cell = cell_of(levels, policy)
            inner = list(levels[1:-1])
            for level, count in certain_counts(cell).items():
                for _ in range(count):
                    inner.remove(level)
            span = possible_span(cell)
            assert len(inner) == (0 if span is None else 1)
            assert span is None or span[0] <= inner[0] <= span[1]


@pytest.mark.parametrize(
    ("levels", "policy", "scale", "expected"),
    [
        ([2, 3, 3, 3], CLASSIC, 4, "level 3"),
        ([2, 2, 3, 3], CORE, 4, "between 2 and 3"),
        ([2, 3, 3, 4], CORE, 5, "sometimes"),
        ([3, 3, 4, 5], CORE, 5, "between sometimes and often"),
        ([1, 2, 4], CORE_3, 4, "level 2 or lower"),
        ([3, 4, 5], CORE_3, 5, "sometimes or more often"),
        ([3, 3, 3], CORE, 4, "not shown"),
    ],
    ids=str,
)
def test_typical_answers_in_a_few_words(levels: list[int], policy: Policy, scale: int, expected: str) -> None:
    assert str(typical_words(cell_of(levels, policy, scale=scale))) == expected


@pytest.mark.parametrize(
    ("levels", "policy", "group", "count", "mean"),
    [
        ([1, 2, 3, 3, 4], CORE, "peer", "5 answers, 3 shown", "2.7 on average"),
        ([1, 2, 3, 3, 4], CLASSIC, "peer", "5 answers", "2.6 on average"),
        ([4, 4, 4, 4, 4], CORE, "peer", "5 answers, 3 shown", "3.7 or higher on average"),
        ([1, 1, 1, 1], CORE, "peer", "4 answers, 2 shown", "1.5 or lower on average"),
        ([1, 1, 1], CORE_3, "peer", "3 answers, 1 shown", None),
        ([3], CORE, "manager", "1 answer", None),
    ],
    ids=str,
)
def test_figures_in_words(
    levels: list[int], policy: Policy, group: str, count: str, mean: str | None
) -> None:
    cell = cell_of(levels, policy, group)
    said = mean_words(cell, str)
    assert str(count_words(cell)) == count
    assert (None if said is None else str(said)) == mean


@pytest.mark.parametrize(
    ("kind", "size", "difference", "expected"),
    [
        ("blind_spot", "notable", 1.2, "self-rating a level or more higher"),
        ("hidden_strength", "notable", -1.2, "others a level or more higher"),
        ("none", "slight", 0.6, "self-rating slightly higher"),
        ("none", "slight", -0.6, "self-rating slightly lower"),
        ("none", "none", 0.6, "no clear difference"),
    ],
)
def test_gaps_in_a_few_words(kind: str, size: str, difference: float, expected: str) -> None:
    assert str(gap_words({"kind": kind, "size": size, "difference": difference})) == expected


def test_a_gap_to_softened_answers_gives_no_exact_figure() -> None:
    gap = {"self": 4.0, "others": 3.5, "softened": True}
    assert str(gap_figures(gap, str)) == "Self 4.0, others about 3.5 on average."


def test_a_strength_is_placed_in_words() -> None:
    assert str(strength_sentence({"others": 3.0}, str)) == "Others place this at level 3 on average."
    assert "between level 3 and level 4, at 3.4 on average" in str(strength_sentence({"others": 3.4}, str))


@pytest.mark.parametrize(
    ("policy", "group", "is_trimmed"),
    [("core", "peer", True), ("core", "manager", False), ("classic", "peer", False)],
)
def test_something_to_explore_says_whether_answers_are_left_out(
    policy: str, group: str, is_trimmed: bool
) -> None:
    highlight = {"groups": [group], "lowest": 1, "highest": 4}
    said = str(explore_sentence(highlight, text("peers"), policy))
    assert "go from level 1 to level 4" in said
    assert ("left out" in said) is is_trimmed
