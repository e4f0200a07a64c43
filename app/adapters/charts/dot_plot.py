"""Rows over one scale: where each group typically stands, and what the role asks for."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.adapters.charts.lettering import wrapped
from app.adapters.charts.palette import Palette
from app.adapters.charts.series import Series, Value, key_of
from app.adapters.charts.signs import mark
from app.adapters.charts.svg import element, letters, line, picture

LINE_HEIGHT = 15
PITCH = 12
"""From one sign to the next, where several stand at one place."""
HALF_BAND = 0.36
"""Half the width of a target, in levels."""


@dataclass(frozen=True)
class Row:
    """One line of the plot; a `heading` stands above it, where a cluster begins."""

    name: str
    target: float | None = None
    heading: str = ""


def dot_plot(
    rows: Sequence[Row],
    series: Sequence[Series],
    *,
    levels: int,
    palette: Palette,
    title: str,
    description: str,
    id: str,  # noqa: A002 - what the attribute is called
    width: float = 640,
    name_width: float = 240,
    target_label: str = "",
    has_axis: bool = True,
    has_key: bool = True,
) -> str:
    """Return the picture; `series` hold one value per row, `name_width` 0 leaves the names to the page.

    Signs that share a place stand side by side, in the order of the series. What is uncertain is an outline
    with the sign in it. `target_label` names the target in the key.
    """
    plot = _Plot(levels, palette, name_width, width)
    parts: list[str] = []
    top = 0.0
    if has_key:
        has_target = any(row.target is not None for row in rows)
        parts, height = key_of(series, target_label if has_target else "", width, 0, palette, has_lines=False)
        top += height + 8
    if has_axis:
        parts += plot.axis(top)
        top += 18
    for number, row in enumerate(rows):
        drawn, height = plot.row(row, [(one.sign, one.values[number]) for one in series], top)
        parts += drawn
        top += height
    return picture(width, top + 1, parts, palette, title=title, description=description, id=id)


class _Plot:
    """The scale all rows share."""

    def __init__(self, levels: int, palette: Palette, left: float, right: float) -> None:
        self.levels, self.palette, self.left, self.right = levels, palette, left, right
        self.step = (right - left) / levels

    def at(self, place: float) -> float:
        return self.left + (place - 0.5) * self.step

    def axis(self, top: float) -> list[str]:
        return [
            letters(str(level), self.at(level), top + 12, self.palette.soft, text_anchor="middle")
            for level in range(1, self.levels + 1)
        ]

    def row(self, row: Row, marks: Sequence[tuple[int, Value]], top: float) -> tuple[list[str], float]:
        """Return a row as elements, and how high it is with its heading."""
        parts: list[str] = []
        start = top
        if row.heading:
            (heading,) = wrapped(row.heading, 13, self.right, most_lines=1)
            parts.append(letters(heading, 0, top + 22, self.palette.soft, font_size=13, font_style="italic"))
            top += 28
        names = wrapped(row.name, 12, self.left - 12) if self.left else ()
        placed, lines = self._placed(marks)
        height = max(lines, len(names), 1) * LINE_HEIGHT + 9
        if names:
            parts.append(line(0, top, self.right, top, self.palette.rule))
        if row.target is not None:
            parts.append(self._target(row.target, top, height))
        parts += [
            line(self.at(level), top, self.at(level), top + height, self.palette.rule)
            for level in range(1, self.levels + 1)
        ]
        first = top + (height - len(names) * LINE_HEIGHT) / 2 + 11
        parts += [
            letters(words, 0, first + number * LINE_HEIGHT, self.palette.ink)
            for number, words in enumerate(names)
        ]
        middle = top + (height - lines * LINE_HEIGHT) / 2 + LINE_HEIGHT / 2
        for sign, x, span, number in placed:
            y = middle + number * LINE_HEIGHT
            if span is not None:
                parts.append(self._span(sign, span, y))
            parts.append(mark(sign, x, y, self.palette))
        return parts, top + height - start

    def _placed(
        self, marks: Sequence[tuple[int, Value]]
    ) -> tuple[list[tuple[int, float, tuple[float, float] | None, int]], int]:
        """Return each sign with its place across, its span, and its line, and how many lines that makes."""
        certain: dict[float, list[int]] = {}
        spans: list[tuple[int, tuple[float, float]]] = []
        for sign, value in marks:
            if isinstance(value, tuple):
                spans.append((sign, value))
            elif value is not None:
                certain.setdefault(value, []).append(sign)
        # half levels are half a step apart: what would touch goes into a further line
        is_halved = any(place % 1 for place in certain)
        per_line = max(int(self.step / (2 if is_halved else 1) // PITCH), 1)
        placed: list[tuple[int, float, tuple[float, float] | None, int]] = []
        for place, signs in certain.items():
            for number, sign in enumerate(signs):
                row, column = divmod(number, per_line)
                in_line = min(len(signs) - row * per_line, per_line)
                placed.append((sign, self.at(place) + (column - (in_line - 1) / 2) * PITCH, None, row))
        lines = max((one[3] + 1 for one in placed), default=0)
        for sign, span in spans:
            placed.append((sign, (self.at(span[0]) + self.at(span[1])) / 2, span, lines))
            lines += 1
        return placed, lines

    def _target(self, target: float, top: float, height: float) -> str:
        left, wide = self.at(target - HALF_BAND), 2 * HALF_BAND * self.step
        edge: dict[str, str] = {"stroke": self.palette.edge, "stroke_dasharray": "3 3"}
        return (
            element("rect", x=left, y=top, width=wide, height=height, fill=self.palette.wash)
            + line(left, top, left, top + height, **edge)
            + line(left + wide, top, left + wide, top + height, **edge)
        )

    def _span(self, sign: int, span: tuple[float, float], y: float) -> str:
        left, right = self.at(span[0]) - 7, self.at(span[1]) + 7
        return element(
            "rect",
            x=left,
            y=y - 6.5,
            width=right - left,
            height=13,
            rx=6.5,
            fill=self.palette.ground,
            stroke=self.palette.tone(sign),
            stroke_width=1.3,
        )
