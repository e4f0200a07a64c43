"""The layer a coach may lay over sealed comments: parts taken out, or the whole withheld; never a word added.

What was sealed stays as it is. A shortened comment is made of the original's own words in their order, and
marks where something is missing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.errors import InvalidError
from app.domain.publication import CommentPool, Publication
from app.domain.raters import SELF
from app.domain.text import Text, text, text_n

GAP = "[…]"
_GAPS = re.compile(r"\[\s*(?:…|\.\.\.)\s*\]")
_EDGES = " .,;:!?…\"'’‘“”«»()[]–—-"

Changes = Mapping[tuple[int, int], str | None]
"""What is shown instead, by the places of pool and comment in the publication; None is withheld."""


@dataclass(frozen=True)
class EditableComment:
    """One comment a coach may change; `shown` is None where it is withheld."""

    pool: int
    place: int
    question: str
    groups: tuple[str, ...]
    original: str
    shown: str | None


def shortened(original: str, kept: str) -> str:
    """Return the original with only the words in `kept`, and a mark for every gap.

    Case and punctuation at the edges of words may differ in `kept`: what is returned is the original's.

    Raises:
        InvalidError: when `kept` holds a word that does not come next in the original, or no word at all.
    """
    units = _units(original)
    wanted = [plain for word in _GAPS.sub(" ", kept).split() if (plain := _plain(word))]
    if not wanted:
        raise InvalidError(text("Nothing is left of this comment. Withhold it instead."))
    chosen = _chosen([_plain(unit) for unit in units], wanted)
    if chosen is None:
        raise InvalidError(text("Comments can only be made shorter: leave out words, and add or move none."))
    return original if len(chosen) == len(units) else _joined(units, chosen)


def with_changes(publication: Publication, changes: Changes) -> Publication:
    """Return a publication as it is released: comments shortened or left out, and both counted."""
    if not changes:
        return publication
    pools = [
        replace(
            pool,
            texts=tuple(
                shown
                for place, original in enumerate(pool.texts)
                if (shown := changes.get((number, place), original)) is not None
            ),
        )
        for number, pool in enumerate(publication.comments)
    ]
    return replace(
        publication,
        comments=tuple(pool for pool in pools if pool.texts),
        comments_shortened=sum(shown is not None for shown in changes.values()),
        comments_withheld=sum(shown is None for shown in changes.values()),
    )


def editable_comments(publication: Publication, changes: Changes) -> tuple[EditableComment, ...]:
    """Return the comments of others, as sealed, with what is shown of each; one's own stay one's own."""
    return tuple(
        EditableComment(
            number, place, pool.question, pool.groups, original, changes.get((number, place), original)
        )
        for number, pool in enumerate(publication.comments)
        if _is_editable(pool)
        for place, original in enumerate(pool.texts)
    )


def what_was_changed(shortened_count: int, withheld_count: int) -> Text | None:
    """Return what a report says about its coach's work; None where nothing was changed."""
    parts = []
    if shortened_count:
        parts.append(
            text_n("%(count)s comment was shortened", "%(count)s comments were shortened", shortened_count)
        )
    if withheld_count:
        parts.append(
            text_n("%(count)s comment was withheld", "%(count)s comments were withheld", withheld_count)
        )
    if not parts:
        return None
    if len(parts) == 1:
        return text("%(what)s by the coach.", what=parts[0])
    return text("%(one)s and %(other)s by the coach.", one=parts[0], other=parts[1])


def _is_editable(pool: CommentPool) -> bool:
    return pool.groups != (SELF,)


def _plain(word: str) -> str:
    return word.strip(_EDGES).casefold()


def _units(original: str) -> list[str]:
    """Return the words; a dash or a smile that stands alone goes with the word before it."""
    units: list[str] = []
    for word in original.split():
        if units and not (_plain(word) and _plain(units[0])):
            units[-1] += f" {word}"
        else:
            units.append(word)
    return units


def _chosen(words: Sequence[str], wanted: Sequence[str]) -> list[int] | None:
    """Return which words are kept, so that as few gaps as possible arise; None where they do not fit."""
    # For each wanted word and each place where it may stand: gaps up to there, place of the one before.
    rows: list[dict[int, tuple[int, int]]] = []
    for word in wanted:
        before = rows[-1] if rows else None
        row = _places(words, word, before)
        if not row:
            return None
        rows.append(row)
    end = min(rows[-1], key=lambda place: (rows[-1][place][0] + (place < len(words) - 1), place))
    chosen = [end]
    for row in reversed(rows[1:]):
        chosen.append(row[chosen[-1]][1])
    return chosen[::-1]


def _places(
    words: Sequence[str], word: str, before: Mapping[int, tuple[int, int]] | None
) -> dict[int, tuple[int, int]]:
    row: dict[int, tuple[int, int]] = {}
    cheapest: tuple[int, int] | None = None
    for place, there in enumerate(words):
        beside = None
        if before is not None and place - 1 in before:
            beside = (before[place - 1][0], place - 1)
            cheapest = min(cheapest or beside, beside)
        if there != word:
            continue
        if before is None:
            row[place] = (int(place > 0), -1)
        elif cheapest is not None:
            jumped = (cheapest[0] + 1, cheapest[1])
            row[place] = min(beside, jumped) if beside is not None else jumped
    return row


def _joined(units: Sequence[str], chosen: Sequence[int]) -> str:
    parts: list[str] = []
    for before, place in zip([-1, *chosen], [*chosen, len(units)], strict=True):
        if place != before + 1:
            parts.append(GAP)
        parts += units[place : place + 1]
    return " ".join(parts)
