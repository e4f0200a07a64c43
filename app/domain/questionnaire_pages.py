"""A questionnaire cut into pages: one cluster at a time, then the open questions."""

from dataclasses import dataclass

from app.domain.errors import NotFoundError
from app.domain.questionnaire import Item, Questionnaire

CLOSING_QUESTIONS = "closing-questions"
"""The id of the page with the open questions."""

WHOLE = "all"
"""The id of the page that shows everything."""


@dataclass(frozen=True)
class QuestionPage:
    """What is asked together; `name` is empty for the page of the open questions, which names itself."""

    id: str
    name: str
    items: tuple[Item, ...]
    open_questions: tuple[str, ...]
    questions: tuple[str, ...]
    """The ids of everything that is asked here, for ratings and for comments."""


def pages_of(questionnaire: Questionnaire) -> tuple[QuestionPage, ...]:
    """Return the pages in their order."""
    pages = [
        QuestionPage(section.id, section.name, section.items, (), questionnaire.section_questions(section))
        for section in questionnaire.sections
    ]
    if questionnaire.open_questions:
        asked = questionnaire.open_questions
        pages.append(QuestionPage(CLOSING_QUESTIONS, "", (), asked, asked))
    return tuple(pages)


def page_named(questionnaire: Questionnaire, page_id: str) -> QuestionPage:
    """Return one page; raises NotFoundError for a page this questionnaire does not have."""
    for page in pages_of(questionnaire):
        if page.id == page_id:
            return page
    raise NotFoundError


def questions_on(questionnaire: Questionnaire, page_id: str) -> tuple[str, ...]:
    """Return the ids of everything asked on a page, the whole page included; raises NotFoundError."""
    if page_id == WHOLE:
        return tuple(question for page in pages_of(questionnaire) for question in page.questions)
    return page_named(questionnaire, page_id).questions


def page_of_question(questionnaire: Questionnaire, question: str) -> QuestionPage:
    """Return the page on which a question is asked; raises NotFoundError."""
    for page in pages_of(questionnaire):
        if question in page.questions:
            return page
    raise NotFoundError
