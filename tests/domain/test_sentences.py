"""What a report says in words."""

from collections.abc import Sequence
from typing import Any

import pytest

from app.domain.anonymity import Policy
from app.domain.report_cells import report_cell
from app.domain.sentences import gap_sentence, notes, reading
from tests.disclosure.sealing import sealed_levels
from tests.disclosure.solver import all_answers

LEFT_OUT = " The highest and the lowest answer are left out."


def words(levels: Sequence[int], policy: Policy, group: str = "peer", scale: int = 4) -> str:
    publication = sealed_levels({group: levels}, policy, scale)
    cell = next(cell for cell in publication.cells if cell.groups == (group,))
    return str(reading(report_cell(publication, cell, str)))


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (
            [1, 2, 3, 3, 4],
            "Most of the middle answers are at level 3; the middle answers lie close together.",
        ),
        ([1, 2, 3, 4], "The typical middle answer lies between level 2 and level 3; the middle answers lie"),
        ([1, 1, 4, 4], "The typical middle answer lies between level 2 and level 3; opinions differ."),
        ([3, 3, 3, 3], "The middle answers are at level 3; the middle answers lie close together."),
        ([1, 1, 2, 3, 4], "The typical middle answer is level 2; opinions differ."),
        (
            [4, 4, 4, 4, 4],
            "The middle answers are at level 4, one of them at 3 or 4; they lie close together.",
        ),
        (
            [1, 1, 1, 1],
            "Of the two middle answers one is at level 1 and one at 1 or 2; they lie close together.",
        ),
    ],
    ids=str,
)
def test_core_speaks_of_the_middle_answers(levels: list[int], expected: str) -> None:
    said = words(levels, Policy("core", 4))
    assert said.startswith(expected)
    assert said.endswith(LEFT_OUT)


@pytest.mark.parametrize(
    ("levels", "expected"), [([1, 1, 4], "level 2 or lower"), ([3, 3, 3], "level 3 or higher")]
)
def test_the_middle_one_of_three_reads_as_a_half_of_the_scale(levels: list[int], expected: str) -> None:
    said = words(levels, Policy("core", 3))
    assert expected in said
    assert "the highest and the lowest are left out" in said


@pytest.mark.parametrize("scale", [4, 5])
@pytest.mark.parametrize("n", range(3, 8))
def test_core_never_says_that_all_agree_and_always_that_the_ends_are_left_out(n: int, scale: int) -> None:
    for levels in all_answers(n, scale):
        said = words(levels, Policy("core", 3), scale=scale)
        assert "left out" in said
        assert "all" not in said.lower().split()


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([2, 3, 3, 3], "Most answers are at level 3; the answers lie close together."),
        ([3, 3, 3, 3], "The answers are at level 3; the answers lie close together."),
        ([1, 2, 3, 4], "The typical answer lies between level 2 and level 3; opinions differ."),
    ],
    ids=str,
)
def test_classic_speaks_of_the_answers(levels: list[int], expected: str) -> None:
    assert words(levels, Policy("classic", 4)) == expected


def test_frequencies_are_called_by_their_name() -> None:
    assert "frequency 5 (always)" in words([5, 5, 5, 5, 4], Policy("core", 4), scale=5)


def test_self_and_manager_are_read_plainly() -> None:
    assert words([3], Policy(), "self") == "The self-rating is level 3."
    assert words([2], Policy(), "manager") == "The manager chose level 2."
    assert words([2, 4, 2], Policy(), "manager") == "Most answers are at level 2; opinions differ."


def test_a_blank_cell_reads_as_its_reason() -> None:
    assert words([3, 3, 3], Policy()).startswith("Too few people of this group answered")


@pytest.mark.parametrize(
    ("kind", "size", "difference", "expected"),
    [
        ("blind_spot", "notable", 1.2, "a level or more above what others see"),
        ("hidden_strength", "notable", -1.0, "Others see a level or more above"),
        ("none", "slight", 0.6, "slightly above"),
        ("none", "slight", -0.6, "slightly below"),
        ("none", "none", 0.5, "no clear difference"),
    ],
)
def test_gaps_are_said_in_words(kind: str, size: str, difference: float, expected: str) -> None:
    assert expected in str(gap_sentence({"kind": kind, "size": size, "difference": difference}))


@pytest.mark.parametrize(("raters", "count"), [(7, 2), (8, 1)])
def test_few_raters_are_said_to_mean_little(raters: int, count: int) -> None:
    report: dict[str, Any] = {
        "policy": {"name": "core", "k": 4},
        "groups": [{"group": "self", "responded": 1}, {"group": "peer", "responded": raters}],
    }
    assert len(notes(report)) == count
    assert len(notes(report | {"policy": {"name": "classic", "k": 4}})) == count - 1
