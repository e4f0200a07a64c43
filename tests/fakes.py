"""Fakes of our own ports: they collect, and they can be told to fail."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from app.domain.mail import ROUND_HEADER, Delivered, MailError, OutgoingMail
from app.domain.typesetting import TypesettingError

START = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@dataclass
class FixedClock:
    """A clock that stands still until it is moved."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def move(self, **step: float) -> datetime:
        """Move the clock by a timedelta, `clock.move(days=1)`, and return the new instant."""
        self.now += timedelta(**step)
        return self.now


@dataclass
class FakeQueue:
    """Remembers which jobs were named, in their order."""

    published: list[tuple[str, ...]] = field(default_factory=list)
    is_full: bool = False

    def publish(self, job_name: str, *args: str) -> None:
        self.published.append((str(job_name), *args))

    def is_crowded(self, job_name: str) -> bool:  # noqa: ARG002 - the same for every job
        """Say the same of every job."""
        return self.is_full


@dataclass
class FakeMailer:
    """Collects mails; `failures` are raised one by one.

    `on_send` is called with every try, `after_send` once a mail has been taken.
    """

    sent: list[OutgoingMail] = field(default_factory=list)
    failures: list[MailError] = field(default_factory=list)
    connections: int = 0
    on_send: Callable[[], object] = lambda: None
    after_send: Callable[[], object] = lambda: None

    def send(self, mail: OutgoingMail, before_end: Callable[[], None] | None = None) -> Delivered:
        self.on_send()
        if before_end is not None:
            before_end()
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append(mail)
        self.after_send()
        return Delivered(250, "taken")

    @contextmanager
    def connection(self) -> Iterator["FakeMailer"]:
        self.connections += 1
        yield self

    def check(self) -> None:
        """Do nothing: this mailer always works."""

    def forget_round(self, round_id: str) -> int:
        kept = [mail for mail in self.sent if mail.headers.get(ROUND_HEADER) != round_id]
        forgotten = len(self.sent) - len(kept)
        self.sent = kept
        return forgotten


@dataclass
class FakeTypesetter:
    """Remembers what it was to typeset; `failures` documents are refused first."""

    version: str = "1"
    documents: list[Mapping[str, object]] = field(default_factory=list)
    failures: int = 0

    def typeset(self, template: str, document: Mapping[str, object], dated_at: datetime) -> bytes:
        if self.failures:
            self.failures -= 1
            raise TypesettingError("refused")
        self.documents.append(document)
        return f"{template} {document['title']} {document['language']} {dated_at}".encode()
