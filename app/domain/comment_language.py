"""Whether a comment would stand out by its language (anonymity.md R6), from invited numbers only."""

from collections.abc import Mapping

from app.domain.blocks import blocks_of


def is_rare_language(
    k: int, invited: Mapping[str, Mapping[str, int]], rater_group: str, language: str
) -> bool:
    """Tell whether fewer than `k` raters whose comments may stand together are addressed in a language.

    `invited` counts the raters of every group of the round by language, own groups in their order. Together
    stand the comments of the groups that would be one block if everybody answered: answers can only make
    that block larger.
    """
    counts = {group: sum(by_language.values()) for group, by_language in invited.items()}
    together = next(
        (block.groups for block in blocks_of(counts, k) if rater_group in block.groups), (rater_group,)
    )
    return sum(invited.get(group, {}).get(language, 0) for group in together) < k
