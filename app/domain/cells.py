"""What is published of the answers of one cell (anonymity.md R3)."""

from collections.abc import Iterable, Sequence

from app.domain.policy import CORE, Policy
from app.domain.publication import (
    BLOCK_NOT_PUBLISHED,
    NO_ANSWER,
    TOO_FEW_ANSWERS,
    Block,
    Cell,
)

LOWEST_LEVEL = 1


def core_code(levels: Iterable[int], scale: int) -> tuple[int, ...]:
    """Return the answers without the lowest and the highest, softened where they all stand at an edge.

    Moving one of them inwards keeps a unanimous block from being read by one of its own members, who
    could otherwise conclude from "all at the top" that the others chose it too.
    """
    inner = sorted(levels)[1:-1]
    if inner and inner[0] == scale:
        inner[0] = scale - 1
    elif inner and inner[-1] == LOWEST_LEVEL:
        inner[-1] = LOWEST_LEVEL + 1
    return tuple(inner)


def may_be_softened(code: Sequence[int], scale: int) -> bool:
    """Whether a `core` code could stand for answers at one edge: all but one there, one right beside it."""
    others_at_top = all(level == scale for level in code[1:])
    others_at_bottom = all(level == LOWEST_LEVEL for level in code[:-1])
    return (code[0] == scale - 1 and others_at_top) or (code[-1] == LOWEST_LEVEL + 1 and others_at_bottom)


def block_cell(question: str, block: Block, levels: Sequence[int], policy: Policy, scale: int) -> Cell:
    """Return the cell of an anonymous block; whether it is blank depends on numbers only, never on levels."""
    if not block.is_published:
        return Cell(question, block.groups, reason=BLOCK_NOT_PUBLISHED)
    if len(levels) < policy.k:
        return Cell(question, block.groups, reason=TOO_FEW_ANSWERS)
    if policy.name == CORE:
        return core_cell(question, block.groups, levels, scale)
    return Cell(question, block.groups, n=len(levels), codes=tuple(sorted(levels)))


def core_cell(question: str, groups: tuple[str, ...], levels: Sequence[int], scale: int) -> Cell:
    """Return the published `core` cell of at least three answers."""
    code = core_code(levels, scale)
    return Cell(question, groups, n=len(levels), codes=code, is_softened=may_be_softened(code, scale))


def named_cell(question: str, group: str, levels: Sequence[int]) -> Cell:
    """Return the cell of self or manager, who know beforehand that their answers are shown as they are."""
    if not levels:
        return Cell(question, (group,), reason=NO_ANSWER)
    return Cell(question, (group,), n=len(levels), codes=tuple(sorted(levels)))
