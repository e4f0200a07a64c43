"""The pictures of a document on paper: a mapping with `picture` in it becomes an SVG with its words.

The kinds and their values are those of app.domain.printed_report.pictures.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Any

from app.adapters.charts.dot_plot import Row, dot_plot
from app.adapters.charts.level_strip import level_strip
from app.adapters.charts.palette import PAPER
from app.adapters.charts.series import Series, Value
from app.adapters.charts.spider import spider

STRIP_WIDTH = 488.0


def with_pictures(document: Mapping[str, object]) -> dict[str, object]:
    """Return a document in which every picture is drawn; raises KeyError for a kind that nobody draws."""
    numbers = count(1)
    return {name: _drawn(value, numbers) for name, value in document.items()}


def _drawn(value: object, numbers: Iterator[int]) -> object:
    if isinstance(value, Mapping):
        kind = value.get("picture")
        if isinstance(kind, str):
            svg = _DRAWN[kind](value, f"picture-{next(numbers)}")
            return {"svg": svg, "alt": value["alt"], "width": _width(value)}
        return {name: _drawn(one, numbers) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_drawn(one, numbers) for one in value]
    return value


def _width(picture: Mapping[str, Any]) -> float:
    return float(picture.get("width", {"strip": STRIP_WIDTH, "dots": 640, "spider": 460}[picture["picture"]]))


def _strip(picture: Mapping[str, Any], id_: str) -> str:
    return level_strip(
        picture["counts"],
        tuple(picture["span"]) if picture["span"] else None,
        palette=PAPER,
        title="",
        description=picture["alt"],
        id=id_,
        sign=picture["sign"],
        places=picture["places"],
        target=picture["target"],
        width=_width(picture),
        has_axis=picture.get("has_axis", True),
    )


def _dots(picture: Mapping[str, Any], id_: str) -> str:
    return dot_plot(
        [Row(row["name"], row["target"], row.get("heading", "")) for row in picture["rows"]],
        _series(picture),
        levels=picture["levels"],
        palette=PAPER,
        title="",
        description=picture["alt"],
        id=id_,
        width=_width(picture),
        name_width=picture.get("name_width", 240),
        target_label=picture["target_label"],
        has_axis=picture.get("has_axis", True),
        has_key=picture.get("has_key", True),
    )


def _spider(picture: Mapping[str, Any], id_: str) -> str:
    return spider(
        picture["axes"],
        _series(picture),
        levels=picture["levels"],
        target=picture["target"],
        palette=PAPER,
        title="",
        description=picture["alt"],
        id=id_,
        width=_width(picture),
        target_label=picture["target_label"],
    )


def _series(picture: Mapping[str, Any]) -> list[Series]:
    return [
        Series(one["label"], one["sign"], [_value(value) for value in one["values"]])
        for one in picture["series"]
    ]


def _value(value: Any) -> Value:  # noqa: ANN401 - a number, two of them, or nothing
    return (value[0], value[1]) if isinstance(value, list | tuple) else value


_DRAWN: dict[str, Callable[[Mapping[str, Any], str], str]] = {
    "strip": _strip,
    "dots": _dots,
    "spider": _spider,
}
