"""Who reads a report besides its participant, since when, and on which days it was opened."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.storage.base import Base
from app.storage.people import Person
from app.storage.rounds import Participant, Round


class ReportReader(Base):
    """The manager or coach of one report; `reads_from_at` is empty until the release, which fixes the person.

    Days are those of the organisation's time zone.
    """

    __tablename__ = "report_readers"

    participant_id: Mapped[str] = mapped_column(
        ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True
    )
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"), index=True)
    reads_from_at: Mapped[datetime | None]
    conversation_on: Mapped[date | None]
    held_on: Mapped[date | None]


class ReportOpening(Base):
    """A day on which somebody other than the participant opened a report; once a day is enough."""

    __tablename__ = "report_openings"

    participant_id: Mapped[str] = mapped_column(
        ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True
    )
    reader: Mapped[str] = mapped_column(String(320), primary_key=True)
    opened_on: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))


def readers_of_round(session: Session, round_id: str) -> dict[str, ReportReader]:
    """Return the named or fixed readers of a round's reports by participant id."""
    rows = session.scalars(select(ReportReader).where(ReportReader.round_id == round_id))
    return {row.participant_id: row for row in rows}


def reading_of_person(
    session: Session, person_id: str
) -> list[tuple[ReportReader, Participant, Person, Round]]:
    """Return the reports this person was given to read, the newest round first, by participant's name."""
    query = (
        select(ReportReader, Participant, Person, Round)
        .join(Participant, Participant.id == ReportReader.participant_id)
        .join(Person, Person.id == Participant.person_id)
        .join(Round, Round.id == Participant.round_id)
        .where(ReportReader.person_id == person_id, ReportReader.reads_from_at.is_not(None))
        .order_by(Round.created_at.desc(), Round.id, Person.name, Participant.id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(query)]


def still_waiting(session: Session) -> list[tuple[ReportReader, Participant, Round]]:
    """Return the reports that a reader has and the participant not yet."""
    query = (
        select(ReportReader, Participant, Round)
        .join(Participant, Participant.id == ReportReader.participant_id)
        .join(Round, Round.id == Participant.round_id)
        .where(ReportReader.reads_from_at.is_not(None), Participant.released_at.is_(None))
        .order_by(Participant.id)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def openings_of(session: Session, participant_ids: Iterable[str]) -> list[ReportOpening]:
    """Return on which days others opened these reports, the first day first."""
    query = select(ReportOpening).where(ReportOpening.participant_id.in_(set(participant_ids)))
    return list(session.scalars(query.order_by(ReportOpening.opened_on, ReportOpening.reader)))


def note_openings(session: Session, reader: str, opened_on: date, kinds: Mapping[str, str]) -> list[str]:
    """Note that somebody opened these reports on a day, by participant id; returns those not noted before."""
    if not kinds:
        return []
    is_postgres = session.get_bind().dialect.name == "postgresql"
    insert = postgresql_insert if is_postgres else sqlite_insert
    statement = insert(ReportOpening).on_conflict_do_nothing().returning(ReportOpening.participant_id)
    rows = [
        {"participant_id": participant_id, "reader": reader, "opened_on": opened_on, "kind": kind}
        for participant_id, kind in kinds.items()
    ]
    return list(session.scalars(statement, rows))
