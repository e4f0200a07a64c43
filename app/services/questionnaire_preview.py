"""What raters will be asked, shown to HR before anybody is asked."""

from dataclasses import dataclass

from app.domain.questionnaire import Questionnaire
from app.domain.questionnaire_length import estimated_minutes, is_long
from app.domain.rounds import RoundState
from app.domain.text import Text
from app.domain.warnings import nomination_warnings
from app.services.finding import find_round
from app.services.frameworks import fresh_questionnaire, frozen_questionnaire
from app.services.rounds import rater_groups
from app.services.work import Work
from app.storage.rounds import Round


@dataclass(frozen=True)
class QuestionnairePreview:
    """A questionnaire with the minutes it takes for one colleague."""

    round: Round
    questionnaire: Questionnaire
    minutes: int
    is_long: bool
    warnings: tuple[Text, ...]


def preview_questionnaire(work: Work, round_id: str, language: str) -> QuestionnairePreview | None:
    """Return the questionnaire as raters get it; None while a draft has no competencies.

    After the launch it is the frozen copy, before it what the framework and the settings make today.
    Raises NotFoundError.
    """
    round_ = find_round(work, round_id)
    if round_.state == RoundState.DRAFT:
        if not round_.competencies:
            return None
        questionnaire = fresh_questionnaire(work, round_, language)
    else:
        questionnaire = frozen_questionnaire(round_, language)
    minutes = estimated_minutes(questionnaire)
    warnings = nomination_warnings(
        round_.k,
        rater_groups(round_),
        (),
        (),
        competencies=len(questionnaire.items),
        minutes_per_form=minutes,
    )
    return QuestionnairePreview(
        round_, questionnaire, minutes, is_long(questionnaire), tuple(each.text for each in warnings)
    )
