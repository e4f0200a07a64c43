"""What holds for the sending of mails as a whole, whichever worker sends: pause, rest, limits, connections.

No row here names a mail, a round or a reader: times of mails must not tell who was reminded.
"""

from datetime import datetime

from sqlalchemy import Float, String, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.storage.base import ID_LENGTH, Base

GATE_ID = "mail"


class MailGate(Base):
    """The one row every sender looks at.

    While `paused_at` is set nothing leaves, except one try whenever `probe_at` has come. Until
    `rests_until_at` the server is left alone; `rest_seconds` is the length of that rest.
    """

    __tablename__ = "mail_gates"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    paused_at: Mapped[datetime | None]
    probe_at: Mapped[datetime | None]
    pause_code: Mapped[int] = mapped_column(default=0, server_default="0")
    pause_reason: Mapped[str] = mapped_column(String(300), default="", server_default="")
    rests_until_at: Mapped[datetime | None]
    rest_seconds: Mapped[int] = mapped_column(default=0, server_default="0")
    seconds_per_mail: Mapped[float | None] = mapped_column(Float)


class MailSending(Base):
    """One mail that was handed to the server; counts from its claim until a while after its end."""

    __tablename__ = "mail_sendings"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    ends_at: Mapped[datetime] = mapped_column(index=True)


class MailLine(Base):
    """One connection to the mail server that may be open at a time, and who holds it."""

    __tablename__ = "mail_lines"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    holder: Mapped[str] = mapped_column(String(ID_LENGTH))
    held_until_at: Mapped[datetime]


def gate(session: Session) -> MailGate | None:
    """Return how sending stands, or None where nothing ever went wrong."""
    return session.get(MailGate, GATE_ID, populate_existing=True)


def locked_gate(session: Session) -> MailGate:
    """Return the gate for a change; on PostgreSQL nobody else changes or counts meanwhile."""
    if session.get_bind().dialect.name == "postgresql":
        # Before the row exists there is nothing that could be locked.
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(GATE_ID))))
    found = gate(session)
    if found is None:
        found = MailGate(id=GATE_ID, pause_code=0, pause_reason="", rest_seconds=0)
        session.add(found)
        session.flush()
    return found


def sent_since(session: Session, since: datetime) -> int:
    """Return how many mails are under way or left after `since`; call it under the lock of the gate."""
    query = select(func.count()).select_from(MailSending).where(MailSending.ends_at > since)
    return session.scalar(query) or 0


def forget_sendings(session: Session, before: datetime) -> None:
    """Delete what no limit counts any more."""
    session.execute(delete(MailSending).where(MailSending.ends_at <= before))


def take_line(session: Session, holder: str, most: int, now: datetime, until: datetime) -> bool:
    """Take one of `most` connections, or return False while all are held; call it under the gate's lock."""
    busy = set(session.scalars(select(MailLine.number).where(MailLine.held_until_at > now)))
    free = next((number for number in range(1, most + 1) if number not in busy), None)
    if free is None:
        return False
    session.merge(MailLine(number=free, holder=holder, held_until_at=until))
    return True


def keep_line(session: Session, holder: str, until: datetime) -> None:
    """Go on holding a connection."""
    for line in session.scalars(select(MailLine).where(MailLine.holder == holder)):
        line.held_until_at = until


def free_line(session: Session, holder: str) -> None:
    """Give a connection back; doing it twice is harmless."""
    session.execute(delete(MailLine).where(MailLine.holder == holder))
