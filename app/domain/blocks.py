"""Which groups are shown together, decided by numbers of submitted responses alone (anonymity.md R2)."""

from collections.abc import Mapping

from app.domain.publication import Block
from app.domain.raters import OTHER, pooling_order


def blocks_of(responded: Mapping[str, int], k: int) -> tuple[Block, ...]:
    """Return the blocks in pooling order; groups without a response carry no label, named groups no block.

    `responded` maps every group of the round to its number of submitted responses, own groups in their order.
    """
    present = [group for group in pooling_order(responded) if responded[group] > 0]
    standing = [[group] for group in present if responded[group] >= k]
    rest = [group for group in present if responded[group] < k]
    is_rest_published = True
    if rest and sum(responded[group] for group in rest) < k:
        if standing and rest != [OTHER]:
            # min() keeps the first of equals, and `present` is already in the order of ties
            smallest = min(standing, key=lambda groups: responded[groups[0]])
            smallest.extend(rest)
            rest = []
        else:
            is_rest_published = False
    published = [(groups, True) for groups in standing]
    if rest:
        published.append((rest, is_rest_published))
    blocks = [
        Block(
            groups=tuple(group for group in present if group in groups),
            is_published=is_published,
            responded=sum(responded[group] for group in groups) if is_published else None,
        )
        for groups, is_published in published
    ]
    return tuple(sorted(blocks, key=lambda block: present.index(block.groups[0])))
