"""The usual rule of other systems, as a yardstick: hide groups under k, show other means and the overall.

Everything is shown to two decimals with its n, per competency. A reader subtracts.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.disclosure.made_up import COMPETENCIES, MOST, TOP, MadeUp


@dataclass(frozen=True)
class Sum:
    """What a reader knows of some answers: how many there are and, from a mean, what they add up to."""

    count: int
    total: int
    answers: tuple[int, ...]
    hidden_groups: int


def known_sums(participant: MadeUp, k: int) -> Iterator[Sum]:
    """Yield what follows from such a report: each shown group, and all hidden ones together."""
    responded = participant.responded()
    shown = tuple(group for group in MOST if responded[group] >= k)
    hidden = tuple(group for group in MOST if 0 < responded[group] < k)
    for question in COMPETENCIES:
        everybody = participant.levels(tuple(MOST), question)
        rest = _from_mean(everybody)
        for group in shown:
            answers = participant.levels((group,), question)
            if answers:
                total = _from_mean(answers)
                rest -= total
                yield Sum(len(answers), total, tuple(answers), hidden_groups=0)
        answers = participant.levels(hidden, question)
        if answers:
            writers = sum(bool(participant.levels((group,), question)) for group in hidden)
            yield Sum(len(answers), rest, tuple(answers), hidden_groups=writers)


def possible_levels(count: int, total: int) -> set[int]:
    """Return the levels that one of `count` answers can have when they add up to `total`."""
    others = count - 1
    return {level for level in range(1, TOP + 1) if others <= total - level <= others * TOP}


def _from_mean(answers: list[int]) -> int:
    """Return the sum that a reader concludes from the mean to two decimals and n."""
    if not answers:
        return 0
    shown = round(sum(answers) / len(answers), 2)
    return round(shown * len(answers))
