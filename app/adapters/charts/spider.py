"""A spider: groups of raters over the competencies of a cluster, or over all clusters."""

from collections.abc import Sequence
from math import cos, pi, sin

from app.adapters.charts.lettering import wrapped
from app.adapters.charts.palette import Palette
from app.adapters.charts.series import Series, Value, key_of
from app.adapters.charts.signs import dash_of, mark
from app.adapters.charts.svg import Attribute, element, letters, picture, written

FEWEST_AXES = 3
LETTER_SIZE = 12
LINE_HEIGHT = 14
NAME_GAP = 16
"""From the outer ring to a name: a sign on the ring has to fit between."""
SIDE = 9
"""How far signs at one place stand apart."""

Point = tuple[float, float]


def spider(
    axes: Sequence[str],
    series: Sequence[Series],
    *,
    levels: int,
    target: Sequence[float | None] | None,
    palette: Palette,
    title: str,
    description: str,
    id: str,  # noqa: A002 - what the attribute is called
    width: float = 460,
    target_label: str = "",
    has_key: bool = True,
) -> str:
    """Return the picture of at least three axes; a line breaks where a value is missing or uncertain.

    The innermost ring is the lowest level, not nothing. An uncertain value is an outline along its axis.
    Raises ValueError for fewer axes.
    """
    if len(axes) < FEWEST_AXES:
        raise ValueError("a spider needs three axes")
    names = _Names(axes, width, width * 0.26)
    net = _Net(len(axes), levels, width / 2, names.above, names.radius)
    label = target_label if target is not None and any(each is not None for each in target) else ""
    asides = _asides(len(axes), series)
    parts = [*_rings(net, palette), *_target(net, target, palette), *names.drawn(net.y, palette)]
    for one, aside in zip(series, asides, strict=True):
        parts += _lines(net, one, aside, palette)
    parts += _numbers(net, palette)
    for one, aside in zip(series, asides, strict=True):
        parts += _marks(net, one, aside, palette)
    height = names.above + names.below
    if has_key:
        key, high = key_of(series, label, width, height + 8, palette, has_lines=True)
        parts += key
        height += high + 8
    return picture(width, height + 2, parts, palette, title=title, description=description, id=id)


class _Names:
    """The names around the net, and how much room they need `above` and `below` its middle."""

    def __init__(self, axes: Sequence[str], width: float, radius: float) -> None:
        self.radius = radius
        self._placed: list[tuple[str, float, float, str]] = []
        for axis, name in enumerate(axes):
            turn = 2 * pi * axis / len(axes)
            across, down = sin(turn), -cos(turn)
            x, y = width / 2 + (radius + NAME_GAP) * across, (radius + NAME_GAP) * down
            anchor, room = _anchored(across, x, width)
            lines = wrapped(name, LETTER_SIZE, room, most_lines=3)
            first = y + 4 + (len(lines) - 1) * LINE_HEIGHT * (down - 1) / 2
            self._placed += [
                (words, x, first + number * LINE_HEIGHT, anchor) for number, words in enumerate(lines)
            ]
        self.above = max(radius + 8, *(LETTER_SIZE - y for _, _, y, _ in self._placed))
        self.below = max(radius * cos(pi / len(axes)) + 8, *(y + 5 for _, _, y, _ in self._placed))

    def drawn(self, middle: float, palette: Palette) -> list[str]:
        return [
            letters(words, x, middle + y, palette.ink, text_anchor=anchor)
            for words, x, y, anchor in self._placed
        ]


def _anchored(across: float, x: float, width: float) -> tuple[str, float]:
    """Return how a name at `x` is anchored, and how wide it may be."""
    if abs(across) < 0.2:
        return "middle", width * 0.6
    return ("start", width - x) if across > 0 else ("end", x)


class _Net:
    """Where a value on an axis lies."""

    def __init__(self, axes: int, levels: int, x: float, y: float, radius: float) -> None:
        self.axes, self.levels, self.x, self.y, self.radius = axes, levels, x, y, radius

    def at(self, axis: int, value: float, aside: float = 0) -> Point:
        """Return the point of a value, `aside` of its axis."""
        turn = 2 * pi * axis / self.axes
        far = self.radius * value / self.levels
        return (
            self.x + far * sin(turn) + aside * cos(turn),
            self.y - far * cos(turn) + aside * sin(turn),
        )

    def ring(self, level: float) -> str:
        return _path([self.at(axis, level) for axis in range(self.axes)], is_closed=True)


def _path(points: Sequence[Point], *, is_closed: bool) -> str:
    return "M" + "L".join(f"{written(x)} {written(y)}" for x, y in points) + ("z" if is_closed else "")


def _rings(net: _Net, palette: Palette) -> list[str]:
    rings = [
        element("path", d=net.ring(level), stroke=palette.edge if level == net.levels else palette.rule)
        for level in range(1, net.levels + 1)
    ]
    ends = [_path([net.at(axis, 0), net.at(axis, net.levels)], is_closed=False) for axis in range(net.axes)]
    return [*rings, element("path", d="".join(ends), stroke=palette.rule)]


def _numbers(net: _Net, palette: Palette) -> list[str]:
    """Return the levels, written between the last axis and the first, where no sign ever stands."""
    parts = []
    for level in range(1, net.levels + 1):
        (x1, y1), (x2, y2) = net.at(net.axes - 1, level), net.at(0, level)
        x, y = (x1 + x2) / 2, (y1 + y2) / 2
        parts.append(element("circle", cx=x, cy=y, r=6, fill=palette.ground))
        parts.append(letters(str(level), x, y + 3.5, palette.soft, text_anchor="middle", font_size=10))
    return parts


def _target(net: _Net, target: Sequence[float | None] | None, palette: Palette) -> list[str]:
    if target is None:
        return []
    drawn: dict[str, Attribute] = {
        "stroke": palette.edge,
        "stroke_width": 5,
        "stroke_opacity": 0.35,
        "stroke_linejoin": "round",
    }
    known = [(axis, value) for axis, value in enumerate(target) if value is not None]
    if len(known) == net.axes:
        ring = _path([net.at(axis, value) for axis, value in known], is_closed=True)
        return [element("path", d=ring, **drawn)]
    return [
        element("path", d=_path([net.at(axis, value, -9), net.at(axis, value, 9)], is_closed=False), **drawn)
        for axis, value in known
    ]


def _asides(axes: int, series: Sequence[Series]) -> list[list[float]]:
    """Return how far aside each value is drawn, so that signs at one place stand side by side."""
    asides = [[0.0] * axes for _ in series]
    for axis in range(axes):
        shared: dict[Value, list[int]] = {}
        spans: list[int] = []
        for number, one in enumerate(series):
            value = one.values[axis]
            if isinstance(value, tuple):
                spans.append(number)
            elif value is not None:
                shared.setdefault(value, []).append(number)
        for numbers in shared.values():
            for place, number in enumerate(numbers):
                asides[number][axis] = (place - (len(numbers) - 1) / 2) * SIDE
        # an outline beside the axis covers no sign that stands on it
        beside = (max(map(len, shared.values())) + 1) / 2 if shared else 0
        for place, number in enumerate(spans):
            asides[number][axis] = (beside + place) * (SIDE + 2)
    return asides


def _lines(net: _Net, one: Series, aside: Sequence[float], palette: Palette) -> list[str]:
    known = [isinstance(value, int | float) for value in one.values]
    points = [
        net.at(axis, value, aside[axis]) if isinstance(value, int | float) else None
        for axis, value in enumerate(one.values)
    ]
    if all(known):
        drawn = _path([point for point in points if point], is_closed=True)
    else:
        pairs = [(points[axis - 1], points[axis]) for axis in range(net.axes)]
        drawn = "".join(_path([one, other], is_closed=False) for one, other in pairs if one and other)
    if not drawn:
        return []
    return [
        element(
            "path",
            d=drawn,
            stroke=palette.tone(one.sign),
            stroke_width=1.5,
            stroke_dasharray=dash_of(one.sign),
            stroke_linejoin="round",
        )
    ]


def _marks(net: _Net, one: Series, aside: Sequence[float], palette: Palette) -> list[str]:
    parts = []
    for axis, value in enumerate(one.values):
        if isinstance(value, tuple):
            low, high = (net.at(axis, end, aside[axis]) for end in value)
            ends = _path([low, high], is_closed=False)
            around: dict[str, Attribute] = {"stroke_linecap": "round"}
            parts.append(element("path", d=ends, stroke=palette.tone(one.sign), stroke_width=9, **around))
            parts.append(element("path", d=ends, stroke=palette.ground, stroke_width=6, **around))
            middle = net.at(axis, sum(value) / 2, aside[axis])
            parts.append(mark(one.sign, *middle, palette))
        elif value is not None:
            parts.append(mark(one.sign, *net.at(axis, value, aside[axis]), palette))
    return parts
