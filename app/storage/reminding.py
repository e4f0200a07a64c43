"""Whose turn it is to be reminded, in one query, and reminders that have to wait for their readers' hours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.storage.messages import READDRESSED, Message
from app.storage.people import Person
from app.storage.raters import Assignment, Invitation
from app.storage.rounds import Round

AT_A_TIME = 10_000
WITH_A_LINK = ("invitation", "addition", "reminder", "relink", READDRESSED)


@dataclass(frozen=True)
class Readers:
    """The raters of a round in one time zone."""

    round_id: str
    closes_at: datetime
    time_zone: str


def invitations_to_remind(session: Session, round_id: str) -> dict[str, str]:
    """Return the living ways in with something open, whose raters can and want to be reminded.

    They come by id, in the order of ids, each with the name of its rater's time zone.

    Whoever has a mail with a link waiting in the outbox gets that one alone: after a pause, or under a limit
    per day, an invitation and a reminder of it would arrive together.
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
            Message.kind.in_(WITH_A_LINK),
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


def readers_of(session: Session, messages: Iterable[Message]) -> dict[str, Readers]:
    """Return for each of these messages to raters, by its id, whose reader it has."""
    query = (
        select(Message.id, Round.id, Round.closes_at, Person.time_zone)
        .join(Round, Round.id == Message.round_id)
        .join(Invitation, Invitation.id == Message.invitation_id)
        .join(Person, Person.id == Invitation.rater_id)
        .where(Message.id.in_([message.id for message in messages]))
    )
    return {row[0]: Readers(row[1], row[2], row[3]) for row in session.execute(query)}


def put_off(session: Session, readers: Readers, now: datetime, leaves_at: datetime) -> None:
    """Let what is due for these readers and keeps hours wait until then, some thousands at a time."""
    own = (
        select(Message.id)
        .join(Invitation, Invitation.id == Message.invitation_id)
        .join(Person, Person.id == Invitation.rater_id)
        .where(
            Message.round_id == readers.round_id,
            Message.state == "pending",
            Message.not_before_at <= now,
            Message.keeps_hours,
            Person.time_zone == readers.time_zone,
        )
        .limit(AT_A_TIME)
        .with_for_update(of=Message, skip_locked=True)
    )
    session.execute(
        update(Message)
        .where(Message.id.in_(session.scalars(own).all()))
        .values(not_before_at=leaves_at)
        .execution_options(synchronize_session=False)
    )
