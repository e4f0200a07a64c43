"""Points: the typical answer of every group on one scale, line by line, each with its name and its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from app.domain.report_sentences import possible_span, typical_words
from app.web.language import translated
from app.web.reports.names import GroupNames

HALF_BAND = 7


@dataclass(frozen=True)
class Point:
    """A line of the plot: its sign by number, and where it stands in percent; blank ones stand nowhere.

    `left` and `right` differ where the answer lies somewhere between the two.
    """

    symbol: int
    label: str
    words: str
    left: float | None
    right: float | None


@dataclass(frozen=True)
class Target:
    """What the role asks for: in words, and as a band from `left` to `right` in percent."""

    words: str
    left: float
    right: float


@dataclass(frozen=True)
class Plot:
    """Points one below the other over the same places; `steps` are the middles of the places in percent."""

    points: tuple[Point, ...]
    steps: tuple[float, ...]
    target: Target | None


def plot_of(
    cells: Sequence[Mapping[str, Any]], scale: int, names: GroupNames, target: int | None = None
) -> Plot:
    """Return the plot of one question's cells; the order of the cells gives the signs."""
    return Plot(
        tuple(_point(number, cell, scale, names) for number, cell in enumerate(cells)),
        tuple(_middle(place, scale) for place in range(1, scale + 1)),
        _target(target, scale) if target is not None else None,
    )


def _target(target: int, scale: int) -> Target:
    middle = _middle(target, scale)
    return Target(gettext("Target: level %(level)s", level=target), middle - HALF_BAND, middle + HALF_BAND)


def _point(number: int, cell: Mapping[str, Any], scale: int, names: GroupNames) -> Point:
    left = right = None
    if cell["shown"] and cell["typical_level"] is not None:
        left = right = _middle(cell["typical_level"], scale)
    elif cell["shown"]:
        span = possible_span(cell) or (1, scale)
        left, right = _middle(span[0], scale), _middle(span[1], scale)
    return Point(number, names.heading(cell["groups"]), translated(typical_words(cell)), left, right)


def _middle(place: float, scale: int) -> float:
    return (place - 0.5) * 100 / scale
