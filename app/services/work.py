"""The unit of work: one transaction, one instant, one actor; jobs leave only after the commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.services.ports import JobName, Randomness, Site, Tools
from app.storage.audit import AuditEntry


@dataclass(frozen=True)
class Actor:
    """Who does this now; `label` is what the audit log shows."""

    label: str
    account_id: str | None = None
    person_id: str | None = None
    is_administrator: bool = False


SYSTEM = Actor("system", is_administrator=True)
RATER = Actor("rater")
"""Raters leave no name in any log."""


@dataclass
class Work:
    """One use case in progress."""

    tools: Tools
    session: Session
    now: datetime
    actor: Actor
    jobs: list[tuple[JobName, tuple[str, ...]]] = field(default_factory=list)
    acts: int = 0

    @property
    def site(self) -> Site:
        """What this installation is."""
        return self.tools.site

    @property
    def randomness(self) -> Randomness:
        """The source of ids, nonces and orders."""
        return self.tools.randomness

    def new_id(self) -> str:
        """Return a new random id."""
        return self.randomness.public_id()

    def later(self, job: JobName, *args: str) -> None:
        """Name a job to be published once the transaction is committed."""
        if (job, args) not in self.jobs:
            self.jobs.append((job, args))

    def audit(self, action: str, round_id: str | None = None, **detail: object) -> None:
        """Note who did what; never call it with a rater and answers together."""
        # Acts of one instant are a microsecond apart, so that they are read in the order they were done in.
        at = self.now + timedelta(microseconds=self.acts)
        self.acts += 1
        self.session.add(
            AuditEntry(
                id=self.new_id(),
                at=at,
                actor=self.actor.label,
                action=action,
                round_id=round_id,
                detail=dict(detail),
            )
        )


@contextmanager
def open_work(tools: Tools, actor: Actor) -> Iterator[Work]:
    """Open a change: commits on success, rolls back on any error, then publishes the jobs."""
    with tools.database.writing() as session:
        work = Work(tools, session, tools.clock(), actor)
        with session.begin():
            yield work
    for job, args in work.jobs:
        tools.queue.publish(job, *args)


@contextmanager
def open_reading(tools: Tools, actor: Actor) -> Iterator[Work]:
    """Open a look: on SQLite no row can be changed through it."""
    with tools.database.reading() as session, session.begin():
        yield Work(tools, session, tools.clock(), actor)
