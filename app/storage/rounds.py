"""Rounds and their participants."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    String,
    UniqueConstraint,
    false,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.storage.base import ID_LENGTH, Base
from app.storage.people import Person


class Round(Base):
    """One run with fixed dates, framework revision and publication rule.

    `groups` is a list of {"id", "label"}; `mail_texts` maps a language to {"subject", "introduction"};
    `questionnaires` maps a language to the frozen copy made at launch.
    """

    __tablename__ = "rounds"
    __table_args__ = (
        CheckConstraint("state IN ('draft','collecting','closing','closed','released')", name="state"),
        CheckConstraint("policy_name IN ('core','classic')", name="policy"),
        CheckConstraint("k BETWEEN 3 AND 10", name="threshold"),
        CheckConstraint("questions IN ('level','indicator')", name="questions"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(12), default="draft")
    framework_id: Mapped[str] = mapped_column(String(100))
    framework_revision: Mapped[int]
    competencies: Mapped[list[str]]
    questions: Mapped[str] = mapped_column(String(12), default="level")
    indicator_levels: Mapped[list[int]]
    has_comments: Mapped[bool] = mapped_column(default=True)
    has_open_questions: Mapped[bool] = mapped_column(default=True)
    groups: Mapped[list[dict[str, str]]]
    policy_name: Mapped[str] = mapped_column(String(12), default="core")
    k: Mapped[int] = mapped_column(default=4)
    hr_sees_progress: Mapped[bool] = mapped_column(default=True)
    opens_at: Mapped[datetime | None]
    """When a draft is launched by itself; once that has passed, the draft is being launched."""
    closes_at: Mapped[datetime]
    reminder_days: Mapped[list[int]] = mapped_column(server_default="[]")
    """How many days before the close reminders go out."""
    acted_until_at: Mapped[datetime | None]
    """Reminders planned up to this instant have gone out, or are not made up for."""
    keep_months: Mapped[int | None]
    """How long after its close the round is kept; without a number for ever."""
    mail_texts: Mapped[dict[str, Any]]
    sender_name: Mapped[str] = mapped_column(String(200), default="")
    contact: Mapped[str] = mapped_column(String(320), default="")
    logo: Mapped[bytes | None] = mapped_column(LargeBinary)
    questionnaires: Mapped[dict[str, Any] | None]
    cloned_from_id: Mapped[str | None] = mapped_column(ForeignKey("rounds.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    launched_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    is_released_under_core: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_pulse: Mapped[bool] = mapped_column(default=False, server_default=false())
    report_reader: Mapped[str] = mapped_column(String(12), default="none", server_default="none")
    is_reader_first: Mapped[bool] = mapped_column(default=False, server_default=false())
    reader_days: Mapped[int] = mapped_column(default=14, server_default="14")
    hr_reads_reports: Mapped[bool] = mapped_column(default=False, server_default=false())
    coach_edits_comments: Mapped[bool] = mapped_column(default=False, server_default=false())


class Participant(Base):
    """A person who receives feedback in a round.

    `target_levels` maps a competency id to the level the role asks for, as it was at the launch. `team` is
    the department when the round began to close; it never follows the person to another one.
    `fixed_manager_id` is the manager of that moment, empty where there was none; None means that the round
    was closed before this was kept. It outlives the person, so it is no reference.
    """

    __tablename__ = "participants"
    __table_args__ = (UniqueConstraint("round_id", "person_id"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), index=True)
    released_at: Mapped[datetime | None]
    target_levels: Mapped[dict[str, Any] | None]
    team: Mapped[str | None] = mapped_column(String(200))
    fixed_manager_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))


def freeze_places(session: Session, round_id: str) -> None:
    """Note for every participant of a round the department and the manager of this moment."""
    own = Person.id == Participant.person_id
    department = select(Person.department).where(own).scalar_subquery()
    manager = select(func.coalesce(Person.manager_id, "")).where(own).scalar_subquery()
    statement = update(Participant).where(Participant.round_id == round_id)
    session.execute(statement.values(team=department, fixed_manager_id=manager))


def reading_manager_id(participant: Participant, person: Person) -> str | None:
    """Return who reads a report as its manager: whoever was that when the round began to close."""
    fixed = participant.fixed_manager_id
    return (person.manager_id if fixed is None else fixed) or None


def all_rounds(session: Session) -> list[Round]:
    """Return every round, the newest first."""
    return list(session.scalars(select(Round).order_by(Round.created_at.desc(), Round.id)))


def rounds_named(session: Session, name: str) -> list[Round]:
    """Return the rounds with exactly this name."""
    return list(session.scalars(select(Round).where(Round.name == name)))


def locked_round(session: Session, round_id: str) -> Round | None:
    """Return the round for a change of its state; on PostgreSQL nobody else changes it meanwhile."""
    query = select(Round).where(Round.id == round_id).with_for_update()
    return session.scalar(query.execution_options(populate_existing=True))


def rounds_in_state(session: Session, *states: str) -> list[Round]:
    """Return the rounds that are in one of these states."""
    return list(session.scalars(select(Round).where(Round.state.in_(states)).order_by(Round.id)))


def participants_with_persons(session: Session, round_id: str) -> list[tuple[Participant, Person]]:
    """Return a round's participants with who they are, by name."""
    query = (
        select(Participant, Person)
        .join(Person, Person.id == Participant.person_id)
        .where(Participant.round_id == round_id)
        .order_by(Person.name, Participant.id)
    )
    return [(participant, person) for participant, person in session.execute(query)]


def participant_of_person(session: Session, round_id: str, person_id: str) -> Participant | None:
    """Return this person's participation in the round."""
    query = select(Participant).where(Participant.round_id == round_id, Participant.person_id == person_id)
    return session.scalar(query)


def participations(session: Session, person_id: str) -> list[tuple[Participant, Round]]:
    """Return every participation of a person, the newest round first."""
    query = (
        select(Participant, Round)
        .join(Round, Round.id == Participant.round_id)
        .where(Participant.person_id == person_id)
        .order_by(Round.created_at.desc(), Round.id)
    )
    return [(participant, round_) for participant, round_ in session.execute(query)]


def locked_participant(session: Session, participant_id: str) -> Participant | None:
    """Return the participant for a change; on PostgreSQL nobody else changes that row meanwhile."""
    query = select(Participant).where(Participant.id == participant_id).with_for_update()
    return session.scalar(query.execution_options(populate_existing=True))


def give_reports(session: Session, participant_ids: Sequence[str], now: datetime) -> set[str]:
    """Let these participants read their reports from now on; returns those who could not before."""
    statement = (
        update(Participant)
        .where(Participant.id.in_(participant_ids), Participant.released_at.is_(None))
        .values(released_at=now)
        .returning(Participant.id)
        .execution_options(synchronize_session="fetch")
    )
    return set(session.scalars(statement))


def participant_count(session: Session, round_id: str) -> int:
    """Return how many people take part in a round."""
    query = select(func.count()).select_from(Participant).where(Participant.round_id == round_id)
    return session.scalar(query) or 0


def participant_counts(session: Session) -> dict[str, int]:
    """Return the number of participants by round id."""
    query = select(Participant.round_id, func.count()).group_by(Participant.round_id)
    return dict(session.execute(query).all())
