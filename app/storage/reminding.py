"""Whose turn it is to be reminded, in one query."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.storage.messages import Message
from app.storage.people import Person
from app.storage.raters import Assignment, Invitation


def invitations_to_remind(session: Session, round_id: str) -> list[str]:
    """Return the ids of the living ways in with something open, whose raters can and want to be reminded.

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
        select(Invitation.id)
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
    return list(session.scalars(query.order_by(Invitation.id)))
