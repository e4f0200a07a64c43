import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.questionnaire import (
    OPEN_QUESTIONS,
    IndicatorQuestion,
    Item,
    LevelCard,
    Questionnaire,
    QuestionnaireOptions,
    Section,
    Wording,
    generate_questionnaire,
)
from app.domain.questionnaire_json import UnknownSchemaError, questionnaire_from_json, questionnaire_to_json
from tests.framework.frameworks import make_framework

TEXTS = st.text(max_size=8)
NUMBERS = st.integers(1, 9)


def _some(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=2).map(tuple)


WORDINGS = st.builds(Wording, other=TEXTS, self=TEXTS)
CARDS = st.builds(
    LevelCard, level=NUMBERS, title=TEXTS, description=st.none() | TEXTS, indicators=_some(WORDINGS)
)
INDICATOR_QUESTIONS = st.builds(IndicatorQuestion, id=TEXTS, level=NUMBERS, number=NUMBERS, wording=WORDINGS)
ITEMS = st.builds(
    Item,
    competency_id=TEXTS,
    name=TEXTS,
    definition=TEXTS,
    levels=_some(CARDS),
    indicator_questions=_some(INDICATOR_QUESTIONS),
)
SECTIONS = st.builds(Section, id=TEXTS, name=TEXTS, items=_some(ITEMS))
QUESTIONNAIRES = st.builds(
    Questionnaire,
    framework_id=TEXTS,
    framework_revision=NUMBERS,
    language=TEXTS,
    questions=st.sampled_from(["level", "indicator"]),
    has_comments=st.booleans(),
    sections=_some(SECTIONS),
    open_questions=st.sampled_from([OPEN_QUESTIONS, ()]),
)
MADE = generate_questionnaire(
    make_framework(), ["empathy", "planning"], QuestionnaireOptions(questions="indicator")
)


@given(QUESTIONNAIRES)
def test_a_stored_questionnaire_comes_back_unchanged(questionnaire: Questionnaire) -> None:
    stored = json.dumps(questionnaire_to_json(questionnaire))

    assert questionnaire_from_json(json.loads(stored)) == questionnaire


def test_the_json_values_are_those_that_a_database_gives_back() -> None:
    values = questionnaire_to_json(MADE)

    assert json.loads(json.dumps(values)) == values


def test_a_questionnaire_read_back_asks_the_same_questions() -> None:
    back = questionnaire_from_json(questionnaire_to_json(MADE))

    assert (back.rating_questions, back.comment_questions) == (
        MADE.rating_questions,
        MADE.comment_questions,
    )


def test_different_questionnaires_are_stored_differently() -> None:
    assert questionnaire_to_json(replace(MADE, language="fr")) != questionnaire_to_json(MADE)


@pytest.mark.parametrize("schema", [None, "rondom.questionnaire/2", "rondom.report/1"])
def test_another_schema_is_refused(schema: str | None) -> None:
    with pytest.raises(UnknownSchemaError):
        questionnaire_from_json({**questionnaire_to_json(MADE), "schema": schema})
