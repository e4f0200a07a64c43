"""The team report as a document for paper: everything already in words."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, ngettext

from app.domain.team_legend import HEAT_LEAD, LEAD, TARGETS_LEAD, rules_of
from app.domain.team_words import (
    mean_in_words,
    outstanding_in,
    parts_of_table,
    shade_of,
    target_words,
)
from app.web.language import current_language, translated
from app.web.reports.numbers import written

COLUMNS = 6
"""Teams side by side; more go into another table."""


def team_paper(report: Mapping[str, Any]) -> dict[str, object]:
    """Return what templates/report/teams.typ sets."""
    scale = report["scale"]
    return {
        "title": gettext("Team report: %(round)s", round=report["round"]["name"]),
        "heading": gettext("Team report"),
        "round_name": report["round"]["name"],
        "language": current_language(),
        "texts_language": report["framework"]["language"],
        "lead": translated(LEAD),
        "outstanding": _outstanding(report),
        "tables": [_table(report, start, scale) for start in range(0, len(report["units"]), COLUMNS)],
        "targets": [_targets(row) for row in report["rows"] if row["targets"]],
        "rules": [translated(rule) for rule in rules_of(report)],
        "words": {
            "outstanding": gettext("What stands out"),
            "heat": gettext("Competencies by team"),
            "heat_lead": translated(HEAT_LEAD),
            "targets": gettext("Beside what roles ask"),
            "targets_lead": translated(TARGETS_LEAD),
            "row": gettext("Competency") if report["round"]["questions"] == "level" else gettext("Indicator"),
            "rules": gettext("What is not shown, and why"),
            "unshown": gettext(
                "The sign □ stands for a character that the typefaces of this file do not have, such as a"
                " small picture. The page of the report shows it."
            ),
        },
    }


def _outstanding(report: Mapping[str, Any]) -> list[dict[str, object]]:
    found = outstanding_in(report)
    kinds = [
        (title, [(row["name"], _mean(row["cells"][-1]["mean"], report["scale"])) for row in rows])
        for title, rows in (
            (gettext("Seen highest"), found.highest),
            (gettext("Seen lowest"), found.lowest),
        )
    ]
    below = [
        (
            row["name"],
            gettext(
                "%(percent)s %% of the answers lie below level %(level)s",
                percent=target["below"],
                level=target["target"],
            ),
        )
        for row, target in found.below
    ]
    kinds.append((gettext("Farthest below what roles ask"), below))
    return [
        {"title": title, "entries": [{"name": name, "words": words} for name, words in entries]}
        for title, entries in kinds
        if entries
    ]


def _table(report: Mapping[str, Any], start: int, scale: int) -> dict[str, object]:
    units = report["units"][start : start + COLUMNS]
    return {
        "units": [{"label": unit["label"], "count": _people(unit["participants"])} for unit in units],
        "parts": [
            {
                "heading": heading,
                "rows": [
                    {
                        "name": row["name"],
                        "cells": [_cell(cell, scale) for cell in row["cells"][start : start + COLUMNS]],
                    }
                    for row in rows
                ],
            }
            for heading, rows in parts_of_table(report)
        ],
    }


def _cell(cell: Mapping[str, Any], scale: int) -> dict[str, object]:
    if not cell["shown"]:
        return {"mean": "–", "words": "", "shade": 0}
    return {
        "mean": written(cell["mean"]),
        "words": translated(mean_in_words(cell["mean"], scale)),
        "shade": shade_of(cell["mean"], scale),
    }


def _targets(row: Mapping[str, Any]) -> dict[str, object]:
    return {
        "name": row["name"],
        "lines": [
            {
                "label": gettext("Roles that ask for level %(level)s", level=target["target"]),
                "note": f"{_people(target['participants'])}; {translated(target_words(target))}",
                "target": target["target"],
                "shares": target["shares"],
                "words": ", ".join(
                    f"{gettext('level %(level)s', level=place)}: {share} %"
                    for place, share in enumerate(target["shares"], start=1)
                ),
            }
            for target in row["targets"]
        ],
    }


def _mean(mean: float, scale: int) -> str:
    return f"{translated(mean_in_words(mean, scale))} ({written(mean)})"


def _people(count: int) -> str:
    return str(ngettext("%(count)s participant", "%(count)s participants", count, count=count))
