"""Links that were replaced by newer ones, so that whoever opens an old one is told which mail to look for.

A row names the round and no rater: the old nonce is gone, so nothing leads from here to anybody.
"""

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.storage.base import ID_LENGTH, Base


class ReplacedLink(Base):
    """The hash of a token that opens nothing any more."""

    __tablename__ = "replaced_links"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    round_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("rounds.id", ondelete="CASCADE"), index=True
    )


def round_of_replaced_link(session: Session, token_hash: str) -> str | None:
    """Return the id of the round in which a link with this hash was replaced."""
    return session.scalar(select(ReplacedLink.round_id).where(ReplacedLink.token_hash == token_hash))


def forget_replaced_links(session: Session, round_id: str) -> None:
    """Forget the old links of a round."""
    session.execute(delete(ReplacedLink).where(ReplacedLink.round_id == round_id))
