"""Holding a round's state still while somebody answers."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.storage.rounds import Round


def shared_round(session: Session, round_id: str) -> Round | None:
    """Return the round as it is now; on PostgreSQL it cannot be closed before this transaction ends."""
    query = select(Round).where(Round.id == round_id).with_for_update(read=True)
    return session.scalar(query.execution_options(populate_existing=True))
