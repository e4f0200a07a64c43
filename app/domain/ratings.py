"""A rater's answers about one participant: read from a form, checked, merged and kept as compact text."""

import json
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from app.domain.questionnaire import Questionnaire
from app.domain.text import Text, text

Rating = int | Literal["cannot_judge"]
Value = TypeVar("Value")

CANNOT_JUDGE: Literal["cannot_judge"] = "cannot_judge"
RATING_FIELD = "rating-"
COMMENT_FIELD = "comment-"
LONGEST_COMMENT = 10_000

_OPEN_QUESTION_NAMES = {
    "keep": text("Keep doing"),
    "start": text("Start doing"),
    "stop": text("Stop doing"),
}


@dataclass(frozen=True)
class AnswerSet:
    """Ratings by rating question and comments by comment question; what is absent is not answered."""

    ratings: Mapping[str, Rating] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AnswerProblem(Text):
    """Why an answer was not taken; `field_name` is the form field it was typed in."""

    field_name: str = ""

    @classmethod
    def at(cls, field_name: str, message: Text) -> "AnswerProblem":
        """Return a message as the problem of a form field."""
        return cls(message.message, message.values, message.plural, message.count, field_name)


def read_answers(
    questionnaire: Questionnaire, fields: Mapping[str, str]
) -> tuple[AnswerSet, tuple[AnswerProblem, ...]]:
    """Return the answers in posted form fields, and the fields whose value could not be taken.

    Fields are named `rating-<question id>` and `comment-<question id>`; all others are ignored. A field with
    a problem is left out of the answers, so the page has to keep what was typed.
    """
    problems: list[AnswerProblem] = []
    ratings = _read_ratings(questionnaire, fields, problems)
    comments = _read_comments(questionnaire, fields, problems)
    return AnswerSet(ratings, comments), tuple(problems)


def merge_answers(
    old: AnswerSet,
    new: AnswerSet,
    questions_on_page: Collection[str],
    problems: Collection[AnswerProblem] = (),
) -> AnswerSet:
    """Return the old answers with those of one page replaced by the new ones.

    A question on the page without a new answer loses its old one, except where the new value had a problem: a
    comment that grew too long must not delete the shorter one kept so far.
    """
    refused = {problem.field_name for problem in problems}
    return AnswerSet(
        _merged(old.ratings, new.ratings, questions_on_page, RATING_FIELD, refused),
        _merged(old.comments, new.comments, questions_on_page, COMMENT_FIELD, refused),
    )


def missing_questions(questionnaire: Questionnaire, answers: AnswerSet) -> tuple[str, ...]:
    """Return the rating questions without an answer, in order; comments are never missing."""
    return tuple(question for question in questionnaire.rating_questions if question not in answers.ratings)


def is_complete(questionnaire: Questionnaire, answers: AnswerSet) -> bool:
    """Return whether every rating question has an answer, `cannot_judge` included."""
    return not missing_questions(questionnaire, answers)


def answers_to_json(answers: AnswerSet) -> str:
    """Return the answers as compact JSON text; equal answers give equal text, whatever their order."""
    content = {"ratings": dict(answers.ratings), "comments": dict(answers.comments)}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def answers_from_json(stored: str) -> AnswerSet:
    """Return the answers that `answers_to_json` wrote."""
    content = json.loads(stored)
    return AnswerSet(content["ratings"], content["comments"])


def clean_comment(typed: str) -> str:
    """Return a typed text stripped, with plain line ends and without invisible control characters."""
    if typed.isprintable():
        return typed.strip()
    lines = typed.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(character for character in lines if _is_kept(character)).strip()


def _read_ratings(
    questionnaire: Questionnaire, fields: Mapping[str, str], problems: list[AnswerProblem]
) -> dict[str, Rating]:
    # A table of exact values, because int() also takes " 3", "+3" and digits of other scripts.
    choices: dict[str, Rating] = {str(value): value for value in range(1, questionnaire.scale + 1)}
    choices[CANNOT_JUDGE] = CANNOT_JUDGE
    found: dict[str, Rating] = {}
    for question in questionnaire.rating_questions:
        name = RATING_FIELD + question
        value = fields.get(name, "")
        if value in choices:
            found[question] = choices[value]
        elif value:
            message = text(
                "The answer given to “%(question)s” is not one of the choices. Please choose again.",
                question=_question_name(questionnaire, question),
            )
            problems.append(AnswerProblem.at(name, message))
    return found


def _read_comments(
    questionnaire: Questionnaire, fields: Mapping[str, str], problems: list[AnswerProblem]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for question in questionnaire.comment_questions:
        name = COMMENT_FIELD + question
        comment = clean_comment(fields.get(name, ""))
        if len(comment) > LONGEST_COMMENT:
            message = text(
                "The comment on “%(question)s” has %(length)s characters; at most %(most)s can be kept.",
                question=_question_name(questionnaire, question),
                length=len(comment),
                most=LONGEST_COMMENT,
            )
            problems.append(AnswerProblem.at(name, message))
        elif comment:
            found[question] = comment
    return found


def _question_name(questionnaire: Questionnaire, question: str) -> str | Text:
    for item in questionnaire.items:
        if question == item.competency_id:
            return item.name
        for indicator_question in item.indicator_questions:
            if question == indicator_question.id:
                return indicator_question.wording.other
    return _OPEN_QUESTION_NAMES.get(question, question)


def _merged(
    old: Mapping[str, Value],
    new: Mapping[str, Value],
    questions_on_page: Collection[str],
    prefix: str,
    refused: Collection[str],
) -> dict[str, Value]:
    on_page = set(questions_on_page)
    kept = {
        question: value
        for question, value in old.items()
        if question not in on_page or prefix + question in refused
    }
    return kept | {question: value for question, value in new.items() if question in on_page}


def _is_kept(character: str) -> bool:
    # Control characters break PDF and spreadsheet files; lone surrogates cannot be written as UTF-8 at all.
    return character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs"}
