"""Development plans: written by the participant after the report, read by nobody who was not asked to.

A plan stands in no export, no log and no page of the console. The audit log says that one was saved or
shared, never what it says.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app.domain.development import Aim, checked_aims, require_subjects
from app.domain.errors import InvalidError, NotFoundError, RefusedError
from app.domain.text import text
from app.services.finding import find_round
from app.services.frozen_questionnaires import SHELF
from app.services.plan_subjects import ReportSubjects, Subject, own_participation, subjects_of, today
from app.services.work import Work
from app.storage.people import Person
from app.storage.plans import DevelopmentPlan, plan_of, pulse_of, readers_of
from app.storage.rounds import Participant, Round

LONGEST_TIME = timedelta(days=366)


@dataclass(frozen=True)
class WrittenAim:
    """An aim of a plan beside what it is about."""

    subject: Subject
    goal: str
    steps: str


@dataclass(frozen=True)
class Reader:
    """Somebody who may read a plan."""

    person_id: str
    name: str


@dataclass(frozen=True)
class Plan:
    """A plan as its readers see it; `readers` is filled only for its writer."""

    participant_name: str
    round_name: str
    aims: tuple[WrittenAim, ...]
    review_on: date
    changed_at: datetime
    language: str
    readers: tuple[Reader, ...] = ()


@dataclass(frozen=True)
class PlanSummary:
    """A plan in a few words; without `aims` there is none yet."""

    participant_id: str
    aims: tuple[str, ...]
    review_on: date | None
    language: str


@dataclass(frozen=True)
class PlanDesk:
    """Everything the writer works with; `plan` is None before the first saving."""

    participant_id: str
    participant_name: str
    round_name: str
    subjects: ReportSubjects
    plan: Plan | None
    today: date

    def subject(self, about: str) -> Subject:
        """Return what an id stands for; raises NotFoundError."""
        found = self.subjects.by_id.get(about)
        if found is None:
            raise NotFoundError
        return found


def plan_desk(work: Work, participant_id: str, language: str) -> PlanDesk:
    """Return the desk of the own plan; raises NotFoundError and RefusedError as `own_participation`."""
    participant, round_ = own_participation(work, participant_id)
    subjects = subjects_of(work, participant, round_, language)
    row = plan_of(work.session, participant_id)
    plan = None
    if row is not None:
        readers = tuple(Reader(person.id, person.name) for _, person in readers_of(work.session, row.id))
        plan = replace(_plan(work, row, participant, round_, subjects), readers=readers)
    return PlanDesk(
        participant_id=participant_id,
        participant_name=_name(work, participant),
        round_name=round_.name,
        subjects=subjects,
        plan=plan,
        today=today(work),
    )


def plan_summary(work: Work, participant_id: str, language: str) -> PlanSummary | None:
    """Return what the own plan is about; None for whoever has no plan to write here."""
    try:
        own_participation(work, participant_id)
    except (NotFoundError, RefusedError):
        return None
    plan = plan_desk(work, participant_id, language).plan
    if plan is None:
        return PlanSummary(participant_id, (), None, language)
    names = tuple(
        each.subject.opportunity.name
        if each.subject.behaviour is None
        else each.subject.behaviour.wording.self
        for each in plan.aims
    )
    return PlanSummary(participant_id, names, plan.review_on, plan.language)


def shared_plan(work: Work, participant_id: str, language: str) -> Plan:
    """Return a plan to somebody it was shared with; raises NotFoundError to anybody else."""
    participant = work.session.get(Participant, participant_id) if participant_id.isalnum() else None
    plan = plan_of(work.session, participant_id) if participant is not None else None
    if participant is None or plan is None or not is_reader(work, plan):
        raise NotFoundError
    round_ = find_round(work, participant.round_id)
    return _plan(work, plan, participant, round_, subjects_of(work, participant, round_, language))


def is_reader(work: Work, plan: DevelopmentPlan) -> bool:
    """Tell whether the plan was shared with the one who is signed in."""
    own = work.actor.person_id
    return own is not None and own in {person.id for _, person in readers_of(work.session, plan.id)}


def check_choice(work: Work, participant_id: str, chosen: tuple[str, ...]) -> None:
    """Raise InvalidError unless one or two things of the own report are chosen."""
    _, round_ = own_participation(work, participant_id)
    require_subjects(chosen, SHELF.questionnaire(round_, work.site.languages[0]))


def save_plan(work: Work, participant_id: str, aims: tuple[Aim, ...], review_on: date) -> None:
    """Write the own plan, or write it anew; raises InvalidError naming what is wrong."""
    participant, round_ = own_participation(work, participant_id)
    cleaned = checked_aims(aims, SHELF.questionnaire(round_, work.site.languages[0]))
    if not today(work) <= review_on <= today(work) + LONGEST_TIME:
        raise InvalidError(text("Choose a day from today to a year ahead to look back."))
    plan = plan_of(work.session, participant.id)
    if plan is None:
        plan = DevelopmentPlan(id=work.new_id(), participant_id=participant.id, created_at=work.now)
        work.session.add(plan)
    plan.aims = [{"about": aim.about, "goal": aim.goal, "steps": aim.steps} for aim in cleaned]
    plan.review_on, plan.changed_at = review_on, work.now
    work.session.flush()
    work.audit("plan_saved")


def delete_plan(work: Work, participant_id: str) -> None:
    """Delete the own plan for good, with the consent to a pulse that has not begun."""
    plan = own_plan(work, participant_id)
    pulse = pulse_of(work.session, participant_id)
    if pulse is not None and pulse.state != "started":
        work.session.delete(pulse)
    work.session.delete(plan)


def own_plan(work: Work, participant_id: str) -> DevelopmentPlan:
    """Return the row of the own plan; raises NotFoundError."""
    own_participation(work, participant_id)
    plan = plan_of(work.session, participant_id)
    if plan is None:
        raise NotFoundError
    return plan


def _plan(
    work: Work, plan: DevelopmentPlan, participant: Participant, round_: Round, subjects: ReportSubjects
) -> Plan:
    return Plan(
        participant_name=_name(work, participant),
        round_name=round_.name,
        aims=tuple(
            WrittenAim(subjects.by_id[aim["about"]], aim["goal"], aim["steps"])
            for aim in plan.aims
            if aim["about"] in subjects.by_id
        ),
        review_on=plan.review_on,
        changed_at=plan.changed_at,
        language=subjects.language,
    )


def _name(work: Work, participant: Participant) -> str:
    return work.session.get_one(Person, participant.person_id).name
