"""What a coach did to comments before the participant reads them: a layer above what was sealed."""

from collections.abc import Iterable

from sqlalchemy import ForeignKey, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.storage.base import Base


class CommentChange(Base):
    """One comment that is shown shorter, or not at all where `shown` is empty.

    `pool` and `place` are where it stands in the publication, which never changes.
    """

    __tablename__ = "comment_changes"

    participant_id: Mapped[str] = mapped_column(
        ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True
    )
    pool: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    shown: Mapped[str | None] = mapped_column(Text)


def changes_of(
    session: Session, participant_ids: Iterable[str]
) -> dict[str, dict[tuple[int, int], str | None]]:
    """Return what is shown instead, by participant id and (pool, place); None is withheld."""
    found: dict[str, dict[tuple[int, int], str | None]] = {}
    rows = session.scalars(
        select(CommentChange).where(CommentChange.participant_id.in_(set(participant_ids)))
    )
    for row in rows:
        found.setdefault(row.participant_id, {})[row.pool, row.place] = row.shown
    return found
