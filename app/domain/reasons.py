"""Why something is not shown, or shown together with something else; without a number."""

from collections.abc import Mapping

from app.domain.labels import block_label_inside, groups_named
from app.domain.publication import BLOCK_NOT_PUBLISHED, NO_ANSWER, Block, GroupCount
from app.domain.raters import NAMED_GROUPS
from app.domain.text import Text, text


def cell_reason(reason: str) -> Text:
    """Return the sentence for a blank cell of a publication."""
    if reason == NO_ANSWER:
        return text("No answer was given here.")
    if reason == BLOCK_NOT_PUBLISHED:
        return text(
            "Too few people of this group answered to show their answers without showing who gave them."
        )
    return text("Too few people could judge this to show their answers without showing who gave them.")


def group_reason(count: GroupCount, block: Block | None, labels: Mapping[str, str]) -> Text | None:
    """Return why a group is not shown, or not on its own; None where there is nothing to explain."""
    if count.responded == 0:
        if count.roster == 0:
            return text("Nobody was asked in this group.")
        return text("No answer came in.")
    if count.group in NAMED_GROUPS or block is None:
        return None
    if block.groups == (count.group,) and block.is_published:
        return None
    if not block.is_published:
        return cell_reason(BLOCK_NOT_PUBLISHED)
    return text(
        "The answers of %(groups)s are shown together, because too few people answered to show each group on"
        " its own.",
        groups=block_label_inside(groups_named(block.groups, labels)),
    )
