"""The check before a launch: what is missing, what is worth a warning, what it will cost people."""

from collections import Counter
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
from app.storage.raters import rater_lines
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
    lines = rater_lines(work.session, round_id)
    minutes = 0
    if round_.competencies:
        minutes = estimated_minutes(fresh_questionnaire(work, round_, work.site.languages[0]))
    invited: dict[str, Counter[str]] = {}
    for line in lines:
        invited.setdefault(line.participant.id, Counter())[line.assignment.rater_group] += 1
    forms = Counter(line.rater.id for line in lines)
    persons = {line.rater.id: line.rater for line in lines}
    raters = sorted(persons.values(), key=lambda person: (person.name, person.id))
    warnings = nomination_warnings(
        round_.k,
        rater_groups(round_),
        [
            NominatedParticipant(participant.id, person.name, invited.get(participant.id, Counter()))
            for participant, person in participants_with_persons(work.session, round_id)
        ],
        [NominatedRater(each.id, each.name, forms[each.id], has_address=bool(each.email)) for each in raters],
        competencies=len(round_.competencies),
        minutes_per_form=minutes,
    )
    return LaunchCheck(
        problems=launch_problems(work, round_),
        warnings=warnings,
        raters=len(raters),
        mails=sum(bool(rater.email) for rater in raters),
        raters_without_address=sum(not rater.email for rater in raters),
        forms=len(lines),
        minutes_per_form=minutes,
    )
