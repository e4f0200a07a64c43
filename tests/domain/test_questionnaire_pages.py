"""A questionnaire in pages."""

from dataclasses import replace

import pytest

from app.domain.errors import NotFoundError
from app.domain.questionnaire import Questionnaire, QuestionnaireOptions, generate_questionnaire
from app.domain.questionnaire_pages import CLOSING_QUESTIONS, WHOLE, page_of_question, pages_of, questions_on
from framework.loader import load_framework


@pytest.fixture
def questionnaire() -> Questionnaire:
    """Return two clusters and the open questions."""
    chosen = ("analyseren", "empathie")
    return generate_questionnaire(load_framework("nl"), chosen, QuestionnaireOptions())


def test_every_cluster_is_a_page_and_the_open_questions_come_last(questionnaire: Questionnaire) -> None:
    assert [page.id for page in pages_of(questionnaire)] == [
        "informatieverwerking",
        "soft-skills",
        CLOSING_QUESTIONS,
    ]


def test_without_open_questions_there_is_no_last_page(questionnaire: Questionnaire) -> None:
    shorter = replace(questionnaire, open_questions=())
    assert CLOSING_QUESTIONS not in [page.id for page in pages_of(shorter)]


def test_the_whole_page_asks_everything_once(questionnaire: Questionnaire) -> None:
    questions = questions_on(questionnaire, WHOLE)
    assert sorted(questions) == sorted({*questionnaire.rating_questions, *questionnaire.comment_questions})


def test_no_question_is_on_two_pages(questionnaire: Questionnaire) -> None:
    for question in questions_on(questionnaire, WHOLE):
        found = [page.id for page in pages_of(questionnaire) if question in page.questions]
        assert found == [page_of_question(questionnaire, question).id]


@pytest.mark.parametrize("page_id", ["", "nothing", "analyseren", "ALL"])
def test_other_pages_do_not_exist(questionnaire: Questionnaire, page_id: str) -> None:
    with pytest.raises(NotFoundError):
        questions_on(questionnaire, page_id)


def test_a_question_nobody_asks_has_no_page(questionnaire: Questionnaire) -> None:
    with pytest.raises(NotFoundError):
        page_of_question(questionnaire, "nothing")
