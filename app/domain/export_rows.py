"""The published cells of a report as rows of a spreadsheet: one per participant, question and block."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.questionnaire import Questionnaire

Value = str | int | float

_FIRST = ("round", "participant", "role", "cluster", "competency_id", "competency", "level", "indicator")
_LAST = (
    "answers",
    "answers_shown",
    "typical_level",
    "mean",
    "agreement",
    "softened",
    "reason",
    "target_level",
)


def export_columns(scale: int) -> tuple[str, ...]:
    """Return the names of the columns; `at_1` to `at_4` (or `at_5`) count the answers that are shown.

    Under `core` the highest and the lowest answer are not among them. A blank cell has only its reason.
    """
    return (*_FIRST, "groups", *(f"at_{place}" for place in range(1, scale + 1)), *_LAST)


def export_rows(report: Mapping[str, Any], questionnaire: Questionnaire) -> Iterator[tuple[Value, ...]]:
    """Yield the rows of one report in the order of the questionnaire; missing values are empty texts."""
    about = (report["round"]["name"], report["participant"]["name"], report["participant"]["role"] or "")
    texts = {
        question.id: question.wording.other
        for item in questionnaire.items
        for question in item.indicator_questions
    }
    for competency in report["competencies"]:
        named = (competency["cluster"], competency["id"], competency["name"])
        target = competency["target_level"]
        for cell in competency["cells"]:
            yield (*about, *named, "", "", *_values(cell, target, questionnaire.scale))
        for indicator in competency.get("indicators", ()):
            for cell in indicator["cells"]:
                asked = (indicator["level"], texts[indicator["id"]])
                yield (*about, *named, *asked, *_values(cell, None, questionnaire.scale))


def _values(cell: Mapping[str, Any], target: int | None, scale: int) -> tuple[Value, ...]:
    groups = " + ".join(cell["groups"])
    aim = target if target is not None else ""
    if not cell["shown"]:
        return (groups, *("",) * (scale + 6), cell["reason"], aim)
    counts = [cell["distribution"][str(place)] for place in range(1, scale + 1)]
    return (
        groups,
        *counts,
        cell["n"],
        sum(counts),
        _or_empty(cell["typical_level"]),
        _or_empty(cell["mean"]),
        cell["agreement"] or "",
        "yes" if cell["softened"] else "",
        "",
        aim,
    )


def _or_empty(value: float | None) -> Value:
    return "" if value is None else value
