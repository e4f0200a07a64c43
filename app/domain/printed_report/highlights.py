"""The first page of a printed report: what stands out, each with its sentence and its small picture."""

from collections.abc import Mapping
from typing import Any

from app.domain.highlight_words import (
    KINDS,
    has_answers_of_others,
    highlight_lead,
    highlight_title,
    most_with_picture,
    no_highlight,
)
from app.domain.printed_report.pictures import dots, key, strip
from app.domain.printed_report.voice import Document, Voice
from app.domain.report_sentences import count_words, explore_sentence, gap_figures, strength_sentence
from app.domain.sentences import gap_sentence
from app.domain.text import text

_LEVELS = 4
_WIDTH = 316
"""Half a page, in the units of a picture."""


def stands_out(report: Mapping[str, Any], voice: Voice) -> Document:
    """Return the kinds of things that stand out, or why nothing does."""
    if report["round"]["questions"] != "level":
        instead = text(
            "This round asked how often each behaviour is seen. It places no competency on a level, so"
            " nothing is ranked here."
        )
    elif not has_answers_of_others(report):
        instead = text(
            "Nothing can be said here, because no answers of others are shown. Further down you find what"
            " was answered."
        )
    else:
        return {
            "instead": None,
            "kinds": [_kind(kind, report, voice) for kind in KINDS],
            "key": key([competency["cells"] for competency in report["competencies"]], voice),
        }
    return {"instead": voice.say(instead), "kinds": [], "key": None}


def _kind(kind: str, report: Mapping[str, Any], voice: Voice) -> Document:
    found = report["highlights"][kind]
    shown = found[: most_with_picture(kind)]
    return {
        "title": voice.say(highlight_title(kind)),
        "lead": voice.say(highlight_lead(kind)),
        "empty": None if found else voice.say(no_highlight(kind, report)),
        "entries": [_entry(kind, one, report, voice) for one in shown],
        "also": [one["name"] for one in found[len(shown) :]],
    }


def _entry(kind: str, one: Mapping[str, Any], report: Mapping[str, Any], voice: Voice) -> Document:
    competency = next(each for each in report["competencies"] if each["id"] == one["competency"])
    if kind == "explore":
        cell = next(each for each in competency["cells"] if each["groups"] == one["groups"])
        return {
            "id": one["competency"],
            "name": one["name"],
            "sentence": voice.say(
                explore_sentence(one, voice.inside(one["groups"]), report["policy"]["name"])
            ),
            "label": f"{voice.heading(one['groups'])}: {voice.say(count_words(cell))}",
            "picture": strip(cell, None, voice) | {"width": _WIDTH, "has_axis": True},
        }
    if kind == "strengths":
        sentence = voice.say(strength_sentence(one, voice.number))
    else:
        gap = competency["gap"]
        sentence = f"{voice.say(gap_sentence(gap))} {voice.say(gap_figures(gap, voice.number))}"
    return {
        "id": one["competency"],
        "name": one["name"],
        "sentence": sentence,
        "label": None,
        "picture": dots([(one["name"], competency["cells"], None)], _LEVELS, voice)
        | {"width": _WIDTH, "name_width": 0, "has_key": False},
    }
