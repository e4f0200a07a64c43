"""Under `core` nothing is certain, by brute force over everything that can be answered."""

from collections import defaultdict

import pytest

from app.domain.anonymity import Policy
from app.domain.cells import core_code
from tests.disclosure.sealing import sealed_levels
from tests.disclosure.solver import (
    all_answers,
    certain_answer,
    certain_answer_for_insider,
    core_code_by_the_book,
)

SIZES = [(n, top) for top in (4, 5) for n in range(3, 11)]
sizes = pytest.mark.parametrize(("n", "top"), SIZES, ids=[f"{n}-answers-{top}-levels" for n, top in SIZES])


def worlds_by_code(n: int, top: int) -> dict[tuple[int, ...], list[tuple[int, ...]]]:
    worlds = defaultdict(list)
    for answers in all_answers(n, top):
        worlds[core_code(answers, top)].append(answers)
    return worlds


@sizes
def test_every_code_is_the_one_the_rule_describes(n: int, top: int) -> None:
    for answers in all_answers(n, top):
        assert core_code(answers, top) == core_code_by_the_book(answers, top)


@sizes
def test_no_code_makes_an_answer_certain(n: int, top: int) -> None:
    for code, worlds in worlds_by_code(n, top).items():
        assert certain_answer(worlds) is None, code


@sizes
def test_no_code_makes_an_answer_certain_for_one_of_the_raters(n: int, top: int) -> None:
    for code, worlds in worlds_by_code(n, top).items():
        for own in range(1, top + 1):
            if any(own in world for world in worlds):
                assert certain_answer_for_insider(worlds, own) is None, (code, own)


@pytest.mark.parametrize("k", [3, 4, 5])
@pytest.mark.parametrize("top", [4, 5])
def test_sealed_cells_hold_the_code_and_nothing_else_that_depends_on_levels(k: int, top: int) -> None:
    worlds = defaultdict(list)
    for answers in all_answers(k, top):
        worlds[sealed_levels({"peer": answers}, Policy("core", k), top).to_json()].append(answers)
    assert {core_code_by_the_book(same[0], top) for same in worlds.values()} == {
        core_code_by_the_book(answers, top) for answers in all_answers(k, top)
    }
    assert len(worlds) == len({core_code_by_the_book(answers, top) for answers in all_answers(k, top)})


@pytest.mark.parametrize("n", range(3, 11))
def test_the_solver_finds_unanimous_cells_that_classic_gives_away(n: int) -> None:
    certain = [answers for answers in all_answers(n, 4) if certain_answer([answers]) is not None]
    assert certain == [(level,) * n for level in range(1, 5)]


def test_without_softening_a_member_of_a_unanimous_block_would_know_the_others() -> None:
    worlds = [answers for answers in all_answers(4, 4) if answers[1:-1] == (4, 4)]
    assert certain_answer(worlds) is None
    assert certain_answer_for_insider(worlds, 1) == 4
