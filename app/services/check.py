"""The check before a launch: what is missing, what is worth a warning, what it will cost people."""

from dataclasses import dataclass

from app.domain.questionnaire_length import estimated_minutes
from app.domain.text import Text
from app.domain.warnings import (
    NominatedParticipant,
    NominatedRater,
    NominationWarning,
    nomination_warnings,
)
from app.services.finding import find_round
from app.services.frameworks import fresh_questionnaire
from app.services.launch import launch_problems
from app.services.rounds import rater_groups
from app.services.work import Work
from app.storage.raters import forms_by_rater, rosters
from app.storage.rounds import participants_with_persons


@dataclass(frozen=True)
class LaunchCheck:
    """What HR reads before launching; the minutes are an estimate per form."""

    problems: tuple[Text, ...]
    warnings: tuple[NominationWarning, ...]
    raters: int
    mails: int
    raters_without_address: int
    forms: int
    minutes_per_form: int


def launch_check(work: Work, round_id: str) -> LaunchCheck:
    """Return everything that keeps a draft from being launched, or should make HR think."""
    round_ = find_round(work, round_id)
    invited = rosters(work.session, round_id)
    raters = forms_by_rater(work.session, round_id)
    minutes = 0
    if round_.competencies:
        minutes = estimated_minutes(fresh_questionnaire(work, round_, work.site.languages[0]))
    warnings = nomination_warnings(
        round_.k,
        rater_groups(round_),
        [
            NominatedParticipant(participant.id, person.name, invited.get(participant.id, {}))
            for participant, person in participants_with_persons(work.session, round_id)
        ],
        [NominatedRater(each.id, each.name, count, has_address=bool(each.email)) for each, count in raters],
        competencies=len(round_.competencies),
        minutes_per_form=minutes,
    )
    return LaunchCheck(
        problems=launch_problems(work, round_),
        warnings=warnings,
        raters=len(raters),
        mails=sum(bool(rater.email) for rater, _ in raters),
        raters_without_address=sum(not rater.email for rater, _ in raters),
        forms=sum(count for _, count in raters),
        minutes_per_form=minutes,
    )
