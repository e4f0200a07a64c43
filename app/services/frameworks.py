"""The competency frameworks a round can be made from."""

from functools import cache

from app.domain.errors import NotFoundError
from app.domain.questionnaire import Questionnaire, QuestionnaireOptions, generate_questionnaire
from app.domain.questionnaire_json import questionnaire_from_json
from app.domain.text import text
from app.storage.rounds import Round
from framework.loader import load_framework
from framework.model import Framework

BUNDLED = "rondom"


def find_framework(framework_id: str, language: str) -> Framework:
    """Return a framework in the language, or in its own first language; raises NotFoundError."""
    if framework_id != BUNDLED:
        raise NotFoundError(text("There is no framework “%(id)s”.", id=framework_id))
    return _bundled(language)


@cache
def _bundled(language: str) -> Framework:
    # Reading and checking the files takes 20 ms; they change only with a new version of Rondom.
    return load_framework(language)


def options_of(round_: Round) -> QuestionnaireOptions:
    """Return how the round asks its questions."""
    return QuestionnaireOptions(
        questions="indicator" if round_.questions == "indicator" else "level",
        indicator_levels=tuple(round_.indicator_levels),
        has_comments=round_.has_comments,
        has_open_questions=round_.has_open_questions,
    )


def fresh_questionnaire(round_: Round, language: str) -> Questionnaire:
    """Return the questionnaire as the round's settings make it today."""
    framework = find_framework(round_.framework_id, language)
    return generate_questionnaire(framework, round_.competencies, options_of(round_))


def frozen_questionnaire(round_: Round, language: str) -> Questionnaire:
    """Return the copy that was frozen at the launch, in this language or the first one there is."""
    copies = round_.questionnaires or {}
    return questionnaire_from_json(copies.get(language) or next(iter(copies.values())))
