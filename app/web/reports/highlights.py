"""The first screen: what stands out, each with its picture, or why there is nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from app.domain.highlight_words import (
    KINDS,
    has_answers_of_others,
    highlight_title,
    most_with_picture,
    no_highlight,
)
from app.domain.report_sentences import explore_sentence, gap_figures, strength_sentence
from app.domain.sentences import gap_sentence
from app.domain.text import Text
from app.web.language import translated
from app.web.reports.names import GroupNames
from app.web.reports.numbers import written
from app.web.reports.pictures import Pictures


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
    if not has_answers_of_others(report):
        return ()
    found = report["highlights"]
    by_id = {competency["id"]: competency for competency in report["competencies"]}

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

    made: dict[str, tuple[Entry, ...]] = {
        "strengths": tuple(entry(one, strength_sentence(one, written)) for one in found["strengths"]),
        "blind_spots": tuple(difference(one) for one in found["blind_spots"]),
        "hidden_strengths": tuple(difference(one) for one in found["hidden_strengths"]),
        "explore": tuple(explored(one) for one in found["explore"]),
    }
    return tuple(
        Highlight(
            kind.replace("_", "-"),
            translated(highlight_title(kind)),
            made[kind][: most_with_picture(kind)],
            made[kind][len(made[kind][: most_with_picture(kind)]) :],
            translated(no_highlight(kind, report)),
        )
        for kind in KINDS
    )
