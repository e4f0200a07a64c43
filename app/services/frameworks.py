"""The competency frameworks a round can be made from."""

from framework.loader import load_framework
from framework.model import Framework

from app.domain.errors import NotFoundError
from app.domain.questionnaire import Questionnaire, QuestionnaireOptions, generate_questionnaire
from app.domain.text import text
from app.services.work import Work
from app.storage.rounds import Round

BUNDLED = "rondom"


def find_framework(framework_id: str, language: str) -> Framework:
    """Return a framework in the language, or in its own first language; raises NotFoundError."""
    if framework_id != BUNDLED:
        raise NotFoundError(text("There is no framework “%(id)s”.", id=framework_id))
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


def all_languages(work: Work) -> tuple[str, ...]:
    """Return the languages in which questionnaires are frozen."""
    return work.site.languages
