"""The first page of a report: what stands out, from codes only."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.domain.publication import Cell
from app.domain.scoring import Gap, Others, agreement_of, rounded

MOST_STRENGTHS = 3
LEAST_STRENGTH = Fraction(5, 2)
"""The middle of the scale from 1 to 4; a lower mean is no strength."""
MOST_BLIND_SPOTS = 2
MOST_TO_EXPLORE = 1


@dataclass(frozen=True)
class CompetencyResult:
    """What the codes of one competency say; `cells` are those that are shown with a mean."""

    competency_id: str
    name: str
    cells: tuple[Cell, ...]
    others: Others | None
    gap: Gap | None


def highlights_of(results: Sequence[CompetencyResult]) -> dict[str, list[dict[str, object]]]:
    """Return the highlights of a report; ties go by the order of the competencies.

    Strengths are what others place highest, from the middle of the scale on. A page that names one thing
    twice would be read as a mistake: a blind spot is no strength, and nothing that others place lower than
    it is called highest; what is to be explored is not seen clearly. Numbers are rounded here and nowhere
    before.
    """
    blind_spots = [one for one in results if one.gap is not None and one.gap.kind == "blind_spot"]
    hidden = [one for one in results if one.gap is not None and one.gap.kind == "hidden_strength"]
    to_explore = _to_explore(results)[:MOST_TO_EXPLORE]
    explored = {one["competency"] for one in to_explore}
    strengths = [one for one in _highest(results, blind_spots) if one.competency_id not in explored]
    return {
        "strengths": [_strength(one) for one in strengths[:MOST_STRENGTHS]],
        "blind_spots": [_difference(one) for one in sorted(blind_spots, key=_by_gap)[:MOST_BLIND_SPOTS]],
        "hidden_strengths": [_difference(one) for one in sorted(hidden, key=_by_gap)],
        "explore": to_explore,
    }


def _highest(
    results: Sequence[CompetencyResult], blind_spots: Sequence[CompetencyResult]
) -> list[CompetencyResult]:
    least = max((one.others.mean for one in blind_spots if one.others), default=LEAST_STRENGTH)
    found = [
        one
        for one in results
        if one not in blind_spots and one.others is not None and one.others.mean >= max(least, LEAST_STRENGTH)
    ]
    return sorted(found, key=_by_others)


def _by_others(result: CompetencyResult) -> float:
    return -float(result.others.mean) if result.others else 0.0


def _by_gap(result: CompetencyResult) -> float:
    return -abs(float(result.gap.distance)) if result.gap else 0.0


def _strength(result: CompetencyResult) -> dict[str, object]:
    others = rounded(result.others.mean) if result.others else None
    return {"competency": result.competency_id, "name": result.name, "others": others}


def _difference(result: CompetencyResult) -> dict[str, object]:
    gap = result.gap
    return _strength(result) | ({"self": rounded(gap.self_mean)} if gap else {})


def _to_explore(results: Sequence[CompetencyResult]) -> list[dict[str, object]]:
    split = [
        (result, cell) for result in results for cell in result.cells if agreement_of(cell.codes) == "split"
    ]
    split.sort(key=lambda found: (min(found[1].codes) - max(found[1].codes), -(found[1].n or 0)))
    return [
        {
            "competency": result.competency_id,
            "name": result.name,
            "groups": list(cell.groups),
            "n": cell.n,
            "lowest": min(cell.codes),
            "highest": max(cell.codes),
        }
        for result, cell in split
    ]
