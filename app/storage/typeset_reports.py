"""Reports as files: made once per participant and language, kept until what they were made of changes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, column, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.storage.base import Base
from app.storage.rounds import Participant


class TypesetReport(Base):
    """A participant's report as a PDF in one language.

    `source` is the digest of everything the file was made of, the engine's version included. `wanted_at` is
    set while somebody waits for the file, or for a newer one; `content` is empty until it is first made.
    """

    __tablename__ = "typeset_reports"
    __table_args__ = (
        Index(
            "ix_typeset_reports_wanted_at",
            "wanted_at",
            sqlite_where=column("wanted_at").is_not(None),
            postgresql_where=column("wanted_at").is_not(None),
        ),
    )

    participant_id: Mapped[str] = mapped_column(
        ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    source: Mapped[str] = mapped_column(String(64), default="", server_default="")
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    made_at: Mapped[datetime | None]
    wanted_at: Mapped[datetime | None]


def want_reports(session: Session, wishes: Sequence[tuple[str, str]], now: datetime) -> None:
    """Note for (participant id, language) that a file is wanted; who wanted it before keeps the place."""
    if not wishes:
        return
    insert = _insert(session)
    session.execute(
        insert.on_conflict_do_update(
            index_elements=["participant_id", "language"],
            set_={"wanted_at": func.coalesce(TypesetReport.wanted_at, insert.excluded.wanted_at)},
        ),
        [
            {"participant_id": participant_id, "language": language, "wanted_at": now}
            for participant_id, language in wishes
        ],
    )


def keep_report(
    session: Session, participant_id: str, language: str, *, source: str, content: bytes, now: datetime
) -> None:
    """Store a file and note that nobody waits any more; the last of several makers wins, with equal bytes."""
    made = {"source": source, "content": content, "made_at": now, "wanted_at": None}
    session.execute(
        _insert(session)
        .values(participant_id=participant_id, language=language, **made)
        .on_conflict_do_update(index_elements=["participant_id", "language"], set_=made)
    )


def stop_wanting(session: Session, participant_id: str, language: str) -> None:
    """Note that nobody waits for this file."""
    session.execute(
        update(TypesetReport)
        .where(TypesetReport.participant_id == participant_id, TypesetReport.language == language)
        .values(wanted_at=None)
    )


def wanted_reports(session: Session, at_most: int) -> list[tuple[str, str]]:
    """Return (participant id, language) of files that somebody waits for, the longest wait first."""
    query = (
        select(TypesetReport.participant_id, TypesetReport.language)
        .where(TypesetReport.wanted_at.is_not(None))
        .order_by(TypesetReport.wanted_at, TypesetReport.participant_id, TypesetReport.language)
        .limit(at_most)
    )
    return [(participant_id, language) for participant_id, language in session.execute(query)]


def sources_of_round(session: Session, round_id: str) -> dict[tuple[str, str], str]:
    """Return the digest of what each stored file of a round was made of, by participant id and language."""
    query = (
        select(TypesetReport.participant_id, TypesetReport.language, TypesetReport.source)
        .join(Participant, Participant.id == TypesetReport.participant_id)
        .where(Participant.round_id == round_id, TypesetReport.made_at.is_not(None))
    )
    return {(participant_id, language): source for participant_id, language, source in session.execute(query)}


def wanted_of_round(session: Session, round_id: str) -> set[tuple[str, str]]:
    """Return (participant id, language) of a round's files that somebody waits for."""
    query = (
        select(TypesetReport.participant_id, TypesetReport.language)
        .join(Participant, Participant.id == TypesetReport.participant_id)
        .where(Participant.round_id == round_id, TypesetReport.wanted_at.is_not(None))
    )
    return {(participant_id, language) for participant_id, language in session.execute(query)}


def content_of(session: Session, participant_id: str, language: str, source: str) -> bytes | None:
    """Return the stored file that was made of exactly this; None where there is none."""
    return session.scalar(
        select(TypesetReport.content).where(
            TypesetReport.participant_id == participant_id,
            TypesetReport.language == language,
            TypesetReport.source == source,
        )
    )


def _insert(session: Session) -> Any:  # noqa: ANN401 - the two dialects' inserts share no type
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(TypesetReport.__table__)
