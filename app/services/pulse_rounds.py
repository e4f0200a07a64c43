"""Pulses by the clock: started on their day as rounds of their own, released as soon as they are sealed.

A pulse is launched, answered, closed and sealed like every round. Its round takes over the id of the consent:
however often this runs, twice at once or after a crash in the middle, there is one round at most.
"""

import logging
from collections import Counter
from datetime import datetime, time

from app.domain.errors import DomainError, RefusedError
from app.domain.policy import CORE
from app.domain.pulse import LASTS, can_publish, pulse_questionnaire
from app.domain.questionnaire_json import questionnaire_from_json, questionnaire_to_json
from app.domain.rounds import RoundState, closing_instant
from app.services.finding import find_round
from app.services.launch import launch_round
from app.services.plan_subjects import today
from app.services.ports import Tools
from app.services.pulses import raters_asked_again
from app.services.releases import release_round
from app.services.work import SYSTEM, Work, open_reading, open_work
from app.storage.people import Person
from app.storage.plans import Pulse, locked_pulse, pulses_in_state
from app.storage.raters import Assignment
from app.storage.rounds import Participant, Round, rounds_in_state

log = logging.getLogger(__name__)

BEGINS_AT = time(8)
LONGEST_NAME = 120


def tend_pulses(tools: Tools) -> int:
    """Start the pulses whose day has come, release those that are sealed; returns how many were moved on."""
    with open_reading(tools, SYSTEM) as work:
        waiting = [each.id for each in pulses_in_state(work.session, "waiting") if _is_due(work, each)]
        # The keys are the last to go: as long as they are there, the seal is not finished.
        sealed = [
            round_.id
            for round_ in rounds_in_state(work.session, RoundState.CLOSED)
            if round_.is_pulse and not tools.keys.exists(round_.id)
        ]
    started = sum(_is_started(tools, pulse_id) for pulse_id in waiting)
    return started + sum(_is_released(tools, round_id) for round_id in sealed)


def _is_due(work: Work, pulse: Pulse) -> bool:
    begins_at = datetime.combine(pulse.starts_on, BEGINS_AT, tzinfo=work.site.timezone)
    return begins_at <= work.now


def _is_started(tools: Tools, pulse_id: str) -> bool:
    try:
        with open_work(tools, SYSTEM) as work:
            pulse = locked_pulse(work.session, pulse_id)
            if pulse is None or pulse.state != "waiting":
                return False
            _start(work, pulse)
    except DomainError as error:
        # The other pulses go on; only the kind, for the words may name a person.
        log.warning("a pulse cannot be started: %s", type(error).__name__)
        return False
    return True


def _is_released(tools: Tools, round_id: str) -> bool:
    try:
        with open_work(tools, SYSTEM) as work:
            release_round(work, round_id)
    except RefusedError:
        return False
    return True


def _start(work: Work, pulse: Pulse) -> None:
    participant = work.session.get_one(Participant, pulse.participant_id)
    source = find_round(work, participant.round_id)
    assignments = raters_asked_again(work, participant)
    if not can_publish(source.k, Counter(each.rater_group for each in assignments)):
        pulse.state = "skipped"
        return
    person = work.session.get_one(Person, participant.person_id)
    round_ = _round(work, pulse, source, person)
    work.session.add(round_)
    work.session.flush()
    again = Participant(id=work.new_id(), round_id=round_.id, person_id=person.id)
    work.session.add(again)
    work.session.flush()
    work.session.add_all(
        Assignment(
            id=work.new_id(),
            round_id=round_.id,
            participant_id=again.id,
            rater_id=each.rater_id,
            rater_group=each.rater_group,
            state="open",
            decline_reason="",
            is_added_after_launch=False,
        )
        for each in assignments
    )
    pulse.state, pulse.round_id = "started", round_.id
    work.session.flush()
    launch_round(work, round_.id)


def _round(work: Work, pulse: Pulse, source: Round, person: Person) -> Round:
    """Return a round with the rule, groups and sender of the one it follows, and with its questions."""
    copies = {
        language: pulse_questionnaire(questionnaire_from_json(stored), pulse.questions)
        for language, stored in (source.questionnaires or {}).items()
    }
    one = next(iter(copies.values()))
    return Round(
        id=pulse.id,
        name=f"{source.name}, pulse {person.name}"[:LONGEST_NAME],
        state="draft",
        is_pulse=True,
        framework_id=source.framework_id,
        framework_revision=source.framework_revision,
        competencies=[item.competency_id for item in one.items],
        questions="indicator",
        indicator_levels=sorted({each.level for item in one.items for each in item.indicator_questions}),
        has_comments=False,
        has_open_questions=False,
        groups=source.groups,
        # As strict as what the participant has read, so that both can be compared.
        policy_name=CORE if source.is_released_under_core else source.policy_name,
        k=source.k,
        hr_sees_progress=source.hr_sees_progress,
        closes_at=closing_instant(today(work) + LASTS, work.site.timezone),
        mail_texts={},
        sender_name=source.sender_name,
        contact=source.contact,
        logo=source.logo,
        questionnaires={language: questionnaire_to_json(copy) for language, copy in copies.items()},
        cloned_from_id=source.id,
        created_at=work.now,
    )
