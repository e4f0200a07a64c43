"""What was sealed: one immutable publication per participant."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.storage.base import Base


class PublicationRow(Base):
    """The sealed blocks and codes of a participant as canonical JSON; written once, never changed."""

    __tablename__ = "publications"

    participant_id: Mapped[str] = mapped_column(
        ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True
    )
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), index=True)
    document: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime]


def sealed_participant_ids(session: Session, round_id: str) -> set[str]:
    """Return which participants of a round are sealed."""
    query = select(PublicationRow.participant_id).where(PublicationRow.round_id == round_id)
    return set(session.scalars(query))


def publications_of_round(session: Session, round_id: str) -> dict[str, PublicationRow]:
    """Return a round's publications by participant id."""
    rows = session.scalars(select(PublicationRow).where(PublicationRow.round_id == round_id))
    return {row.participant_id: row for row in rows}


def digests_of(session: Session, participant_ids: Collection[str]) -> dict[str, str]:
    """Return the digests of publications by participant id."""
    query = select(PublicationRow.participant_id, PublicationRow.digest).where(
        PublicationRow.participant_id.in_(participant_ids)
    )
    return dict(session.execute(query).all())
