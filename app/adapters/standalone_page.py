"""A report as one HTML file that needs nothing else: stylesheet and pictures are in it, scripts are not."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.adapters.paper_pictures import with_pictures

TEMPLATES = Path(__file__).parents[2] / "templates"


def standalone_page(document: Mapping[str, object]) -> str:
    """Return the page of a document of app.domain.printed_report; every word in it is escaped."""
    return (
        _environment()
        .get_template("report/standalone.html")
        .render(told=with_pictures(document), stylesheet=_stylesheet(), drawn=_markup_of)
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _markup_of(picture: Mapping[str, str]) -> Markup:
    return Markup(picture["svg"])  # noqa: S704 - drawn by us, with every word in it escaped


def _stylesheet() -> Markup:
    words = (TEMPLATES / "report" / "standalone.css").read_text(encoding="utf-8")
    return Markup(words)  # noqa: S704 - a file of ours
