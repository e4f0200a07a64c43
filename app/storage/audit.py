"""Who did what, never what was answered."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.storage.base import ID_LENGTH, Base


class AuditEntry(Base):
    """One administrative act; append only, never about a rater's answers."""

    __tablename__ = "audit_entries"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(320))
    action: Mapped[str] = mapped_column(String(60))
    round_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), index=True)
    detail: Mapped[dict[str, Any]]


def last_act_at(session: Session, round_id: str, action: str) -> datetime | None:
    """Return when something was done last in a round."""
    query = select(func.max(AuditEntry.at)).where(
        AuditEntry.round_id == round_id, AuditEntry.action == action
    )
    return session.scalar(query)


def acts_of_round(session: Session, round_id: str, actions: Collection[str]) -> list[AuditEntry]:
    """Return when some things were done in a round, the first one first."""
    query = select(AuditEntry).where(AuditEntry.round_id == round_id, AuditEntry.action.in_(actions))
    return list(session.scalars(query.order_by(AuditEntry.at, AuditEntry.id)))


def entries_of_round(session: Session, round_id: str, offset: int, limit: int) -> list[AuditEntry]:
    """Return a stretch of what was done in a round, the newest first."""
    query = select(AuditEntry).where(AuditEntry.round_id == round_id)
    query = query.order_by(AuditEntry.at.desc(), AuditEntry.id).offset(offset).limit(limit)
    return list(session.scalars(query))


def count_of_round(session: Session, round_id: str) -> int:
    """Return how many entries there are about a round."""
    query = select(func.count()).select_from(AuditEntry).where(AuditEntry.round_id == round_id)
    return session.scalar(query) or 0


def acts_since(session: Session, round_id: str, action: str, since: datetime) -> list[AuditEntry]:
    """Return what was done of one kind in a round after an instant."""
    query = select(AuditEntry).where(
        AuditEntry.round_id == round_id, AuditEntry.action == action, AuditEntry.at > since
    )
    return list(session.scalars(query))
