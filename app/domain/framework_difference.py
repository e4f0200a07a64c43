"""What changed between two revisions of a framework, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

from app.domain.text import Text, text
from framework.model import Competency, Framework

# Below it nothing but spaces and little words is common: the old text beside the new one reads better.
_LIKENESS = 0.6
_PIECES = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A run of words that is kept, was taken out or came in."""

    kind: Literal["same", "removed", "added"]
    words: str


@dataclass(frozen=True)
class TextChange:
    """One text that changed; `label` says which."""

    label: Text
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class CompetencyChange:
    """A competency that came, went or changed; one that came or went carries no single texts."""

    competency_id: str
    name: str
    kind: Literal["added", "removed", "changed"]
    changes: tuple[TextChange, ...]


@dataclass(frozen=True)
class FrameworkDifference:
    """Names of the framework and its clusters, then competencies, in the order of the newer revision."""

    names: tuple[TextChange, ...]
    competencies: tuple[CompetencyChange, ...]
    is_order_changed: bool

    @property
    def is_empty(self) -> bool:
        """Tell whether the two read the same."""
        return not (self.names or self.competencies or self.is_order_changed)


def framework_difference(older: Framework, newer: Framework) -> FrameworkDifference:
    """Return what changed from one revision to the other, both in one language."""
    before = {competency.id: competency for competency in older.competencies}
    after = {competency.id: competency for competency in newer.competencies}
    competencies: list[CompetencyChange] = []
    for competency_id, competency in after.items():
        if competency_id not in before:
            competencies.append(CompetencyChange(competency_id, competency.name, "added", ()))
            continue
        changes = tuple(_competency_changes(before[competency_id], competency))
        if changes:
            competencies.append(CompetencyChange(competency_id, competency.name, "changed", changes))
    competencies += [
        CompetencyChange(competency_id, competency.name, "removed", ())
        for competency_id, competency in before.items()
        if competency_id not in after
    ]
    return FrameworkDifference(
        names=tuple(_name_changes(older, newer)),
        competencies=tuple(competencies),
        is_order_changed=_kept_order(older, after) != _kept_order(newer, before),
    )


def word_pieces(older: str, newer: str) -> tuple[Piece, ...]:
    """Return the newer text with what came in and what was taken out, in runs of whole words."""
    old, new = _PIECES.findall(older), _PIECES.findall(newer)
    # Nothing is junk: a short text is often made of nothing but common words.
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _LIKENESS:
        whole = (Piece("removed", older), Piece("added", newer))
        return tuple(piece for piece in whole if piece.words)
    pieces: list[Piece] = []
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(old[old_from:old_to])))
            continue
        if old_from < old_to:
            pieces.append(Piece("removed", "".join(old[old_from:old_to])))
        if new_from < new_to:
            pieces.append(Piece("added", "".join(new[new_from:new_to])))
    return tuple(pieces)


def _name_changes(older: Framework, newer: Framework) -> Iterator[TextChange]:
    yield from _changed(text("Name of the framework"), older.name, newer.name)
    before = {cluster.id: cluster.name for cluster in older.clusters}
    after = {cluster.id: cluster.name for cluster in newer.clusters}
    for cluster_id in dict.fromkeys([*after, *before]):
        yield from _changed(text("Cluster"), before.get(cluster_id, ""), after.get(cluster_id, ""))


def _competency_changes(older: Competency, newer: Competency) -> Iterator[TextChange]:
    yield from _changed(text("Name"), older.name, newer.name)
    yield from _changed(text("Definition"), older.definition, newer.definition)
    for before, after in zip(older.levels, newer.levels, strict=True):
        number = after.level
        yield from _changed(text("Title of level %(number)s", number=number), before.title, after.title)
        yield from _changed(
            text("Description of level %(number)s", number=number),
            before.description or "",
            after.description or "",
        )
        pairs = zip_longest(before.indicators, after.indicators)
        for place, (old, new) in enumerate(pairs, start=1):
            yield from _changed(
                text("Level %(number)s, indicator %(place)s", number=number, place=place),
                old.text if old is not None else "",
                new.text if new is not None else "",
            )
            yield from _changed(
                text("Level %(number)s, indicator %(place)s about oneself", number=number, place=place),
                old.self_text if old is not None else "",
                new.self_text if new is not None else "",
            )


def _changed(label: Text, older: str, newer: str) -> Iterator[TextChange]:
    if older != newer:
        yield TextChange(label, word_pieces(older, newer))


def _kept_order(framework: Framework, others: dict[str, Competency]) -> list[tuple[str, str]]:
    return [
        (cluster.id, competency.id)
        for cluster in framework.clusters
        for competency in cluster.competencies
        if competency.id in others
    ]
