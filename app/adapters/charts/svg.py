"""The few elements a picture is made of, as text; every name and value is escaped here and nowhere else."""

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape

from app.adapters.charts.palette import Palette

Attribute = str | float | None

_BARRED = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def written(value: float) -> str:
    """Return a coordinate with two decimals at most: "12", "12.5"."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def clean(words: str) -> str:
    """Return words as XML may hold them: escaped, without the characters that no XML document may contain."""
    return escape(_BARRED.sub("", words), quote=True)


def element(name: str, content: str | None = None, /, **attributes: Attribute) -> str:
    """Return an element; `content` is markup; underscores in attribute names stand for hyphens."""
    words = "".join(
        f' {_attribute(key)}="{clean(value) if isinstance(value, str) else written(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{words}/>" if content is None else f"<{name}{words}>{content}</{name}>"


def line(x1: float, y1: float, x2: float, y2: float, stroke: str, **more: Attribute) -> str:
    """Return a straight line."""
    return element(
        "path", d=f"M{written(x1)} {written(y1)}L{written(x2)} {written(y2)}", stroke=stroke, **more
    )


def letters(words: str, x: float, y: float, fill: str, **more: Attribute) -> str:
    """Return a line of text whose baseline begins, or is centred, at a point."""
    return element("text", clean(words), x=x, y=y, fill=fill, **more)


def picture(
    width: float,
    height: float,
    parts: Iterable[str],
    palette: Palette,
    *,
    title: str,
    description: str,
    id: str,  # noqa: A002 - what the attribute is called
) -> str:
    """Return a whole `<svg>`: `title` names it, `description` says what it says, `id` keeps names apart."""
    return element(
        "svg",
        element("title", clean(title), id=f"{id}-title")
        + element("desc", clean(description), id=f"{id}-desc")
        + "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=f"0 0 {written(width)} {written(height)}",
        role="img",
        aria_labelledby=f"{id}-title {id}-desc",
        font_family=palette.letters,
        font_size=12.0,
        fill="none",
    )


@lru_cache(maxsize=256)
def _attribute(name: str) -> str:
    return name.rstrip("_").replace("_", "-")
