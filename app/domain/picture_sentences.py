"""The same as a picture of a report, in words: its title and its text alternative, for page and paper alike.

Cells are those of the report JSON; a `label` is what a group is called by the one who reads.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.domain.report_sentences import Number, certain_counts, place_word, possible_span, typical_words
from app.domain.text import Text, text

Label = Text | str
Labelled = tuple[Label, Mapping[str, Any]]
"""A group's name and its cell."""


def overview_title(name: Label | None = None) -> Text:
    """Return the title of a dot plot of everything, or of one cluster or competency."""
    if name is None:
        return text("Where each group typically stands")
    return text("%(name)s: where each group typically stands", name=name)


def row_words(name: Label, cells: Sequence[Labelled], target: int | None = None) -> Text:
    """Return what one row of a dot plot says."""
    return in_a_row([text("%(name)s.", name=name), *place_sentences(cells, target)])


def place_sentences(cells: Sequence[Labelled], target: int | None = None) -> list[Text]:
    """Return a sentence for the typical answer of every group, or for why there is none; and the target."""
    found = [_place(label, cell) for label, cell in cells]
    if target is not None:
        found.append(text("Target: level %(level)s.", level=target))
    return found


def spider_title(name: Label | None = None) -> Text:
    """Return the title of a spider over one cluster, or over all competencies."""
    if name is None:
        return text("All competencies at a glance")
    return text("%(name)s at a glance", name=name)


def spider_words(
    axes: Sequence[Label],
    groups: Sequence[tuple[Label, Sequence[Mapping[str, Any] | None]]],
    targets: Sequence[int | None] = (),
) -> Text:
    """Return what a spider says, group by group; each group has one cell per axis, None where it has none."""
    sentences = [
        text(
            "%(group)s: %(places)s.",
            group=label,
            places=_listed(
                [
                    _on_axis(axis, typical_words(cell) if cell is not None else text("not shown"))
                    for axis, cell in zip(axes, cells, strict=True)
                ]
            ),
        )
        for label, cells in groups
    ]
    known = [(axis, level) for axis, level in zip(axes, targets, strict=False) if level is not None]
    if known:
        places = _listed([_on_axis(axis, text("level %(level)s", level=level)) for axis, level in known])
        sentences.append(text("Target: %(places)s.", places=places))
    return in_a_row(sentences) if sentences else text("Nothing is shown here.")


def clusters_title() -> Text:
    """Return the title of a spider over all clusters."""
    return text("All clusters at a glance")


def cluster_words(
    axes: Sequence[Label], groups: Sequence[tuple[Label, Sequence[float | None]]], number: Number
) -> Text:
    """Return what a spider over clusters says, group by group; each group has one average per cluster."""
    sentences = [
        text(
            "%(group)s: %(places)s.",
            group=label,
            places=_listed(
                [
                    _on_axis(
                        axis,
                        text("%(mean)s on average", mean=number(mean))
                        if mean is not None
                        else text("not shown"),
                    )
                    for axis, mean in zip(axes, means, strict=True)
                ]
            ),
        )
        for label, means in groups
    ]
    return in_a_row(sentences) if sentences else text("Nothing is shown here.")


def strip_words(cell: Mapping[str, Any], target: int | None = None) -> Text:
    """Return what the picture of one shown cell says: how many answers lie where, and what is not certain."""
    counts, span = certain_counts(cell), possible_span(cell)
    scale = len(counts)
    words = [
        text("%(place)s: %(count)s", place=place_word(place, scale), count=count)
        for place, count in counts.items()
    ]
    if span is not None:
        low, high = (place_word(place, scale) for place in span)
        words.append(text("one from %(low)s to %(high)s", low=low, high=high))
    if target is not None:
        words.append(text("target level %(number)s", number=target))
    return _with_commas(words)


def in_a_row(sentences: Sequence[Text]) -> Text:
    """Return sentences as one text."""
    return _folded(sentences, lambda first, rest: text("%(first)s %(rest)s", first=first, rest=rest))


def _place(label: Label, cell: Mapping[str, Any]) -> Text:
    if not cell["shown"]:
        return text("%(group)s: not shown. %(reason)s", group=label, reason=cell["reason"])
    return text("%(group)s: %(places)s.", group=label, places=typical_words(cell))


def _on_axis(axis: Label, place: Text) -> Text:
    return text("%(axis)s: %(place)s", axis=axis, place=place)


def _listed(parts: Sequence[Text]) -> Text:
    return _folded(parts, lambda first, rest: text("%(first)s; %(rest)s", first=first, rest=rest))


def _with_commas(parts: Sequence[Text]) -> Text:
    return _folded(parts, lambda first, rest: text("%(first)s, %(rest)s", first=first, rest=rest))


def _folded(parts: Sequence[Text], joined: Callable[[Text, Text], Text]) -> Text:
    *firsts, folded = parts
    for first in reversed(firsts):
        folded = joined(first, folded)
    return folded
