"""What a reader of a publication can and cannot conclude, and the check before release (anonymity.md R9)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.cells import LOWEST_LEVEL, core_code
from app.domain.labels import block_label, block_label_inside, group_label, groups_named
from app.domain.policy import CORE
from app.domain.publication import TOO_FEW_ANSWERS, Block, Cell, Publication
from app.domain.raters import NAMED_GROUPS
from app.domain.text import Text, text, text_n


@dataclass(frozen=True)
class ParticipantCheck:
    """What one participant's report will not show, in words."""

    participant_id: str
    notes: tuple[Text, ...]


@dataclass(frozen=True)
class DisclosureCheck:
    """What HR sees before release.

    Readable cells are counted for the whole round only: HR's choice is for the whole round, and a count per
    participant would say something about levels to people who may not read that report.
    """

    participants: tuple[ParticipantCheck, ...]
    shown_cells: int
    readable_cells: int
    summary: Text


def possible_answers(publication: Publication, cell: Cell) -> Iterator[tuple[int, ...]]:
    """Yield every sorted set of answers behind a shown cell that a reader must think possible."""
    if not publication.is_trimmed(cell):
        yield cell.codes
        return
    scale = publication.scale
    inners = {cell.codes}
    if cell.is_softened:
        inners |= {(level,) * len(cell.codes) for level in (LOWEST_LEVEL, scale)}
    for inner in inners:
        for lowest in range(LOWEST_LEVEL, inner[0] + 1):
            for highest in range(inner[-1], scale + 1):
                answers = (lowest, *inner, highest)
                if core_code(answers, scale) == cell.codes:
                    yield answers


def can_be_read_off(publication: Publication, cell: Cell) -> bool:
    """Whether only one level is possible at all, so that each rater of the cell must have chosen it."""
    chosen: set[int] = set()
    for answers in possible_answers(publication, cell):
        chosen.update(answers)
        if len(chosen) > 1:
            return False
    return len(chosen) == 1


def what_is_not_shown(publication: Publication, group_labels: Mapping[str, str]) -> tuple[Text, ...]:
    """Return in words what is hidden or pooled and why, in counts, never in levels.

    `group_labels` holds the names of a round's own groups by id.
    """
    return (
        *_silent_groups(publication, group_labels),
        *(note for block in publication.blocks for note in _block_notes(publication, block, group_labels)),
        *_blank_cells(publication),
        *_pooled_comments(publication),
        *_left_out(publication),
    )


def disclosure_check(
    publications: Mapping[str, Publication], group_labels: Mapping[str, str]
) -> DisclosureCheck:
    """Return the check before release; `publications` are keyed by participant id."""
    shown = readable = 0
    for publication in publications.values():
        anonymous = [cell for cell in publication.cells if cell.is_published and not cell.is_named]
        shown += len(anonymous)
        readable += sum(can_be_read_off(publication, cell) for cell in anonymous)
    return DisclosureCheck(
        participants=tuple(
            ParticipantCheck(participant_id, what_is_not_shown(publication, group_labels))
            for participant_id, publication in publications.items()
        ),
        shown_cells=shown,
        readable_cells=readable,
        summary=_summary(shown, readable),
    )


def _summary(shown: int, readable: int) -> Text:
    if readable == 0:
        return text_n(
            "In none of %(count)s result can a single answer be read off.",
            "In none of %(count)s results can a single answer be read off.",
            shown,
        )
    return text_n(
        "In %(readable)s of %(count)s result single answers can be read off.",
        "In %(readable)s of %(count)s results single answers can be read off.",
        shown,
        readable=readable,
    )


def _silent_groups(publication: Publication, labels: Mapping[str, str]) -> Iterator[Text]:
    for count in publication.groups:
        if count.roster > 0 and count.responded == 0:
            (group,) = groups_named([count.group], labels)
            if count.group in NAMED_GROUPS:
                yield text("%(group)s: no answer came in.", group=group_label(group))
            else:
                yield text_n(
                    "%(group)s: the %(count)s person who was asked did not answer.",
                    "%(group)s: none of the %(count)s people who were asked answered.",
                    count.roster,
                    group=group_label(group),
                )


def _block_notes(publication: Publication, block: Block, labels: Mapping[str, str]) -> Iterator[Text]:
    groups = groups_named(block.groups, labels)
    k = publication.policy.k
    if not block.is_published:
        counts = [count for count in publication.groups if count.group in block.groups]
        yield text(
            "%(groups)s: %(responded)s of %(roster)s answered, fewer than %(k)s. Their ratings and comments"
            " are not shown.",
            groups=block_label(groups),
            responded=sum(count.responded for count in counts),
            roster=sum(count.roster for count in counts),
            k=k,
        )
    elif len(groups) > 1:
        yield text(
            "The answers of %(groups)s are shown together, because fewer than %(k)s answered in at least one"
            " of these groups.",
            groups=block_label_inside(groups),
            k=k,
        )


def _blank_cells(publication: Publication) -> Iterator[Text]:
    blank = sum(cell.reason == TOO_FEW_ANSWERS for cell in publication.cells)
    if blank:
        yield text_n(
            "%(count)s result stays blank, because fewer than %(k)s people of the group could judge.",
            "%(count)s results stay blank, because fewer than %(k)s people of the group could judge.",
            blank,
            k=publication.policy.k,
        )


def _pooled_comments(publication: Publication) -> Iterator[Text]:
    blocks = [block.groups for block in publication.blocks if block.is_published]
    pooled = sum(
        pool.groups not in blocks and pool.groups[0] not in NAMED_GROUPS for pool in publication.comments
    )
    if pooled:
        yield text_n(
            "On %(count)s question the comments of all groups stand together, because not every group has"
            " %(k)s comments there.",
            "On %(count)s questions the comments of all groups stand together, because not every group has"
            " %(k)s comments there.",
            pooled,
            k=publication.policy.k,
        )


def _left_out(publication: Publication) -> Iterator[Text]:
    if publication.policy.name == CORE and any(block.is_published for block in publication.blocks):
        yield text("The highest and the lowest rating of each group are left out, as in judged sports.")
