"""A reader of a whole publication, who knows who answered, tries every world that gives the same bytes."""

import json
import random
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.anonymity import Policy, under_core
from app.domain.disclosure import can_be_read_off, disclosure_check, possible_answers
from app.domain.publication import Publication
from tests.disclosure.sealing import QUESTION, response, sealed, sealed_levels
from tests.disclosure.solver import (
    all_answers,
    certain_answer,
    certain_answer_for_insider,
    core_code_by_the_book,
)

World = tuple[tuple[int | None, ...], ...]

LEVELS: tuple[int | None, ...] = (None, 1, 2, 3, 4)


def worlds_of(sizes: dict[str, int], policy: Policy) -> dict[str, list[World]]:
    """All answers of every group, `cannot_judge` included, by the publication they lead to."""
    per_group = [
        [tuple(chosen) for chosen in combinations_with_replacement((0, 1, 2, 3, 4), size)]
        for size in sizes.values()
    ]
    worlds: dict[str, list[World]] = defaultdict(list)
    for chosen in product(*per_group):
        world: World = tuple(tuple(level or None for level in levels) for levels in chosen)
        publication = sealed_levels(dict(zip(sizes, world, strict=True)), policy)
        worlds[publication.to_json()].append(world)
    return worlds


def certain_in(worlds: Sequence[World], group: int) -> int | None:
    """The level that everybody of a group must have chosen; raters of a group can be exchanged."""
    chosen = {level for world in worlds for level in world[group]}
    return chosen.pop() if len(chosen) == 1 else None


def without(world: World, group: int, own: int | None) -> World:
    rest = list(world[group])
    rest.remove(own)
    return (*world[:group], tuple(rest), *world[group + 1 :])


@pytest.mark.parametrize(
    ("sizes", "k"),
    [
        ({"peer": 4}, 4),
        ({"peer": 5}, 4),
        ({"peer": 3}, 3),
        ({"peer": 4, "other": 2}, 4),
        ({"peer": 2, "direct_report": 2}, 4),
        ({"peer": 4, "direct_report": 1}, 4),
        ({"peer": 3, "direct_report": 1, "other": 1}, 3),
        ({"peer": 3, "direct_report": 3}, 3),
        ({"peer": 2, "other": 1}, 4),
    ],
    ids=str,
)
def test_no_answer_is_certain_in_a_whole_publication_with_or_without_one_insider(
    sizes: dict[str, int], k: int
) -> None:
    for worlds in worlds_of(sizes, Policy("core", k)).values():
        for group in range(len(sizes)):
            assert certain_in(worlds, group) is None
            for own in {level for world in worlds for level in world[group]}:
                known = [without(world, group, own) for world in worlds if own in world[group]]
                assert all(
                    certain_in(known, other) is None
                    for other in range(len(sizes))
                    if any(world[other] for world in known)
                )


answers_of_a_group = st.lists(st.sampled_from(LEVELS), max_size=8)
rosters = st.fixed_dictionaries(
    {
        "self": st.lists(st.sampled_from(LEVELS), max_size=1),
        "manager": st.lists(st.sampled_from(LEVELS), max_size=2),
        "peer": answers_of_a_group,
        "direct_report": answers_of_a_group,
        "other": answers_of_a_group,
    }
)
thresholds = st.integers(3, 6)


def readable_worlds(n: int, codes: list[int]) -> list[tuple[int, ...]]:
    return [answers for answers in all_answers(n, 4) if core_code_by_the_book(answers, 4) == tuple(codes)]


@settings(max_examples=150, deadline=None)
@given(levels=rosters, k=thresholds)
def test_no_cell_of_a_random_roster_holds_a_certain_answer(
    levels: dict[str, list[int | None]], k: int
) -> None:
    stored = json.loads(sealed_levels(levels, Policy("core", k)).to_json())
    for cell in stored["cells"]:
        if cell["groups"][0] in {"self", "manager"} or cell["n"] is None or cell["n"] > 10:
            continue
        worlds = readable_worlds(cell["n"], cell["codes"])
        assert worlds
        assert certain_answer(worlds) is None
        for own in {level for world in worlds for level in world}:
            assert certain_answer_for_insider(worlds, own) is None


@settings(max_examples=100, deadline=None)
@given(levels=rosters, k=thresholds, randomness=st.randoms(use_true_random=False))
def test_levels_changed_at_will_keep_blocks_blanks_and_numbers(
    levels: dict[str, list[int | None]], k: int, randomness: random.Random
) -> None:
    changed = {
        group: [None if level is None else randomness.randint(1, 4) for level in given_levels]
        for group, given_levels in levels.items()
    }
    for name in ("core", "classic"):
        before, after = (sealed_levels(answers, Policy(name, k)) for answers in (levels, changed))
        assert before.groups == after.groups
        assert before.blocks == after.blocks
        assert [(cell.groups, cell.n, cell.reason) for cell in before.cells] == [
            (cell.groups, cell.n, cell.reason) for cell in after.cells
        ]


@settings(max_examples=100, deadline=None)
@given(levels=rosters, k=thresholds, data=st.data())
def test_the_order_of_responses_leaves_no_trace(
    levels: dict[str, list[int | None]], k: int, data: st.DataObject
) -> None:
    responses = [
        response(group, level, {"keep": f"{group} {number}"})
        for group, given_levels in levels.items()
        for number, level in enumerate(given_levels)
    ]
    reordered = data.draw(st.permutations(responses))
    policy = Policy("core", k)
    first, second = (
        sealed(some, policy, comment_questions=("keep",), seed=7).to_json() for some in (responses, reordered)
    )
    assert first == second


@settings(max_examples=100, deadline=None)
@given(levels=st.lists(st.integers(1, 4), min_size=4, max_size=9), data=st.data())
def test_another_lowest_or_highest_answer_gives_the_same_bytes(
    levels: list[int], data: st.DataObject
) -> None:
    ordered = sorted(levels)
    lowest = data.draw(st.integers(1, ordered[1]))
    highest = data.draw(st.integers(ordered[-2], 4))
    replaced = [lowest, *ordered[1:-1], highest]
    assert sealed_levels({"peer": levels}).to_json() == sealed_levels({"peer": replaced}).to_json()


@settings(max_examples=100, deadline=None)
@given(levels=rosters, k=thresholds)
def test_a_classic_publication_turned_to_core_is_the_one_core_would_have_sealed(
    levels: dict[str, list[int | None]], k: int
) -> None:
    turned = under_core(sealed_levels(levels, Policy("classic", k)))
    assert turned == sealed_levels(levels, Policy("core", k))


def shown_cells(publication: Publication) -> list[tuple[int, ...]]:
    return [cell.codes for cell in publication.cells if cell.is_published and not cell.is_named]


@pytest.mark.parametrize("n", range(3, 9))
@pytest.mark.parametrize("top", [4, 5])
def test_the_program_thinks_exactly_those_answers_possible_that_lead_to_the_code(n: int, top: int) -> None:
    for answers in all_answers(n, top):
        publication = sealed_levels({"peer": answers}, Policy("core", 3), top)
        (cell,) = (cell for cell in publication.cells if cell.groups == ("peer",))
        expected = [other for other in all_answers(n, top) if core_code_by_the_book(other, top) == cell.codes]
        assert sorted(possible_answers(publication, cell)) == expected
        assert not can_be_read_off(publication, cell)


def test_the_check_counts_cells_that_classic_gives_away_for_the_round_and_names_none() -> None:
    policy = Policy("classic", 4)
    publications = {
        "anna": sealed_levels({"peer": [2, 2, 2, 2], "direct_report": [1, 2, 3, 4], "other": [3]}, policy),
        "tom": sealed_levels({"peer": [1, 2, 2, 2], "manager": [3]}, policy),
    }
    check = disclosure_check(publications, {})
    assert (check.readable_cells, check.shown_cells) == (1, 3)
    assert str(check.summary) == "In 1 of 3 results single answers can be read off."
    under = disclosure_check({name: under_core(one) for name, one in publications.items()}, {})
    assert (under.readable_cells, under.shown_cells) == (0, 3)
    assert str(under.summary) == "In none of 3 results can a single answer be read off."
    assert [str(note) for note in check.participants[0].notes] == [
        "Others: 1 of 1 answered, fewer than 4. Their ratings and comments are not shown."
    ]
    assert QUESTION not in str(check)
