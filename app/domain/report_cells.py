"""One cell of the report JSON, for a question or for all indicators of a level."""

from collections.abc import Callable, Sequence

from app.domain.publication import Cell, Publication
from app.domain.reasons import cell_reason
from app.domain.scoring import (
    agreement_of,
    as_level,
    distribution_of,
    has_single_middle,
    mean_of,
    rounded,
    statistics_of,
    typical_level_of,
)
from app.domain.text import Text, text

Translate = Callable[[Text], str]


def report_cell(publication: Publication, cell: Cell, translate: Translate) -> dict[str, object]:
    """Return a cell as the report shows it; a blank one carries a reason and no number."""
    statistics = statistics_of(publication, cell)
    if statistics is None:
        return _blank(cell.groups, translate(cell_reason(cell.reason or "")))
    return {
        "groups": list(cell.groups),
        "n": statistics.n,
        "distribution": _written(statistics.distribution),
        "typical_level": None if statistics.typical_level is None else as_level(statistics.typical_level),
        "mean": None if statistics.mean is None else rounded(statistics.mean),
        "agreement": statistics.agreement,
        "softened": cell.is_softened,
        "shown": True,
        "reason": None,
    }


def level_cell(publication: Publication, cells: Sequence[Cell], translate: Translate) -> dict[str, object]:
    """Return what one block's codes say about all indicators of a level together.

    `cells` are that block's cells, one per indicator. `n` counts answers, of all indicators together;
    indicators that are blank, or show only the middle one of three answers, are left out.
    """
    groups = cells[0].groups
    counted = [cell for cell in cells if cell.is_published and not has_single_middle(publication, cell)]
    if not counted:
        blank = next((cell for cell in cells if not cell.is_published), None)
        if blank is not None:
            return _blank(groups, translate(cell_reason(blank.reason or "")))
        return _blank(
            groups, translate(text("Too few people answered to say more than is said per indicator."))
        )
    codes = [code for cell in counted for code in cell.codes]
    return {
        "groups": list(groups),
        "n": sum(cell.n or 0 for cell in counted),
        "distribution": _written(distribution_of(codes, publication.scale)),
        "typical_level": as_level(typical_level_of(codes)),
        "mean": rounded(mean_of(codes)),
        "agreement": agreement_of(codes),
        "softened": any(cell.is_softened for cell in counted),
        "shown": True,
        "reason": None,
    }


def _blank(groups: Sequence[str], reason: str) -> dict[str, object]:
    return {
        "groups": list(groups),
        "n": None,
        "distribution": None,
        "typical_level": None,
        "mean": None,
        "agreement": None,
        "softened": False,
        "shown": False,
        "reason": reason,
    }


def _written(distribution: dict[int, int]) -> dict[str, int]:
    return {str(level): count for level, count in distribution.items()}
