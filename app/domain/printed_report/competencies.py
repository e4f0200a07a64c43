"""One part per competency of a printed report: its levels in words, and where the answers lie on them."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.level_words import here_words
from app.domain.printed_report.pictures import dots, row_words, strip
from app.domain.printed_report.voice import Document, Voice
from app.domain.questionnaire import Item, LevelCard, Questionnaire
from app.domain.report_sentences import count_words, gap_figures, mean_words
from app.domain.sentences import FREQUENCY_SCALE, gap_sentence, reading
from app.domain.text import text

_WIDTH = 316
"""Half a page, in the units of a picture."""


def clusters_of(report: Mapping[str, Any], questionnaire: Questionnaire, voice: Voice) -> list[Document]:
    """Return the competencies by cluster, in the order of the questionnaire."""
    found = {competency["id"]: competency for competency in report["competencies"]}
    return [
        {
            "name": section.name,
            "competencies": [_part(item, found[item.competency_id], voice) for item in section.items],
        }
        for section in questionnaire.sections
    ]


def _part(item: Item, competency: Mapping[str, Any], voice: Voice) -> Document:
    gap, target = competency["gap"], competency["target_level"]
    return {
        "id": item.competency_id,
        "name": item.name,
        "definition": item.definition,
        "gap": voice.say(gap_sentence(gap)) if gap is not None else None,
        "gap_figures": voice.say(gap_figures(gap, voice.number)) if gap is not None else None,
        "is_notable": gap is not None and gap["size"] == "notable",
        "target": target,
        "target_words": voice.say(text("Target: level %(level)s", level=target)) if target else None,
        "lanes": [_lane(cell, target, voice) for cell in competency["cells"]],
        "levels": [
            _level(card, competency["cells"], target, voice)
            for card in item.levels
            if not item.indicator_questions
        ],
        "frequencies": _frequencies(item, competency, voice),
    }


def _lane(cell: Mapping[str, Any], target: int | None, voice: Voice) -> Document:
    figures = []
    if cell["shown"] and cell["n"] > 1:
        figures = [each for each in (count_words(cell), mean_words(cell, voice.number)) if each is not None]
    return {
        "label": voice.heading(cell["groups"]),
        "figures": [voice.say(figure) for figure in figures],
        "reading": voice.say(reading(cell)),
        "picture": strip(cell, target, voice) if cell["shown"] else None,
    }


def _level(card: LevelCard, cells: Sequence[Mapping[str, Any]], target: int | None, voice: Voice) -> Document:
    here = [here_words(card.level, cell, voice.heading(cell["groups"])) for cell in cells if cell["shown"]]
    return {
        "level": card.level,
        "title": card.title,
        "description": card.description or "",
        "indicators": [wording.other for wording in card.indicators],
        "here": [voice.say(words) for words in here if words is not None],
        "is_target": card.level == target,
    }


def _frequencies(item: Item, competency: Mapping[str, Any], voice: Voice) -> list[Document]:
    titles = {card.level: card.title for card in item.levels}
    texts = {question.id: question.wording.other for question in item.indicator_questions}
    return [
        {
            "heading": voice.say(text("Level %(level)s", level=level["level"])),
            "title": titles.get(level["level"], ""),
            "lanes": [_lane(cell, None, voice) for cell in level["cells"]],
            "indicators": [
                {
                    "text": texts[indicator["id"]],
                    "words": row_words("", indicator["cells"], None, voice),
                    "picture": dots([("", indicator["cells"], None)], FREQUENCY_SCALE, voice)
                    | {"width": _WIDTH, "name_width": 0, "has_key": False, "has_axis": number == 0},
                }
                for number, indicator in enumerate(
                    each for each in competency["indicators"] if each["level"] == level["level"]
                )
            ],
        }
        for level in competency.get("levels", ())
    ]
