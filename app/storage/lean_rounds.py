"""A round as raters need it: without what is large, and held still while somebody answers."""

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from app.storage.rounds import Round


def lean_round(session: Session, round_id: str, *, is_shared: bool = False) -> Round | None:
    """Return the round; questionnaires and logo are read only when they are looked at, in this session.

    With `is_shared` nobody closes it before this transaction ends; SQLite writes one by one anyway.
    """
    query = select(Round).where(Round.id == round_id).options(defer(Round.questionnaires), defer(Round.logo))
    if is_shared:
        query = query.with_for_update(read=True).execution_options(populate_existing=True)
    return session.scalar(query)
