"""What the pictures of a report are drawn from: places on the scale, and one sign for each group.

Everything is taken from the report JSON, so that no picture can show more than it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.cells import may_be_softened
from app.domain.raters import NAMED_GROUPS, STANDARD_GROUPS
from app.domain.report_sentences import certain_counts, possible_span
from app.domain.scoring import as_level, typical_level_of

Place = float | tuple[float, float] | None
"""Where an answer stands; two places that it lies between; or None where nothing is shown."""


def signs_of(report: Mapping[str, Any]) -> dict[tuple[str, ...], int]:
    """Return the sign of every column of a report: each group that can have cells, by the groups in it.

    0 self, 1 manager, 2 peers, 3 direct reports, 4 others, from 5 on a round's own groups in their order.
    Groups that are shown together take the sign of the first of them: a sign never changes its meaning.
    """
    own = [group["group"] for group in report["groups"] if group["group"] not in STANDARD_GROUPS]
    order = [*STANDARD_GROUPS, *own]
    found: dict[tuple[str, ...], int] = {}
    for competency in report["competencies"]:
        for part in (competency, *competency.get("levels", ()), *competency.get("indicators", ())):
            for cell in part["cells"]:
                found[tuple(cell["groups"])] = order.index(cell["groups"][0])
    return dict(sorted(found.items(), key=lambda one: one[1]))


def typical_place(cell: Mapping[str, Any]) -> Place:
    """Return where the typical answer of a cell stands, a span where it is not certain.

    It is not certain for the middle one of three answers, nor where one of two middle answers may have been
    softened: its other reading would move the typical answer.
    """
    if not cell["shown"]:
        return None
    codes = [int(place) for place, count in sorted(cell["distribution"].items()) for _ in range(count)]
    scale = len(cell["distribution"])
    if cell["typical_level"] is None:
        low, high = possible_span(cell) or (1, scale)
        return (float(low), float(high))
    typical = float(cell["typical_level"])
    is_trimmed = cell["groups"][0] not in NAMED_GROUPS and len(codes) < cell["n"]
    if is_trimmed and cell["softened"] and may_be_softened(codes, scale):
        edge = scale if max(codes) == scale else 1
        other = float(as_level(typical_level_of([edge] * len(codes))))
        if other != typical:
            return (min(typical, other), max(typical, other))
    return typical


def places_of(
    columns: Sequence[tuple[str, ...]], rows: Sequence[Sequence[Mapping[str, Any]]]
) -> list[list[Place]]:
    """Return the typical places of every column's cells, one per row; None where a row has no such cell."""
    by_row = [{tuple(cell["groups"]): typical_place(cell) for cell in cells} for cells in rows]
    return [[row.get(column) for row in by_row] for column in columns]


def cluster_means(
    column: tuple[str, ...], clusters: Sequence[Sequence[Mapping[str, Any]]]
) -> list[float | None]:
    """Return per cluster the average of a column's means, to one decimal; `clusters` hold competencies.

    None unless every competency of the cluster has a mean: an average over other competencies than those
    of the group beside it would compare different things.
    """
    return [_average([_mean(competency, column) for competency in cluster]) for cluster in clusters]


def strip_values(cell: Mapping[str, Any]) -> tuple[list[int], tuple[int, int] | None]:
    """Return how many certain answers of a shown cell lie where, and the span of the uncertain one."""
    return list(certain_counts(cell).values()), possible_span(cell)


def _mean(competency: Mapping[str, Any], column: tuple[str, ...]) -> float | None:
    cell = next((cell for cell in competency["cells"] if tuple(cell["groups"]) == column), None)
    return cell["mean"] if cell is not None and cell["shown"] else None


def _average(means: Sequence[float | None]) -> float | None:
    known = [mean for mean in means if mean is not None]
    return round(sum(known) / len(known), 1) if known and len(known) == len(means) else None
