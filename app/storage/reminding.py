"""Whose turn it is to be reminded, in one query, and reminders that have to wait for their readers' hours."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from app.storage.messages import Message
from app.storage.people import Person
from app.storage.raters import Assignment, Invitation
from app.storage.rounds import Round

AT_A_TIME = 10_000


@dataclass(frozen=True)
class DueReaders:
    """The readers in one time zone for whom mails of a round are due that keep hours."""

    round_id: str
    closes_at: datetime
    time_zone: str


def invitations_to_remind(session: Session, round_id: str) -> dict[str, str]:
    """Return the living ways in with something open, whose raters can and want to be reminded.

    They come by id, in the order of ids, each with the name of its rater's time zone.

    Whoever has a reminder waiting in the outbox gets that one.
    """
    has_open = (
        select(Assignment.id)
        .where(Assignment.invitation_id == Invitation.id, Assignment.state == "open")
        .exists()
    )
    is_waiting = (
        select(Message.id)
        .where(
            Message.invitation_id == Invitation.id,
            Message.kind == "reminder",
            Message.state.in_(("pending", "sending")),
        )
        .exists()
    )
    query = (
        select(Invitation.id, Person.time_zone)
        .join(Person, Person.id == Invitation.rater_id)
        .where(
            Invitation.round_id == round_id,
            Invitation.nonce.is_not(None),
            ~Invitation.wants_no_reminders,
            Person.email.is_not(None),
            Person.email != "",
            has_open,
            ~is_waiting,
        )
    )
    zones: dict[str, str] = dict(session.execute(query.order_by(Invitation.id)).all())
    return zones


def due_readers(session: Session, now: datetime, until: datetime) -> list[DueReaders]:
    """Return for whom mails that keep hours are due, or will be by `until`."""
    query = (
        select(Round.id, Round.closes_at, Person.time_zone)
        .join(Message, Message.round_id == Round.id)
        .join(Invitation, Invitation.id == Message.invitation_id)
        .join(Person, Person.id == Invitation.rater_id)
        .where(_is_due(now, until))
        .distinct()
    )
    return [DueReaders(*row) for row in session.execute(query)]


def put_off(
    session: Session, readers: DueReaders, now: datetime, until: datetime, leaves_at: datetime
) -> int:
    """Let what is due for these readers wait, some thousands at a time; returns how many mails that were.

    One whose worker died stays what it is, so that it goes on counting as one that may have arrived.
    """
    own = (
        select(Message.id)
        .join(Invitation, Invitation.id == Message.invitation_id)
        .join(Person, Person.id == Invitation.rater_id)
        .where(
            Message.round_id == readers.round_id,
            Person.time_zone == readers.time_zone,
            Message.not_before_at < leaves_at,
            _is_due(now, until),
        )
        .limit(AT_A_TIME)
        .with_for_update(of=Message, skip_locked=True)
    )
    ids = list(session.scalars(own))
    for changes in (
        update(Message).where(Message.state == "pending").values(not_before_at=leaves_at),
        update(Message).where(Message.state == "sending").values(lease_until_at=leaves_at),
    ):
        session.execute(changes.where(Message.id.in_(ids)).execution_options(synchronize_session=False))
    return len(ids)


def _is_due(now: datetime, until: datetime) -> ColumnElement[bool]:
    is_waiting = and_(Message.state == "pending", Message.not_before_at <= until)
    has_lapsed = and_(Message.state == "sending", Message.lease_until_at < now)
    return and_(Message.keeps_hours, or_(is_waiting, has_lapsed))
