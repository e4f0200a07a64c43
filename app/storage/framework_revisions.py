"""The organisation's own frameworks, revision by revision, and what is switched off in any framework."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, String, delete, func, select
from sqlalchemy.orm import Mapped, Session, defer, mapped_column

from app.storage.base import Base

DRAFT = "draft"
PUBLISHED = "published"


class FrameworkRevision(Base):
    """One revision of an own framework; a published one never changes.

    `languages` lists the languages, the fallback first; `documents` maps each of them to the framework as
    framework.json_form writes it; `origin` says in a few words where the texts came from.
    """

    __tablename__ = "framework_revisions"
    __table_args__ = (
        CheckConstraint("state IN ('draft','published')", name="state"),
        CheckConstraint("revision >= 1", name="revision"),
    )

    framework_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(12), default=DRAFT)
    languages: Mapped[list[str]]
    documents: Mapped[dict[str, Any]]
    origin: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]


class SwitchedOffCompetency(Base):
    """A competency that new rounds are not offered, whatever the revision; also of a bundled framework."""

    __tablename__ = "switched_off_competencies"

    framework_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    competency_id: Mapped[str] = mapped_column(String(200), primary_key=True)


def revisions_of(session: Session, framework_id: str) -> list[FrameworkRevision]:
    """Return the revisions of a framework, the newest first, without reading their texts."""
    query = select(FrameworkRevision).where(FrameworkRevision.framework_id == framework_id)
    ordered = query.order_by(FrameworkRevision.revision.desc())
    return list(session.scalars(ordered.options(defer(FrameworkRevision.documents))))


def all_revisions(session: Session) -> list[FrameworkRevision]:
    """Return every revision, by framework and the newest first, without reading their texts."""
    query = select(FrameworkRevision).order_by(
        FrameworkRevision.framework_id, FrameworkRevision.revision.desc()
    )
    return list(session.scalars(query.options(defer(FrameworkRevision.documents))))


def newest_published(session: Session, framework_id: str) -> FrameworkRevision | None:
    """Return the newest published revision."""
    query = select(FrameworkRevision).where(
        FrameworkRevision.framework_id == framework_id, FrameworkRevision.state == PUBLISHED
    )
    return session.scalar(query.order_by(FrameworkRevision.revision.desc()).limit(1))


def draft_of(session: Session, framework_id: str) -> FrameworkRevision | None:
    """Return the draft of a framework, to look at."""
    query = select(FrameworkRevision).where(
        FrameworkRevision.framework_id == framework_id, FrameworkRevision.state == DRAFT
    )
    return session.scalar(query)


def locked_draft(session: Session, framework_id: str) -> FrameworkRevision | None:
    """Return the draft for a change; on PostgreSQL nobody else changes it meanwhile."""
    query = select(FrameworkRevision).where(
        FrameworkRevision.framework_id == framework_id, FrameworkRevision.state == DRAFT
    )
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def newest_revision(session: Session, framework_id: str) -> int:
    """Return the number of the newest revision, draft or not; 0 where there is none."""
    query = select(func.max(FrameworkRevision.revision)).where(FrameworkRevision.framework_id == framework_id)
    return session.scalar(query) or 0


def switched_off(session: Session, framework_id: str) -> frozenset[str]:
    """Return the ids of the competencies that are switched off."""
    query = select(SwitchedOffCompetency.competency_id).where(
        SwitchedOffCompetency.framework_id == framework_id
    )
    return frozenset(session.scalars(query))


def replace_switched_off(session: Session, framework_id: str, competency_ids: Iterable[str]) -> None:
    """Let exactly these competencies be switched off."""
    session.execute(delete(SwitchedOffCompetency).where(SwitchedOffCompetency.framework_id == framework_id))
    session.add_all(
        SwitchedOffCompetency(framework_id=framework_id, competency_id=each) for each in competency_ids
    )
    session.flush()
