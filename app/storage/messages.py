"""The outbox: a row per mail; the body and its links are never stored."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Select,
    String,
    and_,
    case,
    false,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.storage.base import ID_LENGTH, Base
from app.storage.raters import Invitation

READDRESSED = "readdressed"
"""A new link because the mail address has changed; it opens nothing that was written before."""
OPEN_ONLY = ("reminder", "relink")
"""Mails that only a rater with something open gets: whether there is one tells what that rater has done."""
STATES = ("pending", "sending", "sent", "failed", "cancelled")


class Message(Base):
    """A mail to be sent; `dedupe_key` makes a second one impossible, `message_id` stays on every attempt."""

    __tablename__ = "messages"
    __table_args__ = (
        CheckConstraint("state IN ('pending','sending','sent','failed','cancelled')", name="state"),
        Index("ix_messages_due", "state", "not_before_at", "id"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    dedupe_key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(30))
    round_id: Mapped[str | None] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), index=True)
    invitation_id: Mapped[str | None] = mapped_column(
        ForeignKey("invitations.id", ondelete="CASCADE"), index=True
    )
    sign_in_link_id: Mapped[str | None] = mapped_column(
        ForeignKey("sign_in_links.id", ondelete="CASCADE"), index=True
    )
    participant_id: Mapped[str | None] = mapped_column(
        ForeignKey("participants.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(12), default="pending")
    not_before_at: Mapped[datetime]
    keeps_hours: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Nobody waits for it, so it leaves within the hours for mails where its reader is."""
    attempts: Mapped[int] = mapped_column(default=0)
    first_failed_at: Mapped[datetime | None]
    lapses: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often a worker died with it."""
    possible_copies: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many copies may have arrived without our knowing for certain."""
    lease_until_at: Mapped[datetime | None]
    claim: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    message_id: Mapped[str] = mapped_column(String(200), index=True)
    dated_at: Mapped[datetime]
    last_code: Mapped[int | None]
    last_error: Mapped[str] = mapped_column(String(300), default="")
    bounce_token: Mapped[str | None] = mapped_column(String(ID_LENGTH), unique=True, index=True)
    """Random, and nothing else leads to it: whoever sees it in an envelope learns nothing about a link."""
    address_hash: Mapped[str | None] = mapped_column(String(64))
    """The address it went to, as a keyed hash, so that a late bounce does not blame a corrected address."""
    bounced_at: Mapped[datetime | None]
    bounce_status: Mapped[str] = mapped_column(String(12), default="", server_default="")
    bounce_text: Mapped[str] = mapped_column(String(300), default="", server_default="")
    soft_bounces: Mapped[int] = mapped_column(default=0, server_default="0")


def counts_by_state(session: Session, round_id: str, hidden: Select[str]) -> dict[str, int]:
    """Return how many of a round's mails that everybody gets are in each state; every state is present.

    Reminders and new links go only to raters with something open, so their number would tell how many these
    are. Nor would the fate of a mail that may not be needed any more keep quiet about a rater whom nobody may
    follow (`hidden` selects their ids): dropped, or for a new address in whatever state, it counts as sent.
    """
    may_be_dropped = or_(Message.state == "cancelled", Message.kind == READDRESSED)
    state = case((and_(may_be_dropped, Invitation.rater_id.in_(hidden)), "sent"), else_=Message.state)
    query = (
        select(state, func.count())
        .join(Invitation, Invitation.id == Message.invitation_id, isouter=True)
        .where(Message.round_id == round_id, Message.kind.not_in((*OPEN_ONLY, "test")))
        .group_by(state)
    )
    counts: dict[str, int] = dict(session.execute(query).all())
    return {state: counts.get(state, 0) for state in STATES}


def messages_of_round(session: Session, round_id: str) -> list[Message]:
    """Return a round's messages in the order in which they were written."""
    query = select(Message).where(Message.round_id == round_id)
    return list(session.scalars(query.order_by(Message.dated_at, Message.id)))


def known_dedupe_keys(session: Session, keys: Iterable[str]) -> set[str]:
    """Return which of these mails have been written before."""
    return set(session.scalars(select(Message.dedupe_key).where(Message.dedupe_key.in_(set(keys)))))


def cancel_waiting(session: Session, round_id: str, kinds: tuple[str, ...]) -> int:
    """Cancel messages of these kinds that nobody has begun to send; returns how many."""
    statement = (
        update(Message)
        .where(Message.round_id == round_id, Message.kind.in_(kinds), Message.state == "pending")
        .values(state="cancelled")
        .returning(Message.id)
    )
    return len(session.execute(statement).all())
