"""Which competencies the first page of a report calls strengths."""

from fractions import Fraction

import pytest

from app.domain.highlights import CompetencyResult, highlights_of
from app.domain.scoring import Gap, Others


def others(mean: str) -> Others:
    return Others(Fraction(mean), Fraction(mean), Fraction(mean))


def result(name: str, mean: str | None, *, is_blind_spot: bool = False) -> CompetencyResult:
    seen = others(mean) if mean is not None else None
    gap = None
    if is_blind_spot and seen is not None:
        gap = Gap(seen.mean + 1, seen, Fraction(1))
        assert gap.kind == "blind_spot"
    return CompetencyResult(name, name, (), seen, gap)


CASES: dict[str, tuple[list[CompetencyResult], list[str]]] = {
    "the three highest": (
        [result("a", "3"), result("b", "3.5"), result("c", "3"), result("d", "2.9")],
        ["b", "a", "c"],
    ),
    "none below the middle": ([result("a", "2.5"), result("b", "2.4")], ["a"]),
    "none below a blind spot": (
        [result("a", "3.2"), result("b", "3", is_blind_spot=True), result("c", "2.9"), result("d", "3")],
        ["a", "d"],
    ),
    "a low blind spot stands in nobody's way": (
        [result("a", "2.6"), result("b", "1", is_blind_spot=True)],
        ["a"],
    ),
    "none without answers of others": ([result("a", None)], []),
}


@pytest.mark.parametrize(("results", "names"), CASES.values(), ids=CASES)
def test_strengths_are_what_others_place_highest(results: list[CompetencyResult], names: list[str]) -> None:
    assert [one["competency"] for one in highlights_of(results)["strengths"]] == names
