"""The shape of a rater's forms: what stands in which field, and what was wrong there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.questionnaire import Questionnaire
from app.domain.ratings import COMMENT_FIELD, RATING_FIELD, AnswerProblem, AnswerSet
from app.domain.text import Text, text

NOT_ANSWERED = text("Please choose a level, or “I cannot judge this”.")
NOT_ANSWERED_BY_INDICATOR = text("Please choose an answer, or “I cannot judge this”.")


@dataclass(frozen=True)
class FilledForm:
    """Values and errors by field name; a typed value goes before a stored one."""

    values: Mapping[str, str]
    errors: Mapping[str, Text] = field(default_factory=dict)


def stored_form(answers: AnswerSet) -> FilledForm:
    """Return a form with what is stored."""
    return FilledForm(_values(answers))


def typed_form(
    answers: AnswerSet,
    fields: Mapping[str, str],
    questions: Sequence[str],
    errors: Mapping[str, Text],
) -> FilledForm:
    """Return a form with what was typed in the fields of `questions`, and what is stored elsewhere."""
    on_page = {prefix + question for prefix in (RATING_FIELD, COMMENT_FIELD) for question in questions}
    typed = {name: fields[name] for name in on_page if name in fields}
    return FilledForm(_values(answers) | typed, errors)


def errors_of(problems: Sequence[AnswerProblem]) -> dict[str, Text]:
    """Return the refused fields and why."""
    return {problem.field_name: problem for problem in problems}


def missing_errors(questionnaire: Questionnaire, missing: Sequence[str]) -> dict[str, Text]:
    """Return an error for every question without an answer."""
    words = NOT_ANSWERED if questionnaire.questions == "level" else NOT_ANSWERED_BY_INDICATOR
    return {RATING_FIELD + question: words for question in missing}


def question_name(questionnaire: Questionnaire, field_name: str, *, is_self: bool) -> str:
    """Return the words of a rating question: the competency, and the statement where statements are asked."""
    question = field_name.removeprefix(RATING_FIELD)
    for item in questionnaire.items:
        if question == item.competency_id:
            return item.name
        for asked in item.indicator_questions:
            if question == asked.id:
                return f"{item.name}: {asked.wording.self if is_self else asked.wording.other}"
    raise LookupError(field_name)


def _values(answers: AnswerSet) -> dict[str, str]:
    ratings = {RATING_FIELD + question: str(rating) for question, rating in answers.ratings.items()}
    return ratings | {COMMENT_FIELD + question: typed for question, typed in answers.comments.items()}
