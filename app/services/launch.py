"""Launching a round: freeze the questionnaire, make the keys, invite every rater once."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import InvalidError
from app.domain.questionnaire_json import questionnaire_to_json
from app.domain.rounds import RoundAct, checked_closing, is_being_launched
from app.domain.text import Text, text
from app.services.coaches import without_coach
from app.services.finding import round_to_change
from app.services.frameworks import find_framework, fresh_questionnaire
from app.services.invitations import invite_everybody
from app.services.ports import JobName
from app.services.role_profiles import freeze_targets
from app.services.work import Work
from app.storage.audit import last_act_at
from app.storage.launching import (
    count_assignments,
    is_anybody_taking_part,
    raters_of_round,
    unrated_participants,
)
from app.storage.rounds import Round

LARGE = 5_000
"""So many assignments are launched while HR waits, in a second or two; more are left to the workers."""


@dataclass(frozen=True)
class Hindrance:
    """What keeps a draft from being launched; `step` names the page where it can be mended."""

    step: str
    problem: Text
    participant_id: str | None = None


def launch_round(work: Work, round_id: str) -> Round:
    """Start collecting answers; raises RefusedError by state, InvalidError naming all that is missing."""
    round_ = round_to_change(work, round_id, RoundAct.LAUNCH)
    problems = launch_problems(work, round_)
    if problems:
        raise InvalidError(text("This round cannot be launched yet."), problems)
    checked_closing(round_.closes_at, work.now)
    _freeze_questions(work, round_)
    freeze_targets(work, round_)
    if not work.tools.keys.exists(round_.id):
        work.tools.keys.create(round_.id)
    rater_ids = raters_of_round(work.session, round_.id)
    invite_everybody(work, round_, rater_ids)
    round_.state = "collecting"
    round_.launched_at = round_.acted_until_at = work.now
    work.audit("round_launched", round_.id, raters=len(rater_ids))
    return round_


def _freeze_questions(work: Work, round_: Round) -> None:
    # A pulse brings the very words of the round it follows.
    if round_.is_pulse:
        return
    round_.framework_revision = find_framework(work, round_.framework_id, work.site.languages[0]).revision
    round_.questionnaires = {
        language: questionnaire_to_json(fresh_questionnaire(work, round_, language))
        for language in work.site.languages
    }


def request_launch(work: Work, round_id: str) -> bool:
    """Launch a round, or leave a large one to the workers; returns whether it collects answers now.

    Raises the same errors as `launch_round`. Asking again for a round that is being launched rings again.
    """
    round_ = round_to_change(work, round_id, RoundAct.LAUNCH)
    if not is_being_launched(round_.state, round_.opens_at, work.now):
        if count_assignments(work.session, round_id) <= LARGE:
            launch_round(work, round_id)
            return True
        problems = launch_problems(work, round_)
        if problems:
            raise InvalidError(text("This round cannot be launched yet."), problems)
        round_.opens_at = work.now
        work.audit("launch_asked", round_.id)
    work.later(JobName.LAUNCH_ROUND, round_id)
    return False


def stop_launch(work: Work, round_id: str) -> None:
    """Take back a launch that is planned or under way; raises RefusedError when it has happened."""
    round_ = round_to_change(work, round_id, RoundAct.LAUNCH)
    if round_.opens_at is not None:
        round_.opens_at = None
        work.audit("launch_taken_back", round_.id)


def failed_launch_at(work: Work, round_id: str) -> datetime | None:
    """Return when a planned launch failed, unless something was planned since."""
    failed = last_act_at(work.session, round_id, "launch_failed")
    changed = last_act_at(work.session, round_id, "schedule_changed")
    return failed if failed is not None and (changed is None or changed <= failed) else None


def launch_problems(work: Work, round_: Round) -> tuple[Text, ...]:
    """Return everything that keeps a draft from being launched."""
    return tuple(hindrance.problem for hindrance in launch_hindrances(work, round_))


def launch_hindrances(work: Work, round_: Round) -> tuple[Hindrance, ...]:
    """Return everything that keeps a draft from being launched, with the place to mend it."""
    found: list[Hindrance] = []
    if not round_.competencies:
        found.append(Hindrance("competencies", text("Choose at least one competency.")))
    if not is_anybody_taking_part(work.session, round_.id):
        found.append(Hindrance("raters", text("Add at least one participant.")))
    if round_.closes_at <= work.now:
        found.append(Hindrance("settings", text("The closing date has passed. Choose a later day.")))
    found += [
        Hindrance(
            "raters",
            text(
                "Nobody is asked to rate %(name)s. Add raters, or remove this participant.", name=person.name
            ),
            participant.id,
        )
        for participant, person in unrated_participants(work.session, round_.id)
    ]
    found += [
        Hindrance("raters", text("%(name)s has no coach yet. Name one.", name=person.name), participant.id)
        for participant, person in without_coach(work, round_)
    ]
    return tuple(found)
