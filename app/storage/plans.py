"""Development plans, who else may read them, and the pulses that follow them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.storage.base import ID_LENGTH, Base
from app.storage.people import Person


class DevelopmentPlan(Base):
    """What a participant wants to work on after a report; goes with the participant.

    `aims` is a list of {"about", "goal", "steps"}; `about` is the id of a competency or of an indicator.
    """

    __tablename__ = "development_plans"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    participant_id: Mapped[str] = mapped_column(
        ForeignKey("participants.id", ondelete="CASCADE"), unique=True
    )
    aims: Mapped[list[dict[str, str]]]
    review_on: Mapped[date] = mapped_column(Date)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class PlanReader(Base):
    """Somebody whom the participant lets read the plan."""

    __tablename__ = "plan_readers"

    plan_id: Mapped[str] = mapped_column(
        ForeignKey("development_plans.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[str] = mapped_column(
        ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    shared_at: Mapped[datetime]


class Pulse(Base):
    """A participant's consent to a short follow-up, and the round that came of it.

    `questions` are the ids of the indicators that are asked. The round takes over the pulse's id, so that
    there can never be two. A consent that is withdrawn before its day leaves no row.
    """

    __tablename__ = "pulses"
    __table_args__ = (CheckConstraint("state IN ('waiting','started','skipped')", name="state"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    participant_id: Mapped[str] = mapped_column(
        ForeignKey("participants.id", ondelete="CASCADE"), unique=True
    )
    questions: Mapped[list[str]]
    starts_on: Mapped[date] = mapped_column(Date)
    consented_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12), default="waiting", index=True)
    round_id: Mapped[str | None] = mapped_column(ForeignKey("rounds.id", ondelete="SET NULL"), unique=True)


def plan_of(session: Session, participant_id: str) -> DevelopmentPlan | None:
    """Return the plan that was made after this participation."""
    query = select(DevelopmentPlan).where(DevelopmentPlan.participant_id == participant_id)
    return session.scalar(query)


def readers_of(session: Session, plan_id: str) -> list[tuple[PlanReader, Person]]:
    """Return who else may read a plan, by name."""
    query = (
        select(PlanReader, Person)
        .join(Person, Person.id == PlanReader.person_id)
        .where(PlanReader.plan_id == plan_id)
        .order_by(Person.name, Person.id)
    )
    return [(reader, person) for reader, person in session.execute(query)]


def plans_shared_with(session: Session, person_id: str) -> list[tuple[DevelopmentPlan, PlanReader]]:
    """Return the plans this person may read, the newest first."""
    query = (
        select(DevelopmentPlan, PlanReader)
        .join(PlanReader, PlanReader.plan_id == DevelopmentPlan.id)
        .where(PlanReader.person_id == person_id)
        .order_by(PlanReader.shared_at.desc(), DevelopmentPlan.id)
    )
    return [(plan, reader) for plan, reader in session.execute(query)]


def pulse_of(session: Session, participant_id: str) -> Pulse | None:
    """Return the pulse that follows this participation."""
    return session.scalar(select(Pulse).where(Pulse.participant_id == participant_id))


def pulse_of_round(session: Session, round_id: str) -> Pulse | None:
    """Return the pulse that a round was made for."""
    return session.scalar(select(Pulse).where(Pulse.round_id == round_id))


def locked_pulse(session: Session, pulse_id: str) -> Pulse | None:
    """Return a pulse for a change; on PostgreSQL nobody else changes it meanwhile."""
    query = select(Pulse).where(Pulse.id == pulse_id).with_for_update()
    return session.scalar(query.execution_options(populate_existing=True))


def pulses_in_state(session: Session, state: str) -> list[Pulse]:
    """Return the pulses in a state, the earliest day first."""
    return list(
        session.scalars(select(Pulse).where(Pulse.state == state).order_by(Pulse.starts_on, Pulse.id))
    )
