"""What a seal keeps about the quality of a whole round: one document, written once."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.base import ID_LENGTH, Base


class RoundQuality(Base):
    """The rounded figures of a round as canonical JSON; nothing in it belongs to a rater or a participant."""

    __tablename__ = "round_qualities"

    round_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True
    )
    document: Mapped[str] = mapped_column(Text)
    sealed_at: Mapped[datetime]
