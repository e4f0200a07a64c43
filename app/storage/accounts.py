"""Sign-ins: accounts, one-time links and server-side sessions."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.storage.base import ID_LENGTH, Base


class Account(Base):
    """A sign-in; administrators need no person, participants always have one."""

    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(5))
    is_administrator: Mapped[bool]
    person_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]


class SignInLink(Base):
    """A one-time way in; the link is derived from the nonce and stored only as a hash."""

    __tablename__ = "sign_in_links"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    nonce: Mapped[bytes | None] = mapped_column(LargeBinary)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInSession(Base):
    """A signed-in browser; the cookie's value is stored only as a hash, deleting the row signs out."""

    __tablename__ = "sign_in_sessions"

    cookie_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


def account_by_email(session: Session, email: str) -> Account | None:
    """Return the account with this normalised address."""
    return session.scalar(select(Account).where(Account.email == email))


def account_of_person(session: Session, person_id: str) -> Account | None:
    """Return the account through which this person signs in."""
    return session.scalar(select(Account).where(Account.person_id == person_id))


def accounts_of_persons(session: Session, person_ids: Iterable[str]) -> dict[str, Account]:
    """Return the accounts through which these persons sign in, by person id."""
    query = select(Account).where(Account.person_id.in_(set(person_ids)))
    return {account.person_id or "": account for account in session.scalars(query)}


def accounts_by_email(session: Session, emails: Iterable[str]) -> list[Account]:
    """Return the accounts with these normalised addresses."""
    return list(session.scalars(select(Account).where(Account.email.in_(set(emails)))))


def administrators(session: Session) -> list[Account]:
    """Return every administrator, by address."""
    query = select(Account).where(Account.is_administrator).order_by(Account.email)
    return list(session.scalars(query))


def link_by_hash(session: Session, token_hash: str, *, for_update: bool = False) -> SignInLink | None:
    """Return the one-time link with this token hash."""
    query = select(SignInLink).where(SignInLink.token_hash == token_hash)
    return session.scalar(query.with_for_update() if for_update else query)


def delete_stale_sign_ins(session: Session, now: datetime) -> None:
    """Delete sessions and links that have expired."""
    session.execute(delete(SignInSession).where(SignInSession.expires_at < now))
    session.execute(delete(SignInLink).where(SignInLink.expires_at < now))
