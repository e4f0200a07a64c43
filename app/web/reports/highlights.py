"""The first screen: what stands out, each with its picture, or why there is nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from markupsafe import Markup

from app.domain.policy import CORE
from app.domain.raters import SELF
from app.domain.report_sentences import explore_sentence, gap_figures, strength_sentence
from app.domain.sentences import gap_sentence
from app.domain.text import Text
from app.web.language import translated
from app.web.reports.names import GroupNames
from app.web.reports.numbers import written
from app.web.reports.pictures import Pictures

MOST_HIDDEN_WITH_PICTURE = 2


@dataclass(frozen=True)
class Entry:
    """One thing that stands out, with its small picture; what it shows by `label`, where it is one group."""

    competency_id: str
    name: str
    sentence: str
    picture: Markup | None
    label: str = ""


@dataclass(frozen=True)
class Highlight:
    """One kind of thing that stands out; `further` are only named, `empty` says why there is none."""

    id: str
    title: str
    entries: tuple[Entry, ...]
    further: tuple[Entry, ...]
    empty: str


def highlights_of(report: Mapping[str, Any], names: GroupNames, pictures: Pictures) -> tuple[Highlight, ...]:
    """Return strengths, blind spots, hidden strengths and something to explore, in this order.

    Nothing at all where no answers of others are shown: one sentence is calmer than the same four times.
    """
    found = report["highlights"]
    if not any(_is_of_others(cell) for competency in report["competencies"] for cell in competency["cells"]):
        return ()
    by_id = {competency["id"]: competency for competency in report["competencies"]}
    has_gaps = any(competency["gap"] is not None for competency in report["competencies"])

    def entry(one: Mapping[str, Any], *sentences: Text) -> Entry:
        picture = pictures.row(one["name"], by_id[one["competency"]]["cells"], None, f"h-{one['competency']}")
        words = " ".join(translated(sentence) for sentence in sentences)
        return Entry(one["competency"], one["name"], words, picture)

    def difference(one: Mapping[str, Any]) -> Entry:
        gap = by_id[one["competency"]]["gap"]
        return entry(one, gap_sentence(gap), gap_figures(gap, written))

    def explored(one: Mapping[str, Any]) -> Entry:
        cells = by_id[one["competency"]]["cells"]
        cell = next(cell for cell in cells if cell["groups"] == one["groups"])
        sentence = explore_sentence(one, names.inside(one["groups"]), report["policy"]["name"])
        return Entry(
            one["competency"],
            one["name"],
            translated(sentence),
            pictures.strip(cell, f"e-{one['competency']}"),
            names.heading(one["groups"]),
        )

    hidden = tuple(difference(one) for one in found["hidden_strengths"])
    return (
        Highlight(
            "strengths",
            gettext("Strengths"),
            tuple(entry(one, strength_sentence(one, written)) for one in found["strengths"]),
            (),
            gettext("None that stands out: what others place highest is named below, or not placed high."),
        ),
        Highlight(
            "blind-spots",
            gettext("Blind spots"),
            tuple(difference(one) for one in found["blind_spots"]),
            (),
            gettext("None: nowhere does the self-rating lie a level or more above what others see.")
            if has_gaps
            else _no_gap(),
        ),
        Highlight(
            "hidden-strengths",
            gettext("Hidden strengths"),
            hidden[:MOST_HIDDEN_WITH_PICTURE],
            hidden[MOST_HIDDEN_WITH_PICTURE:],
            gettext("None: nowhere do others see a level or more above the self-rating.")
            if has_gaps
            else _no_gap(),
        ),
        Highlight(
            "explore",
            gettext("To explore"),
            tuple(explored(one) for one in found["explore"]),
            (),
            _no_split(is_core=report["policy"]["name"] == CORE),
        ),
    )


def _is_of_others(cell: Mapping[str, Any]) -> bool:
    return bool(cell["shown"]) and cell["groups"] != [SELF]


def _no_split(*, is_core: bool) -> str:
    if is_core:
        return str(
            gettext("None: in no group that is shown do the middle answers lie two levels or more apart.")
        )
    return str(gettext("None: in no group that is shown do the answers lie two levels or more apart."))


def _no_gap() -> str:
    return str(
        gettext("Nothing can be said here, because the self-rating or the answers of others are missing.")
    )
