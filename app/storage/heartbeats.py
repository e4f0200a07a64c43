"""When each queue was last served: one row per queue, written by the jobs of the scheduler."""

from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.storage.base import Base


class Heartbeat(Base):
    """The last moment at which a job of this queue ran."""

    __tablename__ = "heartbeats"

    queue: Mapped[str] = mapped_column(String(20), primary_key=True)
    beat_at: Mapped[datetime]


def last_heartbeats(session: Session) -> dict[str, datetime]:
    """Return the last sign of life by queue; a queue that never ran is not in it."""
    return {row.queue: row.beat_at for row in session.scalars(select(Heartbeat))}
