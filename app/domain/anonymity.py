"""The publication rule: raw answers go in, a publication comes out, and nothing else leaves.

The rule stands in three small parts: `blocks` (which groups are shown together), `cells` (what is published
of a cell) and `comments` (which comments appear where). Only this module hands them raw answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.domain.blocks import blocks_of
from app.domain.cells import block_cell, core_cell, named_cell
from app.domain.comments import Shuffler, comment_pools
from app.domain.errors import InvalidError
from app.domain.policy import CORE, Policy
from app.domain.publication import Cell, CommentPool, GroupCount, Publication
from app.domain.raters import RaterGroup, pooling_order
from app.domain.text import text

SCALES = (4, 5)


@dataclass(frozen=True)
class RawResponse:
    """One submitted response, before the seal.

    `ratings` maps question ids to levels and leaves out what the rater could not judge; `comments` maps
    question ids to what was written; `language` is the one the form was filled in.
    """

    group: str
    ratings: Mapping[str, int] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None


def seal(
    policy: Policy,
    groups: Sequence[RaterGroup],
    *,
    roster: Mapping[str, int],
    responses: Sequence[RawResponse],
    questions: Sequence[str],
    comment_questions: Sequence[str],
    scale: int,
    shuffle: Shuffler,
    added_after_launch: Mapping[str, int],
) -> Publication:
    """Return the publication of one participant; apart from the order of comments it is deterministic.

    `questions` are the rating questions in their order, `comment_questions` those with comments, `scale` the
    highest level (4, or 5 for frequencies). The order of `responses` has no influence.

    Raises:
        InvalidError: when an answer lies outside the round's groups, questions or scale.
    """
    _check(groups, responses, questions, scale)
    responded = {group.id: sum(response.group == group.id for response in responses) for group in groups}
    blocks = blocks_of(responded, policy.k)
    named = [group.id for group in groups if not group.is_anonymous]
    cells: list[Cell] = []
    for question in questions:
        levels = _levels(question, responses)
        cells += [named_cell(question, group, levels.get(group, [])) for group in named]
        for block in blocks:
            together = [level for group in block.groups for level in levels.get(group, [])]
            cells.append(block_cell(question, block, together, policy, scale))
    comments: list[CommentPool] = []
    for question in comment_questions:
        written = _written(question, responses)
        comments += comment_pools(question, written, named, blocks, k=policy.k, shuffler=shuffle)
    return Publication(
        policy=policy,
        scale=scale,
        groups=tuple(
            GroupCount(group, roster.get(group, 0), responded[group], added_after_launch.get(group, 0))
            for group in (*named, *pooling_order(responded))
        ),
        blocks=blocks,
        cells=tuple(cells),
        comments=tuple(comments),
    )


def under_core(publication: Publication) -> Publication:
    """Return a `classic` publication as `core` would have sealed it: one of HR's two choices before release.

    Blocks, blanks and comments depend on numbers only and stay; the counts of a `classic` cell hold all that
    the `core` code needs.
    """
    if publication.policy.name == CORE:
        return publication
    return replace(
        publication,
        policy=Policy(CORE, publication.policy.k),
        cells=tuple(
            cell
            if cell.is_named or not cell.is_published
            else core_cell(cell.question, cell.groups, cell.codes, publication.scale)
            for cell in publication.cells
        ),
    )


def _levels(question: str, responses: Sequence[RawResponse]) -> dict[str, list[int]]:
    levels: dict[str, list[int]] = {}
    for response in responses:
        if question in response.ratings:
            levels.setdefault(response.group, []).append(response.ratings[question])
    return levels


def _written(question: str, responses: Sequence[RawResponse]) -> dict[str, list[str]]:
    written: dict[str, list[str]] = {}
    for response in responses:
        comment = response.comments.get(question, "").strip()
        if comment:
            written.setdefault(response.group, []).append(comment)
    return written


def _check(
    groups: Sequence[RaterGroup], responses: Sequence[RawResponse], questions: Sequence[str], scale: int
) -> None:
    # the messages name no level and no group: they may end up in a log
    if scale not in SCALES:
        raise InvalidError(text("The highest level must be 4 or 5."))
    known = {group.id for group in groups}
    for response in responses:
        if response.group not in known:
            raise InvalidError(text("A response belongs to a group that this round does not have."))
        if not set(response.ratings) <= set(questions):
            raise InvalidError(text("A response holds a question that this round does not ask."))
        if not all(type(level) is int and 1 <= level <= scale for level in response.ratings.values()):
            raise InvalidError(text("A response holds a level that this round's scale does not have."))


__all__ = ["Policy", "RawResponse", "seal", "under_core"]
