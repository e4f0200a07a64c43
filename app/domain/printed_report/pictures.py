"""What the pictures of a printed report show, in values; whoever typesets the document draws them.

A mapping with `picture` is drawn: "strip" is one group's answers over the places, "dots" rows of groups over
one scale, "spider" groups over competencies. `alt` says the same in words.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.frequencies import frequency_word
from app.domain.picture_values import Place, typical_place
from app.domain.printed_report.voice import Document, Voice
from app.domain.raters import STANDARD_GROUPS
from app.domain.report_sentences import (
    certain_counts,
    place_word,
    possible_span,
    typical_words,
)
from app.domain.sentences import FREQUENCY_SCALE
from app.domain.text import text

Cells = Sequence[Mapping[str, Any]]


def sign_of(groups: Sequence[str], own_groups: Sequence[str]) -> int:
    """Return the number of the sign of a group, or of the first one of a block."""
    first = groups[0]
    if first in STANDARD_GROUPS:
        return STANDARD_GROUPS.index(first)
    return len(STANDARD_GROUPS) + (list(own_groups).index(first) if first in own_groups else 0)


def strip(cell: Mapping[str, Any], target: int | None, voice: Voice) -> Document:
    """Return where the answers of a shown cell lie."""
    counts = certain_counts(cell)
    span = possible_span(cell)
    scale = len(counts)
    words = [
        voice.say(text("%(place)s: %(count)s", place=place_word(place, scale), count=count))
        for place, count in counts.items()
    ]
    if span is not None:
        words.append(
            voice.say(
                text(
                    "one from %(low)s to %(high)s",
                    low=place_word(span[0], scale),
                    high=place_word(span[1], scale),
                )
            )
        )
    if target is not None:
        words.append(voice.say(text("target level %(number)s", number=target)))
    label = voice.heading(cell["groups"])
    return {
        "picture": "strip",
        "counts": list(counts.values()),
        "span": list(span) if span is not None else None,
        "places": [_place_name(place, scale, voice) for place in counts],
        "target": target,
        "has_axis": scale == FREQUENCY_SCALE,
        "sign": sign_of(cell["groups"], list(voice.labels)),
        "alt": f"{label}. {', '.join(words)}",
    }


def dots(rows: Sequence[tuple[str, Cells, int | None]], scale: int, voice: Voice) -> Document:
    """Return where each group typically stands; `rows` are (name, cells, target)."""
    groups = _groups_of(cells for _, cells, _ in rows)
    return {
        "picture": "dots",
        "rows": [{"name": name, "target": target} for name, _, target in rows],
        "series": _series([cells for _, cells, _ in rows], groups, voice),
        "levels": scale,
        "target_label": voice.say(text("Target level")),
        "alt": " ".join(row_words(*row, voice) for row in rows),
    }


def key(rows: Sequence[Cells], voice: Voice) -> Document:
    """Return the signs of all groups with their names, and nothing else."""
    series = _series([], _groups_of(rows), voice)
    return {
        "picture": "dots",
        "rows": [],
        "series": series,
        "levels": 4,
        "has_axis": False,
        "target_label": "",
        "alt": ", ".join(str(one["label"]) for one in series),
    }


def spider(axes: Sequence[tuple[str, Cells, int | None]], scale: int, voice: Voice) -> Document:
    """Return where each group typically stands on each of at least three competencies."""
    return dots(axes, scale, voice) | {
        "picture": "spider",
        "axes": [name for name, _, _ in axes],
        "target": [target for _, _, target in axes],
    }


def row_words(name: str, cells: Cells, target: int | None, voice: Voice) -> str:
    """Return a row of a picture in words."""
    parts = [f"{voice.heading(cell['groups'])}: {voice.say(typical_words(cell))}" for cell in cells]
    if target is not None:
        parts.append(voice.say(text("Target: level %(level)s", level=target)))
    words = f"{'; '.join(parts)}."
    return f"{name}. {words}" if name else words


def _groups_of(rows: Any) -> list[tuple[str, ...]]:  # noqa: ANN401 - any iterable of cells
    found: dict[tuple[str, ...], None] = {}
    for cells in rows:
        found.update(dict.fromkeys(tuple(cell["groups"]) for cell in cells))
    return list(found)


def _series(rows: Sequence[Cells], groups: Sequence[tuple[str, ...]], voice: Voice) -> list[Document]:
    return [
        {
            "label": voice.heading(group),
            "sign": sign_of(group, list(voice.labels)),
            "values": [_value(cells, group) for cells in rows],
        }
        for group in groups
    ]


def _value(cells: Cells, group: tuple[str, ...]) -> Place:
    cell = next((cell for cell in cells if tuple(cell["groups"]) == group), None)
    return None if cell is None else typical_place(cell)


def _place_name(place: int, scale: int, voice: Voice) -> str:
    return voice.say(frequency_word(place)) if scale == FREQUENCY_SCALE else str(place)
