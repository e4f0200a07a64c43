"""Consenting to a pulse after a development plan, and taking the consent back before its day."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.development import Aim
from app.domain.errors import NotFoundError, RefusedError
from app.domain.pulse import (
    PulseDays,
    can_publish,
    checked_day,
    prospects,
    pulse_days,
    pulse_questionnaire,
    pulse_questions,
)
from app.domain.questionnaire_length import estimated_minutes
from app.domain.text import Text, text
from app.services.frozen_questionnaires import SHELF
from app.services.plan_subjects import Subject, own_participation, subjects_of, today
from app.services.plans import own_plan
from app.services.work import Work
from app.storage.people import persons_by_id
from app.storage.plans import Pulse, locked_pulse, pulse_of
from app.storage.raters import Assignment, assignments_of
from app.storage.rounds import Participant, Round, participants_with_persons


@dataclass(frozen=True)
class PulseOffer:
    """What a participant consents to; `hindrance` says why there can be none."""

    questions: tuple[Subject, ...]
    minutes: int
    days: PulseDays
    prospects: tuple[Text, ...]
    raters: int
    hindrance: Text | None


@dataclass(frozen=True)
class PulseStatus:
    """The pulse a participant consented to; `report_id` leads to its report once it is released."""

    state: str
    questions: tuple[Subject, ...]
    starts_on: date
    closes_at: datetime | None
    report_id: str | None


def pulse_offer(work: Work, participant_id: str, language: str) -> PulseOffer:
    """Return what a pulse after the own plan would be, in invited numbers; raises NotFoundError."""
    participant, round_ = own_participation(work, participant_id)
    plan = own_plan(work, participant_id)
    subjects = subjects_of(work, participant, round_, language)
    questionnaire = SHELF.questionnaire(round_, language)
    prompts = {
        one.competency_id: tuple(behaviour.id for behaviour in one.behaviours)
        for one in subjects.opportunities
    }
    aims = tuple(Aim(aim["about"]) for aim in plan.aims)
    questions = pulse_questions(aims, prompts, questionnaire)
    asked = raters_asked_again(work, participant)
    invited = Counter(assignment.rater_group for assignment in asked)
    labels = {group["id"]: group["label"] for group in round_.groups if group["label"]}
    hindrance = None
    if not questions:
        hindrance = text(
            "What you chose is described by no single behaviours, so there is nothing short to ask about."
        )
    elif not can_publish(round_.k, invited):
        hindrance = text(
            "Too few people would be asked again to show anything without showing who said it, so a pulse"
            " cannot be held."
        )
    return PulseOffer(
        questions=tuple(subjects.by_id[question] for question in questions),
        minutes=estimated_minutes(pulse_questionnaire(questionnaire, questions)),
        days=pulse_days(plan.created_at.astimezone(work.site.timezone).date(), today(work)),
        prospects=prospects(round_.k, invited, labels),
        raters=len(asked),
        hindrance=hindrance,
    )


def consent_to_pulse(work: Work, participant_id: str, starts_on: date) -> None:
    """Note the participant's consent to ask the same people again about the plan, from this day on.

    Raises InvalidError for a day that does not fit, RefusedError where nothing could be shown, or where there
    is a pulse already.
    """
    offer = pulse_offer(work, participant_id, work.site.languages[0])
    if offer.hindrance is not None:
        raise RefusedError(offer.hindrance)
    earlier = pulse_of(work.session, participant_id)
    if earlier is not None and earlier.state != "skipped":
        raise RefusedError(text("You have consented to a pulse already."))
    checked_day(starts_on, offer.days)
    if earlier is not None:
        work.session.delete(earlier)
        work.session.flush()
    work.session.add(
        Pulse(
            id=work.new_id(),
            participant_id=participant_id,
            questions=[subject.id for subject in offer.questions],
            starts_on=starts_on,
            consented_at=work.now,
            state="waiting",
        )
    )
    work.session.flush()


def withdraw_consent(work: Work, participant_id: str) -> None:
    """Take the consent back; raises RefusedError once the pulse has begun, NotFoundError without one."""
    own_participation(work, participant_id)
    found = pulse_of(work.session, participant_id)
    pulse = locked_pulse(work.session, found.id) if found is not None else None
    if pulse is None:
        raise NotFoundError
    if pulse.state == "started":
        raise RefusedError(text("The pulse has begun, and people have been asked. It cannot be called off."))
    work.session.delete(pulse)


def pulse_status(work: Work, participant_id: str, language: str) -> PulseStatus | None:
    """Return what became of the own consent; None where there is none."""
    participant, round_ = own_participation(work, participant_id)
    pulse = pulse_of(work.session, participant_id)
    if pulse is None:
        return None
    subjects = subjects_of(work, participant, round_, language).by_id
    its_round = work.session.get(Round, pulse.round_id) if pulse.round_id is not None else None
    pairs = participants_with_persons(work.session, its_round.id) if its_round is not None else []
    released = next((one.id for one, _ in pairs if one.released_at is not None), None)
    return PulseStatus(
        state=its_round.state if its_round is not None else pulse.state,
        questions=tuple(subjects[question] for question in pulse.questions if question in subjects),
        starts_on=pulse.starts_on,
        closes_at=its_round.closes_at if its_round is not None else None,
        report_id=released,
    )


def raters_asked_again(work: Work, participant: Participant) -> list[Assignment]:
    """Return the assignments of a round whose raters can still be reached; those who declined are asked too.

    Leaving somebody out who declined or stayed silent would tell the participant about that rater.
    """
    assignments = assignments_of(work.session, participant.id)
    persons = persons_by_id(work.session, (each.rater_id for each in assignments))
    return [each for each in assignments if persons[each.rater_id].email]
