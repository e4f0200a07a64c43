"""Which comments appear, and under which names (anonymity.md R6)."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from app.domain.publication import Block, CommentPool


class Shuffler(Protocol):
    """Anything that can bring a list into a random order, such as `random.SystemRandom()`."""

    def shuffle(self, x: list[str]) -> None:
        """Reorder the list in place."""
        ...


def comment_pools(
    question: str,
    written: Mapping[str, Sequence[str]],
    named_groups: Sequence[str],
    blocks: Sequence[Block],
    *,
    k: int,
    shuffler: Shuffler,
) -> tuple[CommentPool, ...]:
    """Return one question's comments: named groups first, then block by block or in one pool.

    `written` holds the comments per group. Blocks that are not published are left out altogether. A pool is
    labelled with every published block, whoever wrote in it: its label must not tell who wrote.
    """
    pools = [
        CommentPool(question, (group,), _mixed(written.get(group, ()), shuffler)) for group in named_groups
    ]
    by_block = {
        block.groups: [comment for group in block.groups for comment in written.get(group, ())]
        for block in blocks
        if block.is_published
    }
    if all(len(comments) >= k for comments in by_block.values()):
        pools += [
            CommentPool(question, groups, _mixed(comments, shuffler)) for groups, comments in by_block.items()
        ]
    else:
        everybody = tuple(group for groups in by_block for group in groups)
        together = [comment for comments in by_block.values() for comment in comments]
        pools.append(CommentPool(question, everybody, _mixed(together, shuffler)))
    return tuple(pool for pool in pools if pool.texts)


def _mixed(comments: Sequence[str], shuffler: Shuffler) -> tuple[str, ...]:
    # sorted first, so that not even a weak source of randomness lets the order of arrival through
    mixed = sorted(comments)
    shuffler.shuffle(mixed)
    return tuple(mixed)
