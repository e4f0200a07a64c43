"""The overview of a printed report: every competency with where each group typically stands."""

from collections.abc import Mapping
from typing import Any

from app.domain.printed_report.pictures import Cells, dots, spider
from app.domain.printed_report.voice import Document, Voice
from app.domain.questionnaire import Questionnaire, Section
from app.domain.report_sentences import gap_words
from app.domain.text import text

FEWEST_AXES = 3
MOST_AXES = 12


def overview_of(report: Mapping[str, Any], questionnaire: Questionnaire, voice: Voice) -> Document:
    """Return one picture of rows per cluster, and spiders for clusters with enough competencies."""
    found = {competency["id"]: competency for competency in report["competencies"]}
    is_by_level = questionnaire.questions == "level"
    return {
        "clusters": [
            {"name": section.name, "picture": dots(rows, questionnaire.scale, voice)}
            for section in questionnaire.sections
            if (rows := _rows(section, found, voice))
        ],
        "gaps": [
            {
                "name": item.name,
                "words": voice.say(gap_words(found[item.competency_id]["gap"])),
                "is_notable": found[item.competency_id]["gap"]["size"] == "notable",
            }
            for item in questionnaire.items
            if found[item.competency_id]["gap"] is not None
        ],
        "spiders": _spiders(found, questionnaire, voice) if is_by_level else [],
    }


def _rows(
    section: Section, found: Mapping[str, Mapping[str, Any]], voice: Voice
) -> list[tuple[str, Cells, int | None]]:
    rows: list[tuple[str, Cells, int | None]] = []
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
        {"name": section.name, "picture": spider(rows, questionnaire.scale, voice)}
        for section in questionnaire.sections
        if FEWEST_AXES <= len(rows := _rows(section, found, voice)) <= MOST_AXES
    ]
