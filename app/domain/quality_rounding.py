"""How far figures about a whole round are rounded before they are stored.

The quality page is the one thing that is computed from raw answers besides the publications, so it must not
add up to an answer. Whoever knows every publication knows all but the lowest and the highest answer of each
cell; a figure would give one of those away only if it stood at the very edge of what is possible, where
nobody disagrees with anybody. Three things keep every figure away from that edge:

* Answers are whole levels, and rounding to whole levels alone is an error with a variance of 1/12. Where a
  formula asks for the error of a single answer (`LEAST_ERROR`), it is never taken to be less than that. A
  round in which everybody agrees on nearly everything therefore looks like one in which some do not: all of
  them have the same error, 1/12. It would look perfectly reliable otherwise, and say that all agreed.
* Coefficients are told in steps of 0.05 and end at 0 and 0.95. "0.95 or more" is said from 0.925 on: with 30
  participants several can have raters who differ. The standard error of such a coefficient from 30
  participants is about 0.1, so a second decimal would be false precision anyway.
* Shares are told to the nearest 5 % and end at 5 and 95 %, so that neither "nobody" nor "everybody" is said.
"""

import math
from fractions import Fraction

LEAST_ERROR = Fraction(1, 12)

STEP = Fraction(1, 20)
LOWEST, HIGHEST = Fraction(0), Fraction(19, 20)
LOWEST_SHARE, HIGHEST_SHARE = 5, 95


def told_coefficient(value: Fraction | None) -> float:
    """Return a coefficient as it is stored; one that cannot be computed, for want of variation, as 0."""
    if value is None:
        return float(LOWEST)
    return float(min(max(_nearest(value / STEP) * STEP, LOWEST), HIGHEST))


def told_share(count: int, whole: int) -> int:
    """Return a share of at least one thing in percent, as it is stored."""
    return min(max(_nearest(Fraction(20 * count, whole)) * 5, LOWEST_SHARE), HIGHEST_SHARE)


def told_answers(value: Fraction) -> float:
    """Return a number of answers per participant to one decimal."""
    return _nearest(value * 10) / 10


def _nearest(value: Fraction) -> int:
    return math.floor(value + Fraction(1, 2))
