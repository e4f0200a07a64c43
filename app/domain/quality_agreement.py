"""How far raters of one participant give the same answers, whatever the other participants got.

Within-group agreement after James, Demaree & Wolf (1984); Krippendorff's alpha for ordered levels after
Krippendorff (2011), which takes participants with different numbers of answers as they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

Matrix = list[list[int]]


def chance_variance(scale: int) -> Fraction:
    """Return the variance of answers that fall on every level alike: 1.25 for four levels, 2 for five."""
    return Fraction(scale * scale - 1, 12)


def variance(levels: Sequence[int]) -> Fraction:
    """Return the sample variance of at least two answers."""
    count, total = len(levels), sum(levels)
    return Fraction(count * sum(level * level for level in levels) - total * total, count * (count - 1))


def within_group_agreement(variances: Sequence[Fraction], scale: int) -> Fraction:
    """Return rwg(j) of one participant's answers to j parallel questions, from the variance of each.

    One question gives rwg(1). Answers that differ more than by chance count as no agreement.
    """
    ratio = sum(variances, Fraction(0)) / len(variances) / chance_variance(scale)
    if ratio >= 1:
        return Fraction(0)
    parallel = len(variances) * (1 - ratio)
    return parallel / (parallel + ratio)


@dataclass(frozen=True)
class Disagreement:
    """Observed and expected disagreement on ordered levels, and the expected one on equal steps.

    `steps` is the mean squared difference, in levels, of any two answers of the question.
    """

    observed: Fraction
    expected: Fraction
    steps: Fraction


@dataclass
class Coincidences:
    """Adds up the pairs of levels that were given to the same participant, in whole numbers.

    A participant with m answers lends each pair the weight 1 / (m - 1); pairs are kept apart by m until the
    end.
    """

    scale: int
    participants: int = 0
    _pairs: dict[int, Matrix] = field(default_factory=dict)

    def add(self, levels: Sequence[int]) -> None:
        """Add what was answered about one participant; a single answer pairs with nothing."""
        if len(levels) < 2:
            return
        self.participants += 1
        counts = [levels.count(level) for level in range(1, self.scale + 1)]
        pairs = self._pairs.setdefault(len(levels) - 1, [[0] * self.scale for _ in range(self.scale)])
        for one, first in enumerate(counts):
            if first:
                row = pairs[one]
                for other, second in enumerate(counts):
                    row[other] += first * (second - (one == other))

    def disagreement(self) -> Disagreement | None:
        """Return both disagreements, freed of the number of answers; None before there is a pair."""
        places = range(self.scale)
        weights = [
            [sum((Fraction(pairs[i][j], m) for m, pairs in self._pairs.items()), Fraction(0)) for j in places]
            for i in places
        ]
        totals = [sum(row, Fraction(0)) for row in weights]
        whole = sum(totals, Fraction(0))
        if not whole:
            return None
        observed = expected = steps = Fraction(0)
        for i in places:
            for j in places:
                distance = _ordinal_distance(totals, i, j) / whole**2
                chance = totals[i] * totals[j] / (whole * (whole - 1))
                observed += weights[i][j] * distance / whole
                expected += chance * distance
                steps += chance * (i - j) ** 2
        return Disagreement(observed, expected, steps)


def ordinal_alpha(questions: Sequence[Disagreement], least_steps: Fraction = Fraction(0)) -> Fraction | None:
    """Return Krippendorff's alpha over one or several questions; None when nothing varies at all.

    `least_steps` is the least mean squared difference, in levels, that any two answers to the same question
    about the same participant are taken to have.
    """
    expected = sum((each.expected for each in questions), Fraction(0))
    if not expected:
        return None
    observed = sum((each.observed for each in questions), Fraction(0)) / expected
    least = least_steps * len(questions) / sum((each.steps for each in questions), Fraction(0))
    return 1 - max(observed, least)


def _ordinal_distance(totals: Sequence[Fraction], one: int, other: int) -> Fraction:
    low, high = min(one, other), max(one, other)
    passed = sum(totals[low : high + 1], Fraction(0))
    return (passed - (totals[low] + totals[high]) / 2) ** 2
