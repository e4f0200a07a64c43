"""One group's answers over the places of a scale: a dot for an answer, an outline where it is uncertain."""

from collections.abc import Sequence

from app.adapters.charts.palette import Palette
from app.adapters.charts.signs import mark
from app.adapters.charts.svg import element, letters, line, picture

PITCH = 12
PER_ROW = 5
MOST_ROWS = 5


def level_strip(
    counts: Sequence[int],
    span: tuple[int, int] | None,
    *,
    palette: Palette,
    title: str,
    description: str,
    id: str,  # noqa: A002 - what the attribute is called
    sign: int = 2,
    places: Sequence[str] = (),
    target: int | None = None,
    width: float = 320,
    has_axis: bool = True,
) -> str:
    """Return the picture of how many certain answers lie at each place, from the first place on.

    `span` names the two outer places of the one answer that is not certain; `places` what they are called,
    where a number is not enough. Too many for dots become bars with their number.
    """
    step = width / len(counts)
    fit = max(min(PER_ROW, int(step // PITCH)), 1)
    is_dotted = max(counts) <= fit * MOST_ROWS
    rows = max(-(-count // fit) for count in counts) if is_dotted else MOST_ROWS
    lanes = max(rows, 0 if span else 1)
    ground = (lanes + (1 if span else 0)) * PITCH + 6
    parts: list[str] = []
    for place, count in enumerate(counts, 1):
        left, middle = (place - 1) * step, (place - 0.5) * step
        if place == target:
            parts += _target(left + 3, left + step - 3, ground, palette)
        parts.append(line(left + 3, ground, left + step - 3, ground, palette.edge, stroke_width=1.5))
        if has_axis:
            name = places[place - 1] if places else str(place)
            parts.append(letters(name, middle, ground + 14, palette.soft, text_anchor="middle", font_size=11))
        if is_dotted:
            parts += [mark(sign, x, y, palette) for x, y in _dots(count, middle, ground, fit)]
        elif count:
            high = max(count / max(counts) * MOST_ROWS * PITCH, 2)
            parts.append(
                element(
                    "rect", x=middle - 14, y=ground - high, width=28, height=high, fill=palette.tone(sign)
                )
            )
            parts.append(letters(str(count), middle + 18, ground - 4, palette.ink, font_size=11))
    if span:
        parts.append(_span(span, step, ground - lanes * PITCH - PITCH / 2 - 1, palette.tone(sign)))
    height = ground + (18 if has_axis else 2)
    return picture(width, height, parts, palette, title=title, description=description, id=id)


def _dots(count: int, middle: float, ground: float, per_row: int) -> list[tuple[float, float]]:
    """Return the middles of dots, piled up from the ground."""
    dots = []
    for number in range(count):
        row, place = divmod(number, per_row)
        in_row = min(count - row * per_row, per_row)
        dots.append((middle + (place - (in_row - 1) / 2) * PITCH, ground - 7 - row * PITCH))
    return dots


def _target(left: float, right: float, ground: float, palette: Palette) -> list[str]:
    return [
        element("rect", x=left, y=0, width=right - left, height=ground, fill=palette.wash),
        line(left, 0, left, ground, palette.edge, stroke_dasharray="3 3"),
        line(right, 0, right, ground, palette.edge, stroke_dasharray="3 3"),
    ]


def _span(span: tuple[int, int], step: float, middle: float, tone: str) -> str:
    left, right = (span[0] - 0.5) * step - 5, (span[1] - 0.5) * step + 5
    return element(
        "rect", x=left, y=middle - 4.5, width=right - left, height=9, rx=4.5, stroke=tone, stroke_width=1.6
    )
