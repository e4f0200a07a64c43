"""The outbox in numbers, without a word about whose mails they are.

Reminders are left out everywhere: they go to those with something open, so in an installation with one small
group their number, and whether there is one, would tell who has answered.
"""

from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.storage.messages import STATES, Message

_IS_COUNTED = Message.kind != "reminder"


def count_by_state(session: Session) -> dict[str, int]:
    """Return how many messages are in each state; every state is present."""
    query = select(Message.state, func.count()).where(_IS_COUNTED).group_by(Message.state)
    found = dict(session.execute(query).all())
    return {state: found.get(state, 0) for state in STATES}


def oldest_due_at(session: Session, now: datetime) -> datetime | None:
    """Return since when the longest waiting message could have been sent; None when nothing waits."""
    # Some are dated back to pass the others; they have waited since they were written.
    since = case((Message.not_before_at < Message.dated_at, Message.dated_at), else_=Message.not_before_at)
    query = select(func.min(since))
    found: datetime | None = session.scalar(
        query.where(_IS_COUNTED, Message.state.in_(("pending", "sending")), Message.not_before_at <= now)
    )
    return found


def answers_by_code(session: Session) -> dict[int, int]:
    """Return how many messages had which last answer of a mail server, by its three-digit code."""
    query = select(Message.last_code, func.count()).where(_IS_COUNTED, Message.last_code.is_not(None))
    return {code: count for code, count in session.execute(query.group_by(Message.last_code)) if code}
