"""Questionnaires as JSON values: a started round keeps its own copy, whatever happens to the framework."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from app.domain.questionnaire import (
    IndicatorQuestion,
    Item,
    LevelCard,
    Questionnaire,
    Section,
    Wording,
)

SCHEMA = "rondom.questionnaire/1"


class UnknownSchemaError(ValueError):
    """A stored questionnaire was written in a form that this version cannot read."""


def questionnaire_to_json(questionnaire: Questionnaire) -> dict[str, object]:
    """Return the questionnaire as JSON values, with the schema it is written in."""
    values = {key: _with_lists(value) for key, value in asdict(questionnaire).items()}
    return {"schema": SCHEMA, **values}


def questionnaire_from_json(stored: Mapping[str, Any]) -> Questionnaire:
    """Return the questionnaire that `questionnaire_to_json` wrote.

    Raises:
        UnknownSchemaError: It was written in another schema.
    """
    if stored.get("schema") != SCHEMA:
        raise UnknownSchemaError(str(stored.get("schema")))
    return Questionnaire(
        framework_id=stored["framework_id"],
        framework_revision=stored["framework_revision"],
        language=stored["language"],
        questions=stored["questions"],
        has_comments=stored["has_comments"],
        sections=tuple(_section(section) for section in stored["sections"]),
        open_questions=tuple(stored["open_questions"]),
    )


def _with_lists(value: object) -> object:
    if isinstance(value, dict):
        return {key: _with_lists(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_with_lists(inner) for inner in value]
    return value


def _section(stored: Mapping[str, Any]) -> Section:
    return Section(stored["id"], stored["name"], tuple(_item(item) for item in stored["items"]))


def _item(stored: Mapping[str, Any]) -> Item:
    return Item(
        stored["competency_id"],
        stored["name"],
        stored["definition"],
        tuple(_level_card(card) for card in stored["levels"]),
        tuple(_indicator_question(question) for question in stored["indicator_questions"]),
    )


def _level_card(stored: Mapping[str, Any]) -> LevelCard:
    indicators = tuple(_wording(wording) for wording in stored["indicators"])
    return LevelCard(stored["level"], stored["title"], stored["description"], indicators)


def _indicator_question(stored: Mapping[str, Any]) -> IndicatorQuestion:
    wording = _wording(stored["wording"])
    return IndicatorQuestion(stored["id"], stored["level"], stored["number"], wording)


def _wording(stored: Mapping[str, Any]) -> Wording:
    return Wording(other=stored["other"], self=stored["self"])
