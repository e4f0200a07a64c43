"""What a report has to say, computed once more from the text of the publication rule alone.

Nothing of the product is imported here. R1 to R7 are the paragraphs of that text.
"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tests.end_to_end.voices import CANNOT_JUDGE, Answers

NAMED = ("self", "manager")
TIES = ("peer", "direct_report", "client", "other")
TOP = 4

Groups = tuple[str, ...]


@dataclass(frozen=True)
class Block:
    """Groups whose answers stand together; not shown where too few answered."""

    groups: Groups
    is_shown: bool


@dataclass(frozen=True)
class Cell:
    """The published answers of one competency; `codes` are empty where the cell is blank."""

    n: int | None = None
    codes: tuple[int, ...] = ()
    is_softened: bool = False

    @property
    def has_mean(self) -> bool:
        """R3: three answers leave one in the middle, which is read without a mean."""
        return self.n is not None

    @property
    def mean(self) -> Fraction:
        """R4: from codes only."""
        return Fraction(sum(self.codes), len(self.codes))

    @property
    def other_reading(self) -> Fraction:
        """R3: the mean if the marked code stands for an answer at the edge."""
        if not self.is_softened:
            return self.mean
        return Fraction(TOP if max(self.codes) == TOP else 1)


class Expected:
    """The report of one participant; `sent` holds (group, answers) of everything that was sent in."""

    def __init__(self, sent: Sequence[tuple[str, Answers]], k: int) -> None:
        self._sent = sent
        self.k = k
        self.responded = {group: self._count(group) for group in (*NAMED, *TIES)}
        self.blocks = self._blocks()

    def cells(self, competency: str) -> dict[Groups, Cell]:
        """Return every cell of a competency, blank ones included, by the groups in it (R3)."""
        cells: dict[Groups, Cell] = {
            (group,): self._named(self._levels((group,), competency)) for group in NAMED
        }
        for block in self.blocks:
            cells[block.groups] = self._anonymous(block, self._levels(block.groups, competency))
        return cells

    def others(self, competency: str) -> tuple[Fraction, Fraction, Fraction] | None:
        """Return R4's "others" as published, and in its lowest and highest reading; None if nobody counts."""
        counted = [
            cell for groups, cell in self.cells(competency).items() if groups != ("self",) and cell.has_mean
        ]
        total = sum(cell.n or 0 for cell in counted)
        if not total:
            return None

        def weighted(means: Sequence[Fraction]) -> Fraction:
            return (
                sum(((cell.n or 0) * mean for cell, mean in zip(counted, means, strict=True)), Fraction())
                / total
            )

        published = [cell.mean for cell in counted]
        readings = [(cell.mean, cell.other_reading) for cell in counted]
        return (
            weighted(published),
            weighted([min(pair) for pair in readings]),
            weighted([max(pair) for pair in readings]),
        )

    def comments(self, question: str) -> dict[Groups, list[str]]:
        """Return the comments of a question, sorted, by the groups they stand under (R6)."""
        shown = [block for block in self.blocks if block.is_shown]
        by_block = {block.groups: self._written(block.groups, question) for block in shown}
        if any(len(texts) < self.k for texts in by_block.values()):
            everybody = tuple(group for groups in by_block for group in groups)
            by_block = {everybody: [text for texts in by_block.values() for text in texts]}
        pools = {(group,): self._written((group,), question) for group in NAMED} | by_block
        return {groups: sorted(texts) for groups, texts in pools.items() if texts}

    def block_of(self, group: str) -> Block | None:
        """Return the block a group is in; None where nobody of it answered."""
        return next((block for block in self.blocks if group in block.groups), None)

    def _blocks(self) -> list[Block]:
        k = self.k
        present = [group for group in TIES if self.responded[group]]
        big = [group for group in present if self.responded[group] >= k]
        small = [group for group in present if self.responded[group] < k]
        shown = {group: [group] for group in big}
        hidden: list[str] = []
        if sum(self.responded[group] for group in small) >= k:
            shown[small[0]] = small
        elif small and big and small != ["other"]:
            fewest = min(self.responded[group] for group in big)
            host = next(group for group in big if self.responded[group] == fewest)
            shown[host] = [host, *small]
        else:
            hidden = small
        blocks = [Block(_ordered(groups), is_shown=True) for groups in shown.values()]
        return blocks + ([Block(_ordered(hidden), is_shown=False)] if hidden else [])

    def _named(self, levels: list[int]) -> Cell:
        return Cell(len(levels), tuple(levels)) if levels else Cell()

    def _anonymous(self, block: Block, levels: list[int]) -> Cell:
        if not block.is_shown or len(levels) < self.k:
            return Cell()
        code = levels[1:-1]
        if code == [TOP] * len(code):
            code = [TOP - 1, *code[1:]]
        elif code == [1] * len(code):
            code = [*code[:-1], 2]
        at_top = code[0] == TOP - 1 and code[1:] == [TOP] * (len(code) - 1)
        at_bottom = code[-1] == 2 and code[:-1] == [1] * (len(code) - 1)
        return Cell(len(levels), tuple(code), is_softened=at_top or at_bottom)

    def _count(self, group: str) -> int:
        return sum(each == group for each, _ in self._sent)

    def _levels(self, groups: Groups, competency: str) -> list[int]:
        chosen = [answers.ratings[competency] for group, answers in self._sent if group in groups]
        return sorted(int(level) for level in chosen if level != CANNOT_JUDGE)

    def _written(self, groups: Groups, question: str) -> list[str]:
        return [
            answers.comments[question]
            for group, answers in self._sent
            if group in groups and question in answers.comments
        ]


def expected_gap(own: Cell, lowest: Fraction, highest: Fraction) -> tuple[str, str]:
    """Return size and kind of a gap; with marked codes it counts only as far as every reading agrees."""
    distance = max(own.mean - highest, Fraction()) + min(own.mean - lowest, Fraction())
    size = "notable" if abs(distance) >= 1 else "slight" if abs(distance) >= Fraction(1, 2) else "none"
    kind = "blind_spot" if distance >= 1 else "hidden_strength" if distance <= -1 else "none"
    return size, kind


def expected_cell(cell: Cell) -> dict[str, object]:
    """Return what the report has to say of a cell, but for the mean, which is rounded there."""
    if cell.n is None:
        nothing = dict.fromkeys(("n", "distribution", "typical_level", "agreement"))
        return {**nothing, "softened": False, "shown": False}
    spread = max(cell.codes) - min(cell.codes)
    return {
        "n": cell.n,
        "distribution": {str(level): cell.codes.count(level) for level in range(1, TOP + 1)},
        "typical_level": statistics.median(cell.codes),
        "agreement": None if len(cell.codes) < 2 else "split" if spread >= 2 else "close",
        "softened": cell.is_softened,
        "shown": True,
    }


def _ordered(groups: Sequence[str]) -> Groups:
    return tuple(group for group in TIES if group in groups)
