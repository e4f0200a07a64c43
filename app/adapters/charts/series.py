"""What the pictures of several groups are drawn from, and the key that names the groups."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.adapters.charts.lettering import width_of, wrapped
from app.adapters.charts.palette import Palette
from app.adapters.charts.signs import dash_of, mark
from app.adapters.charts.svg import element, letters, line

Value = float | tuple[float, float] | None
"""A place on the scale; two places that an answer lies between; or nothing, where a cell is blank."""

KEY_HEIGHT = 18
_LETTER_SIZE = 12


@dataclass(frozen=True)
class Series:
    """One group: its name, its sign, and a value per axis or row."""

    label: str
    sign: int
    values: Sequence[Value]


def key_of(
    series: Sequence[Series], target: str, width: float, top: float, palette: Palette, *, has_lines: bool
) -> tuple[list[str], float]:
    """Return the key as elements, and how high it is; an empty `target` is left out."""
    parts: list[str] = []
    sample = 26 if has_lines else 12
    x, y = 0.0, top
    entries = [(one.label, one.sign) for one in series] + ([(target, -1)] if target else [])
    for label, sign in entries:
        (shown,) = wrapped(label, _LETTER_SIZE, width - sample - 8, most_lines=1)
        needed = sample + 6 + width_of(shown, _LETTER_SIZE) + 16
        if x and x + needed - 16 > width:
            x, y = 0.0, y + KEY_HEIGHT
        middle = y + KEY_HEIGHT / 2
        if sign < 0:
            parts.append(_target(x, middle, sample, palette, has_lines=has_lines))
        else:
            if has_lines:
                tone = palette.tone(sign)
                parts.append(
                    line(
                        x, middle, x + sample, middle, tone, stroke_width=1.5, stroke_dasharray=dash_of(sign)
                    )
                )
            parts.append(mark(sign, x + sample / 2, middle, palette))
        parts.append(letters(shown, x + sample + 6, middle + 4, palette.ink))
        x += needed
    return parts, (y + KEY_HEIGHT - top if entries else 0)


def _target(x: float, middle: float, sample: float, palette: Palette, *, has_lines: bool) -> str:
    if has_lines:
        return line(x, middle, x + sample, middle, palette.edge, stroke_width=5, stroke_opacity=0.35)
    return element(
        "rect",
        x=x + 0.5,
        y=middle - 5.5,
        width=sample - 1,
        height=11,
        fill=palette.wash,
        stroke=palette.edge,
        stroke_dasharray="3 3",
    )
