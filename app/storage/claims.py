"""Which messages are due, who sends them, and what is noted the moment one has left."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import cast

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Table,
    Update,
    bindparam,
    func,
    select,
    update,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from app.storage.base import Instant
from app.storage.messages import Message


def claim_due(session: Session, now: datetime, claim: str, lease: timedelta, most: int = 1) -> list[Message]:
    """Claim up to `most` due messages, the oldest first; two workers never claim the same one.

    Those of workers that died come before all others and one by one: whatever killed these must not take
    others with it.
    """
    is_locking = session.get_bind().dialect.name == "postgresql"
    values = {"now": now, "new_claim": claim, "until": now + lease}
    for which, count in (("lapsed", 1), ("waiting", most)):
        statement = _claiming(which, count, is_locking=is_locking)
        found = session.scalars(statement, values).all()
        if found:
            return sorted(found, key=lambda each: (each.not_before_at, each.id))
    return []


@cache
def _claiming(which: str, most: int, *, is_locking: bool) -> ReturningUpdate[Message]:
    """Return the statement for `now`, `new_claim` and `until`; built once, for every turn asks it."""
    now = bindparam("now", type_=Instant())
    changes = {
        "state": "sending",
        "claim": bindparam("new_claim"),
        "lease_until_at": bindparam("until", type_=Instant()),
        "attempts": Message.attempts + 1,
    }
    if which == "lapsed":
        due = select(Message.id).where(Message.state == "sending", Message.lease_until_at < now)
        changes["lapses"] = Message.lapses + 1
    else:
        due = select(Message.id).where(*_waiting(now))
        due = due.order_by(Message.not_before_at, Message.id)
    due = due.limit(most)
    if is_locking:
        due = due.with_for_update(skip_locked=True)
        # Read once: a subquery that locks may be asked again for every row.
        chosen = due.cte("chosen").prefix_with("MATERIALIZED", dialect="postgresql")
        which_rows = Message.id.in_(select(chosen.c.id))
    else:
        which_rows = Message.id.in_(due)
    return (
        update(Message)
        .where(which_rows)
        .values(**changes)
        .returning(Message)
        # The session may know the rows as they were; nothing else of the session is to be looked through.
        .execution_options(populate_existing=True, synchronize_session=False)
    )


def unclaim(session: Session, claim: str, ids: Iterable[str]) -> None:
    """Give messages back that were claimed and not tried."""
    session.execute(
        update(Message)
        .where(Message.id.in_(list(ids)), Message.claim == claim)
        .values(state="pending", claim=None, lease_until_at=None, attempts=Message.attempts - 1)
        .execution_options(synchronize_session=False)
    )


def note_possible_copy(session: Session, message_id: str, claim: str, copies: int) -> bool:
    """Note that from now on so many copies may have arrived; False when the claim is not ours any more."""
    values = {"key": message_id, "own_claim": claim, "copies": copies}
    return session.connection().execute(_noting_copy(), values).rowcount == 1


def note_sent(session: Session, message_id: str, claim: str, code: int, address_hash: str) -> bool:
    """Note that the server took a message over; False when the claim is not ours any more."""
    values = {"key": message_id, "own_claim": claim, "code": code, "hashed": address_hash}
    return session.connection().execute(_noting_sent(), values).rowcount == 1


@cache
def _noting_copy() -> Update:
    return _of_claim().values(possible_copies=bindparam("copies"))


@cache
def _noting_sent() -> Update:
    return _of_claim().values(
        state="sent",
        claim=None,
        lease_until_at=None,
        last_code=bindparam("code"),
        last_error="",
        address_hash=bindparam("hashed"),
    )


def _of_claim() -> Update:
    # On the table: no session holds the row, and looking through it would cost as much as the change.
    held = (Message.id == bindparam("key"), Message.claim == bindparam("own_claim"))
    return update(cast("Table", Message.__table__)).where(*held)


def count_due(session: Session, now: datetime) -> int:
    """Return how many messages could be sent now."""
    lapsed = (
        select(func.count())
        .select_from(Message)
        .where(Message.state == "sending", Message.lease_until_at < now)
    )
    waiting = select(func.count()).select_from(Message).where(*_waiting(now))
    return (session.scalar(lapsed) or 0) + (session.scalar(waiting) or 0)


def _waiting(now: datetime | BindParameter[datetime]) -> list[ColumnElement[bool]]:
    return [Message.state == "pending", Message.not_before_at <= now]
