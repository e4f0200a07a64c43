"""The first screen: what stands out, each with its picture, or why there is nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from app.domain.policy import CORE
from app.domain.raters import SELF
from app.domain.report_sentences import explore_sentence, gap_figures, strength_sentence
from app.domain.sentences import gap_sentence
from app.domain.text import Text
from app.web.language import translated
from app.web.reports.lanes import Lane, lane_of
from app.web.reports.names import GroupNames
from app.web.reports.numbers import written
from app.web.reports.points import Plot, plot_of

MOST_HIDDEN_WITH_PICTURE = 2


@dataclass(frozen=True)
class Entry:
    """One thing that stands out, with either a plot of all groups or the lane of one."""

    competency_id: str
    name: str
    sentence: str
    plot: Plot | None = None
    lane: Lane | None = None


@dataclass(frozen=True)
class Highlight:
    """One kind of thing that stands out; `further` are only named, `empty` says why there is none."""

    id: str
    title: str
    lead: str
    entries: tuple[Entry, ...]
    further: tuple[Entry, ...]
    empty: str


def highlights_of(report: Mapping[str, Any], names: GroupNames) -> tuple[Highlight, ...]:
    """Return strengths, blind spots, hidden strengths and something to explore, in this order.

    Nothing at all where no answers of others are shown: one sentence is calmer than the same four times.
    """
    found = report["highlights"]
    if not any(_is_of_others(cell) for competency in report["competencies"] for cell in competency["cells"]):
        return ()
    by_id = {competency["id"]: competency for competency in report["competencies"]}
    has_gaps = any(competency["gap"] is not None for competency in report["competencies"])

    def entry(one: Mapping[str, Any], sentence: Text) -> Entry:
        plot = plot_of(by_id[one["competency"]]["cells"], 4, names)
        return Entry(one["competency"], one["name"], translated(sentence), plot=plot)

    def difference(one: Mapping[str, Any]) -> Entry:
        gap = by_id[one["competency"]]["gap"]
        both = (translated(gap_sentence(gap)), translated(gap_figures(gap, written)))
        made = entry(one, gap_sentence(gap))
        return Entry(made.competency_id, made.name, " ".join(both), plot=made.plot)

    hidden = tuple(difference(one) for one in found["hidden_strengths"])
    return (
        Highlight(
            "strengths",
            gettext("Strengths"),
            gettext("What others see most clearly."),
            tuple(entry(one, strength_sentence(one, written)) for one in found["strengths"]),
            (),
            gettext("None that stands out: what others place highest is named below, or not placed high."),
        ),
        Highlight(
            "blind-spots",
            gettext("Blind spots"),
            gettext("Where the self-rating lies well above what others see."),
            tuple(difference(one) for one in found["blind_spots"]),
            (),
            gettext("None: nowhere does the self-rating lie a level or more above what others see.")
            if has_gaps
            else _no_gap(),
        ),
        Highlight(
            "hidden-strengths",
            gettext("Hidden strengths"),
            gettext("Where others see more than the self-rating says."),
            hidden[:MOST_HIDDEN_WITH_PICTURE],
            hidden[MOST_HIDDEN_WITH_PICTURE:],
            gettext("None: nowhere do others see a level or more above the self-rating.")
            if has_gaps
            else _no_gap(),
        ),
        Highlight(
            "explore",
            gettext("To explore"),
            gettext("Where people of one group see it differently."),
            tuple(_to_explore(one, by_id[one["competency"]], report, names) for one in found["explore"]),
            (),
            _no_split(is_core=report["policy"]["name"] == CORE),
        ),
    )


def _is_of_others(cell: Mapping[str, Any]) -> bool:
    return bool(cell["shown"]) and cell["groups"] != [SELF]


def _to_explore(
    one: Mapping[str, Any], competency: Mapping[str, Any], report: Mapping[str, Any], names: GroupNames
) -> Entry:
    cell = next(cell for cell in competency["cells"] if cell["groups"] == one["groups"])
    sentence = explore_sentence(one, names.inside(one["groups"]), report["policy"]["name"])
    lane = lane_of(cell, names.heading(one["groups"]))
    return Entry(one["competency"], one["name"], translated(sentence), lane=lane)


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
