"""A lane: where the answers of one group lie on the places of a scale, as a picture and in words.

Places across are percentages, so that the picture follows the width of its columns; everything else is in
pixels, so that dots stay round.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from app.domain.report_sentences import (
    certain_counts,
    count_words,
    frequency_word,
    mean_words,
    place_word,
    possible_span,
)
from app.domain.sentences import FREQUENCY_SCALE, reading
from app.web.language import translated
from app.web.reports.numbers import written

PITCH = 12
PER_ROW = 5
MOST_ROWS = 5


@dataclass(frozen=True)
class Dot:
    """A circle: percent across, pixels to the side of that, pixels above the ground."""

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
    """A place of the scale under the dots, in percent; `is_target` when the role asks for it."""

    start: float
    end: float
    middle: float
    name: str
    is_target: bool


@dataclass(frozen=True)
class Picture:
    """What is drawn; `rows` of dots decide its height, `spans` are (start, width) in percent."""

    rows: int
    steps: tuple[Step, ...]
    dots: tuple[Dot, ...]
    bars: tuple[Bar, ...]
    spans: tuple[tuple[float, float], ...]
    description: str


@dataclass(frozen=True)
class Lane:
    """One group: its name, its figures, what they say, and the picture unless the cell is blank."""

    label: str
    figures: tuple[str, ...]
    reading: str
    picture: Picture | None


def lane_of(cell: Mapping[str, Any], label: str, target: int | None = None) -> Lane:
    """Return the lane of a cell of the report; a blank one has only its reason.

    `target` is the level that the role asks for.
    """
    if not cell["shown"]:
        return Lane(label, (), translated(reading(cell)), None)
    mean = mean_words(cell, written)
    figures = [count_words(cell), mean] if cell["n"] > 1 else []
    return Lane(
        label,
        tuple(translated(figure) for figure in figures if figure is not None),
        translated(reading(cell)),
        _picture(cell, label, target),
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
        steps=tuple(
            Step(
                (place - 1) * width + 1,
                place * width - 1,
                middles[place],
                _name(place, len(counts)),
                is_target=place == target,
            )
            for place in counts
        ),
        dots=tuple(
            dot for place, count in counts.items() if is_dotted for dot in _dots(middles[place], count)
        ),
        bars=tuple(
            Bar(middles[place], max(round(rows * PITCH * count / max(counts.values())), 1), count)
            for place, count in counts.items()
            if count and not is_dotted
        ),
        spans=() if span is None else ((middles[span[0]], middles[span[1]] - middles[span[0]]),),
        description=_description(label, counts, span, target),
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


def _description(
    label: str, counts: Mapping[int, int], span: tuple[int, int] | None, target: int | None
) -> str:
    scale = len(counts)
    words = [
        gettext("%(place)s: %(count)s", place=translated(place_word(place, scale)), count=count)
        for place, count in counts.items()
    ]
    if span is not None:
        words.append(
            gettext(
                "one from %(low)s to %(high)s",
                low=translated(place_word(span[0], scale)),
                high=translated(place_word(span[1], scale)),
            )
        )
    if target is not None:
        words.append(gettext("target level %(number)s", number=target))
    return f"{label}. {', '.join(words)}"
