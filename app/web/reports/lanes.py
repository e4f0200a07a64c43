"""A lane: where the answers of one group lie on the places of a scale, as a picture and in words.

Places across are percentages, so that the picture follows the width of its columns; everything else is in
pixels, so that dots stay round.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.frequencies import frequency_word
from app.domain.picture_sentences import strip_words
from app.domain.report_sentences import (
    certain_counts,
    count_words,
    mean_words,
    possible_span,
)
from app.domain.sentences import FREQUENCY_SCALE, reading
from app.web.language import translated
from app.web.reports.names import GroupNames
from app.web.reports.numbers import written

PITCH = 12
PER_ROW = 5
MOST_ROWS = 5


@dataclass(frozen=True)
class Dot:
    """A sign: percent across, pixels to the side of that, pixels above the ground."""

    across: float
    aside: float
    above: int


@dataclass(frozen=True)
class Bar:
    """Too many answers for dots: the bar of one place, with its figure."""

    across: float
    height: int
    count: int


@dataclass(frozen=True)
class Step:
    """A place of the scale under the signs, in percent."""

    start: float
    end: float
    middle: float
    name: str


@dataclass(frozen=True)
class Picture:
    """What is drawn; `rows` of signs decide its height, `spans` are (start, width) in percent."""

    rows: int
    scale: int
    target: Step | None
    dots: tuple[Dot, ...]
    bars: tuple[Bar, ...]
    spans: tuple[tuple[float, float], ...]
    description: str


@dataclass(frozen=True)
class Lane:
    """One group: its name, its sign, its figures, what they say, and the picture unless it is blank."""

    sign: int
    label: str
    figures: tuple[str, ...]
    reading: str
    picture: Picture | None


def lane_of(cell: Mapping[str, Any], names: GroupNames, target: int | None = None) -> Lane:
    """Return the lane of a cell of the report; a blank one has only its reason.

    `target` is the level that the role asks for.
    """
    label, sign = names.heading(cell["groups"]), names.sign(cell["groups"])
    if not cell["shown"]:
        return Lane(sign, label, (), translated(reading(cell)), None)
    mean = mean_words(cell, written)
    figures = [count_words(cell), mean] if cell["n"] > 1 else []
    return Lane(
        sign,
        label,
        tuple(translated(figure) for figure in figures if figure is not None),
        translated(reading(cell)),
        _picture(cell, label, target),
    )


def steps_of(scale: int) -> tuple[Step, ...]:
    """Return the places of a scale, from the first one on."""
    width = 100 / scale
    return tuple(
        Step((place - 1) * width + 1, place * width - 1, (place - 0.5) * width, _name(place, scale))
        for place in range(1, scale + 1)
    )


def _picture(cell: Mapping[str, Any], label: str, target: int | None) -> Picture:
    counts = certain_counts(cell)
    span = possible_span(cell)
    width = 100 / len(counts)
    middles = {place: (place - 0.5) * width for place in counts}
    is_dotted = max(counts.values()) <= PER_ROW * MOST_ROWS
    rows = max(-(-count // PER_ROW) for count in counts.values()) if is_dotted else MOST_ROWS
    return Picture(
        rows=max(rows, 1) + (1 if span is not None and rows else 0),
        scale=len(counts),
        target=steps_of(len(counts))[target - 1] if target is not None else None,
        dots=tuple(
            dot for place, count in counts.items() if is_dotted for dot in _dots(middles[place], count)
        ),
        bars=tuple(
            Bar(middles[place], max(round(rows * PITCH * count / max(counts.values())), 1), count)
            for place, count in counts.items()
            if count and not is_dotted
        ),
        spans=() if span is None else ((middles[span[0]], middles[span[1]] - middles[span[0]]),),
        description=f"{label}. {translated(strip_words(cell, target))}",
    )


def _dots(middle: float, count: int) -> list[Dot]:
    dots = []
    for number in range(count):
        row, place = divmod(number, PER_ROW)
        in_row = min(count - row * PER_ROW, PER_ROW)
        dots.append(Dot(middle, (place - (in_row - 1) / 2) * PITCH, row * PITCH))
    return dots


def _name(place: int, scale: int) -> str:
    return f"{place} {translated(frequency_word(place))}" if scale == FREQUENCY_SCALE else str(place)
