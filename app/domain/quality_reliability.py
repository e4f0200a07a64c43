"""How far raters of a group tell participants apart: one-way intraclass correlation.

ICC(1,1) and ICC(1,k) after Shrout & Fleiss (1979): every participant is rated by other raters, so that
differences between raters cannot be told from error. Where participants have different numbers of answers,
k0 = (N - sum(n^2) / N) / (a - 1) stands for their number, for a participants and N answers.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

GOOD_RELIABILITY = Fraction(7, 10)


@dataclass(frozen=True)
class Spread:
    """What an analysis of variance finds: sums of squares, degrees of freedom, answers per participant."""

    between: Fraction
    within: Fraction
    between_freedom: int
    within_freedom: int
    answers: Fraction

    @property
    def between_mean_square(self) -> Fraction:
        """The mean square between participants."""
        return self.between / self.between_freedom

    def within_mean_square(self, least: Fraction = Fraction(0)) -> Fraction:
        """Return the mean square within participants, but never less than `least`."""
        return max(self.within / self.within_freedom, least)


@dataclass
class OneWay:
    """Adds up participants one by one, in whole numbers, so that neither order nor rounding matters."""

    participants: int = 0
    answers: int = 0
    _total: int = 0
    _squares: int = 0
    _size_squares: int = 0
    _squared_totals: Counter[int] = field(default_factory=Counter)

    def add(self, levels: Sequence[int]) -> None:
        """Add what was answered about one participant; fewer than two answers say nothing here."""
        count, total = len(levels), sum(levels)
        if count < 2:
            return
        self.participants += 1
        self.answers += count
        self._total += total
        self._squares += sum(level * level for level in levels)
        self._size_squares += count * count
        self._squared_totals[count] += total * total

    def spread(self) -> Spread:
        """Return the analysis of variance; raises ValueError for fewer than two participants."""
        if self.participants < 2:
            raise ValueError("nothing can be compared with fewer than two participants")
        explained = sum(
            (Fraction(squared, count) for count, squared in self._squared_totals.items()), Fraction(0)
        )
        freedom = self.participants - 1
        return Spread(
            between=explained - Fraction(self._total * self._total, self.answers),
            within=self._squares - explained,
            between_freedom=freedom,
            within_freedom=self.answers - self.participants,
            answers=(self.answers - Fraction(self._size_squares, self.answers)) / freedom,
        )


def together(spreads: Sequence[Spread]) -> Spread:
    """Return several questions as one analysis: sums of squares and freedom added, answers averaged."""
    freedom = sum(each.between_freedom for each in spreads)
    return Spread(
        between=sum((each.between for each in spreads), Fraction(0)),
        within=sum((each.within for each in spreads), Fraction(0)),
        between_freedom=freedom,
        within_freedom=sum(each.within_freedom for each in spreads),
        answers=sum((each.answers * each.between_freedom for each in spreads), Fraction(0)) / freedom,
    )


def single_rater(spread: Spread, least_within: Fraction = Fraction(0)) -> Fraction | None:
    """Return ICC(1,1), how well one rater would do; None when nothing varies at all."""
    between, within = spread.between_mean_square, spread.within_mean_square(least_within)
    whole = between + (spread.answers - 1) * within
    return (between - within) / whole if whole else None


def average_rater(spread: Spread, least_within: Fraction = Fraction(0)) -> Fraction | None:
    """Return ICC(1,k), how well the mean of a participant's raters does; None when no mean differs."""
    between = spread.between_mean_square
    return (between - spread.within_mean_square(least_within)) / between if between else None


def stepped_up(single: Fraction, raters: Fraction) -> Fraction:
    """Return the reliability of the mean of so many raters (Spearman & Brown 1910)."""
    return raters * single / (1 + (raters - 1) * single)


def raters_needed(single: Fraction, wanted: Fraction = GOOD_RELIABILITY) -> int | None:
    """Return how many raters reach a reliability; None when no number does, for both below one."""
    if single <= 0:
        return None
    return max(1, math.ceil(wanted * (1 - single) / (single * (1 - wanted))))
