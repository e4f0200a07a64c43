"""How far the indicators of one competency go together: Cronbach's alpha (1951).

Computed in the form of Hoyt (1941), one minus residual over rows of a two-way analysis of variance, which is
the same number and shows the residual that a floor can be set to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass
class Consistency:
    """Adds up complete forms one by one, in whole numbers."""

    items: int
    forms: int = 0
    _item_totals: list[int] = field(default_factory=list)
    _squares: int = 0
    _squared_rows: int = 0

    def add(self, levels: Sequence[int]) -> None:
        """Add one form with an answer to every item."""
        if not self._item_totals:
            self._item_totals = [0] * self.items
        for place, level in enumerate(levels):
            self._item_totals[place] += level
        self.forms += 1
        self._squares += sum(level * level for level in levels)
        self._squared_rows += sum(levels) ** 2

    def alpha(self, least_residual: Fraction = Fraction(0)) -> Fraction | None:
        """Return alpha, with a residual mean square of at least `least_residual`; None when no form differs.

        Raises ValueError for fewer than two items or forms.
        """
        if self.items < 2 or self.forms < 2:
            raise ValueError("consistency needs two items and two forms")
        whole = Fraction(sum(self._item_totals) ** 2, self.forms * self.items)
        rows = Fraction(self._squared_rows, self.items) - whole
        columns = Fraction(sum(total * total for total in self._item_totals), self.forms) - whole
        residual = self._squares - whole - rows - columns
        rows_mean_square = rows / (self.forms - 1)
        if not rows_mean_square:
            return None
        residual_mean_square = residual / ((self.forms - 1) * (self.items - 1))
        return 1 - max(residual_mean_square, least_residual) / rows_mean_square
