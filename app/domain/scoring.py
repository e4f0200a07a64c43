"""Statistics of published cells, from codes only.

Nothing here sees a raw answer, so no total can contain a hidden group and nothing can be subtracted. Means
stay exact fractions, and limits are tested on them; rounding to one decimal happens when a report is written.

Two kinds of cell need care under `core`:

* n = 3 leaves one code, which reads only "2 or lower" or "3 or higher". It has no mean and no agreement,
  and counts neither in "others" nor in a gap.
* A softened cell may stand for answers that are one level further out ("3 or 4" for one of them). Its own
  mean and its share in "others" take the codes as published, so that every figure can be recomputed from the
  report. A gap, however, has to hold in both readings: it is measured from the nearer end of the two means. A
  unanimous block at the top must not look like a slight over-estimation of somebody who chose the top too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from app.domain.publication import Cell, Publication
from app.domain.raters import SELF

Agreement = Literal["close", "split"]
GapSize = Literal["none", "slight", "notable"]
GapKind = Literal["blind_spot", "hidden_strength", "none"]

SLIGHT_GAP = Fraction(1, 2)
NOTABLE_GAP = Fraction(1)
SPLIT_SPAN = 2
SINGLE_MIDDLE = 3


@dataclass(frozen=True)
class Statistics:
    """What is said about one published cell; `mean` is exact, `typical_level` may end in .5."""

    n: int
    distribution: dict[int, int]
    lowest: int
    highest: int
    mean: Fraction | None
    typical_level: Fraction | None
    agreement: Agreement | None


@dataclass(frozen=True)
class Others:
    """Mean over published blocks and manager, weighted by n; two readings where cells are softened."""

    mean: Fraction
    lowest: Fraction
    highest: Fraction

    @property
    def is_softened(self) -> bool:
        """Whether the two readings differ."""
        return self.lowest != self.highest


@dataclass(frozen=True)
class Gap:
    """Self beside others; `distance` is what holds in both readings, positive where self is higher."""

    self_mean: Fraction
    others: Others
    distance: Fraction

    @property
    def size(self) -> GapSize:
        """Slight from half a level, notable from one."""
        if abs(self.distance) >= NOTABLE_GAP:
            return "notable"
        return "slight" if abs(self.distance) >= SLIGHT_GAP else "none"

    @property
    def kind(self) -> GapKind:
        """A level or more: blind spot where self is higher, hidden strength where others are."""
        if self.distance >= NOTABLE_GAP:
            return "blind_spot"
        return "hidden_strength" if self.distance <= -NOTABLE_GAP else "none"


def distribution_of(codes: Sequence[int], scale: int) -> dict[int, int]:
    """Return how many codes stand at each level from 1 to `scale`."""
    return {level: codes.count(level) for level in range(1, scale + 1)}


def mean_of(codes: Sequence[int]) -> Fraction:
    """Return the exact mean of at least one code."""
    return Fraction(sum(codes), len(codes))


def typical_level_of(codes: Sequence[int]) -> Fraction:
    """Return the median of at least one code, .5 where it falls between two levels."""
    ordered = sorted(codes)
    half = len(ordered) // 2
    if len(ordered) % 2:
        return Fraction(ordered[half])
    return Fraction(ordered[half - 1] + ordered[half], 2)


def agreement_of(codes: Sequence[int]) -> Agreement | None:
    """Return "split" when codes span two levels or more, else "close"; a single code agrees with nobody."""
    if len(codes) < 2:
        return None
    return "split" if max(codes) - min(codes) >= SPLIT_SPAN else "close"


def has_single_middle(publication: Publication, cell: Cell) -> bool:
    """Whether a published cell shows only the middle one of three answers."""
    return publication.is_trimmed(cell) and cell.n == SINGLE_MIDDLE


def statistics_of(publication: Publication, cell: Cell) -> Statistics | None:
    """Return the statistics of a cell; None where it is blank."""
    if cell.n is None:
        return None
    is_single = has_single_middle(publication, cell)
    return Statistics(
        n=cell.n,
        distribution=distribution_of(cell.codes, publication.scale),
        lowest=min(cell.codes),
        highest=max(cell.codes),
        mean=None if is_single else mean_of(cell.codes),
        typical_level=None if is_single else typical_level_of(cell.codes),
        agreement=None if is_single else agreement_of(cell.codes),
    )


def reach_of(publication: Publication, cell: Cell) -> tuple[Fraction, Fraction]:
    """Return between which means a published cell may lie: its own, or the edge it may be softened from."""
    as_published = mean_of(cell.codes)
    at_the_edge = Fraction(_edge(cell, publication.scale)) if cell.is_softened else as_published
    return min(as_published, at_the_edge), max(as_published, at_the_edge)


def others_of(publication: Publication, cells: Sequence[Cell]) -> Others | None:
    """Return "others" for the cells of one question; None where no block or manager has a mean."""
    counted = [
        (cell, cell.n)
        for cell in cells
        if cell.n is not None and cell.groups != (SELF,) and not has_single_middle(publication, cell)
    ]
    total = sum(n for _, n in counted)
    if not total:
        return None
    means, lows, highs = [], [], []
    for cell, n in counted:
        low, high = reach_of(publication, cell)
        means.append(n * mean_of(cell.codes))
        lows.append(n * low)
        highs.append(n * high)
    return Others(sum(means) / Fraction(total), sum(lows) / Fraction(total), sum(highs) / Fraction(total))


def gap_of(publication: Publication, cells: Sequence[Cell]) -> Gap | None:
    """Return self beside others for the cells of one question; None where either is missing."""
    others = others_of(publication, cells)
    self_cell = next((cell for cell in cells if cell.groups == (SELF,) and cell.is_published), None)
    if others is None or self_cell is None:
        return None
    self_mean = mean_of(self_cell.codes)
    nearest = min(max(self_mean, others.lowest), others.highest)
    return Gap(self_mean, others, self_mean - nearest)


def rounded(value: Fraction) -> float:
    """Return a mean to one decimal, for reading only."""
    return round(float(value), 1)


def as_level(value: Fraction) -> int | float:
    """Return a typical level as it is written: 3, or 2.5."""
    return int(value) if value.denominator == 1 else float(value)


def _edge(cell: Cell, scale: int) -> int:
    return scale if max(cell.codes) == scale else 1
