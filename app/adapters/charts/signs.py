"""Signs: who a mark stands for, told by shape and dash as well as by colour.

0 self, 1 manager, 2 peers, 3 direct reports, 4 others, from 5 on a round's own groups
(`app.domain.picture_sentences.signs_of`). A sign keeps its meaning in every picture of every report.
"""

from app.adapters.charts.palette import Palette
from app.adapters.charts.svg import element, written

DASHES: tuple[str | None, ...] = (None, "7 3", "2 3", "9 3 2 3", "5 2 1 2 1 2", "1 4")
REACH = 5.5
"""How far a sign reaches from its middle."""

_SHAPES = {
    1: "M{a} {b}h9v9h-9z",
    3: "M{x} {c}l5.4 9.8h-10.8z",
    4: "M{x} {d}l5.8 5.8-5.8 5.8-5.8-5.8z",
    5: "M{e} {f}h8v8h-8z",
    6: "M{e} {f}l8 8m0-8l-8 8",
    7: "M{e} {f}h8l-4 8z",
    8: "M{x} {f}v9m-4.5-4.5h9",
    9: "M{x} {d}l5.8 5.8-5.8 5.8-5.8-5.8z",
}
_OPEN = frozenset({5, 6, 7, 8, 9})


def dash_of(sign: int) -> str | None:
    """Return how the line of a sign is broken; None is unbroken."""
    return DASHES[min(sign, len(DASHES) - 1)]


def mark(sign: int, x: float, y: float, palette: Palette) -> str:
    """Return the sign with this number, its middle at a point."""
    tone = palette.tone(sign)
    if sign == 0:
        return element("circle", cx=x, cy=y, r=4.4, fill=palette.ground, stroke=tone, stroke_width=2)
    if sign == 2:
        return element("circle", cx=x, cy=y, r=5, fill=tone)
    kind = sign if sign in _SHAPES else 5 + (sign - 5) % 5
    places = {"x": x, "a": x - 4.5, "b": y - 4.5, "c": y - 5.4, "d": y - 5.8, "e": x - 4, "f": y - 4}
    drawn = _SHAPES[kind].format(**{name: written(place) for name, place in places.items()})
    if kind in _OPEN:
        return element("path", d=drawn, fill=palette.ground, stroke=tone, stroke_width=2)
    return element("path", d=drawn, fill=tone)
