"""Mail addresses that took nothing, as keyed hashes: no reminder goes there until they are corrected."""

from datetime import datetime

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.storage.base import Base

HASH_LENGTH = 64


class BadAddress(Base):
    """An address whose mail server said that there is nobody; only a keyed hash of it is kept."""

    __tablename__ = "bad_addresses"

    address_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), primary_key=True)
    bounced_at: Mapped[datetime]


def note_bad_address(session: Session, address_hash: str, now: datetime) -> None:
    """Remember that this address takes nothing; doing it twice is harmless."""
    session.merge(BadAddress(address_hash=address_hash, bounced_at=now))


def is_bad_address(session: Session, address_hash: str) -> bool:
    """Tell whether this address takes nothing."""
    query = select(BadAddress.address_hash).where(BadAddress.address_hash == address_hash)
    return session.scalar(query) is not None


def forgive_address(session: Session, address_hash: str) -> None:
    """Forget that this address took nothing: somebody says that it is right."""
    session.execute(delete(BadAddress).where(BadAddress.address_hash == address_hash))


def forget_bad_addresses(session: Session, before: datetime) -> None:
    """Forget what is older than `before`."""
    session.execute(delete(BadAddress).where(BadAddress.bounced_at < before))
