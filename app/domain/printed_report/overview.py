"""The overview of a printed report: every competency with where each group typically stands."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.printed_report.pictures import Cells, dots, spider
from app.domain.printed_report.voice import Document, Voice
from app.domain.questionnaire import Questionnaire, Section
from app.domain.text import text

Line = tuple[str, Cells, int | None]
"""A name, the cells of its groups, and the target level."""

MOST_ROWS = 26
_WIDTH = 430
"""Of a spider on half a page, in the units of a picture: wide enough for the longest names."""
FEWEST_AXES = 3
MOST_AXES = 12


def overview_of(report: Mapping[str, Any], questionnaire: Questionnaire, voice: Voice) -> Document:
    """Return one picture of rows per cluster, and spiders for clusters with enough competencies."""
    found = {competency["id"]: competency for competency in report["competencies"]}
    is_by_level = questionnaire.questions == "level"
    return {
        "pictures": _pictures(found, questionnaire, voice),
        "spiders": _spiders(found, questionnaire, voice) if is_by_level else [],
    }


def _pictures(
    found: Mapping[str, Mapping[str, Any]], questionnaire: Questionnaire, voice: Voice
) -> list[Document]:
    """Return as few pictures of rows as fit on pages; only the first explains the signs."""
    pages: list[list[tuple[str, list[Line]]]] = [[]]
    for section in questionnaire.sections:
        lines = _rows(section, found, voice)
        if pages[-1] and sum(len(each) + 1 for _, each in pages[-1]) + len(lines) > MOST_ROWS:
            pages.append([])
        pages[-1].append((section.name, lines))
    return [_picture(page, questionnaire.scale, voice, has_key=page is pages[0]) for page in pages]


def _picture(page: Sequence[tuple[str, list[Line]]], scale: int, voice: Voice, *, has_key: bool) -> Document:
    made = dots([line for _, lines in page for line in lines], scale, voice)
    names = [heading if not number else "" for heading, lines in page for number, _ in enumerate(lines)]
    rows = [{"name": line[0], "target": line[2]} for _, lines in page for line in lines]
    return made | {
        "rows": [row | {"heading": heading} for row, heading in zip(rows, names, strict=True)],
        "has_key": has_key,
    }


def _rows(section: Section, found: Mapping[str, Mapping[str, Any]], voice: Voice) -> list[Line]:
    rows: list[Line] = []
    for item in section.items:
        competency = found[item.competency_id]
        if "levels" not in competency:
            rows.append((item.name, competency["cells"], competency["target_level"]))
            continue
        rows += [
            (f"{item.name}, {voice.say(text('level %(level)s', level=level['level']))}", level["cells"], None)
            for level in competency["levels"]
        ]
    return rows


def _spiders(
    found: Mapping[str, Mapping[str, Any]], questionnaire: Questionnaire, voice: Voice
) -> list[Document]:
    """Return one spider over everything where that stays readable, else one per cluster that has enough."""
    everything = [row for section in questionnaire.sections for row in _rows(section, found, voice)]
    if FEWEST_AXES <= len(everything) <= MOST_AXES:
        return [{"name": None, "picture": spider(everything, questionnaire.scale, voice)}]
    return [
        {"name": section.name, "picture": spider(rows, questionnaire.scale, voice) | {"width": _WIDTH}}
        for section in questionnaire.sections
        if FEWEST_AXES <= len(rows := _rows(section, found, voice)) <= MOST_AXES
    ]
