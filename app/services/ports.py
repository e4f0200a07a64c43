"""What the use cases need from outside, stated as protocols that the adapters fit."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from app.domain.mail import Delivered, OutgoingMail, RenderedMail
from app.domain.mail_pace import NO_LIMITS, MailLimits
from app.domain.sending_hours import WORKING_HOURS, SendingHours
from app.domain.speech import Speech
from app.storage.engine import Database


class JobName(StrEnum):
    """Background jobs; the part before the dot is the queue."""

    DELIVER = "mail.deliver"
    SWEEP_MAIL = "periodic.sweep_mail"
    SEAL_ROUND = "reports.seal_round"
    TYPESET = "reports.typeset"
    TYPESET_WANTED = "reports.typeset_wanted"
    CLOSE_DUE = "periodic.close_due"
    TIDY = "periodic.tidy"
    FETCH_BOUNCES = "periodic.fetch_bounces"
    TEND_PULSES = "periodic.tend_pulses"
    LAUNCH_ROUND = "reports.launch_round"
    RUN_SCHEDULE = "periodic.run_schedule"
    OPEN_REPORTS = "periodic.open_reports"
    HEARTBEAT = "periodic.heartbeat"


class Randomness(Protocol):
    """Unpredictable bytes, ids and orders."""

    def bytes(self, count: int) -> bytes:
        """Return random bytes."""
        ...

    def public_id(self) -> str:
        """Return 128 random bits as 32 hexadecimal digits."""
        ...

    def shuffle(self, items: list[Any]) -> None:
        """Shuffle in place."""
        ...


class Keys(Protocol):
    """The keys of the rounds, outside the database."""

    def create(self, round_id: str) -> None:
        """Make the round's link key and answer key; refuses to replace them."""
        ...

    def link_key(self, round_id: str) -> bytes:
        """Return the key links are derived with; raises MissingKeyError."""
        ...

    def answer_key(self, round_id: str) -> bytes:
        """Return the key answers are encrypted with; raises MissingKeyError."""
        ...

    def exists(self, round_id: str) -> bool:
        """Tell whether the round's keys are there."""
        ...

    def destroy(self, round_id: str) -> None:
        """Destroy both keys; doing it twice is harmless."""
        ...


class Cipher(Protocol):
    """Encryption of answers, padded so that sizes tell little."""

    def encrypt(self, key: bytes, plaintext: str, bound_to: str) -> bytes:
        """Return the padded ciphertext, bound to its place."""
        ...

    def decrypt(self, key: bytes, blob: bytes, bound_to: str) -> str:
        """Return the plaintext; raises a named error for a wrong key or place."""
        ...


class Sender(Protocol):
    """Something that sends one mail after another."""

    def send(self, mail: OutgoingMail, before_end: Callable[[], None] | None = None) -> Delivered:
        """Send a mail; raises one of the mail errors of app.domain.mail.

        `before_end` is called when all but the last line is with the server: from then on one copy more may
        arrive, whatever happens here. An error it raises ends the try, and nothing arrives.
        """
        ...


class Mailer(Sender, Protocol):
    """The way out for mails."""

    def connection(self) -> AbstractContextManager[Sender]:
        """Return a sender that keeps one connection for up to a hundred mails."""
        ...

    def check(self) -> None:
        """Reach the server, or make sure of the folder, without a mail; raises a MailError."""
        ...

    def forget_round(self, round_id: str) -> int:
        """Delete local copies of a round's mails; returns how many."""
        ...


class BounceMailbox(Protocol):
    """Where returned mails arrive."""

    def take(self, limit: int, read: Callable[[bytes], bool]) -> int:
        """Hand unread mails over; those for which `read` says yes are deleted. Raises BounceMailboxError."""
        ...

    def check(self) -> None:
        """Reach the mailbox and open it; raises BounceMailboxError."""
        ...


class Renderer(Protocol):
    """Mail templates in three languages."""

    def render(self, message: str, language: str, values: Mapping[str, object]) -> RenderedMail:
        """Return subject, text and HTML of a mail."""
        ...

    def day(self, instant: datetime, language: str) -> str:
        """Return the day of an instant, in words, in the organisation's time zone."""
        ...


class Queue(Protocol):
    """The doorbell: names a job and ids; losing it costs seconds, never a mail."""

    def publish(self, job_name: str, *args: str) -> None:
        """Ring; never raises."""
        ...

    def is_crowded(self, job_name: str) -> bool:
        """Tell whether so many bells wait that another would change nothing; False when nobody knows."""
        ...


class Typesetter(Protocol):
    """Documents as tagged PDF files."""

    @property
    def version(self) -> str:
        """Names the engine and the templates: equal versions give equal bytes."""
        ...

    def typeset(self, template: str, document: Mapping[str, object], dated_at: datetime) -> bytes:
        """Return the PDF of a document that can be written as JSON; `dated_at` is the date it bears."""
        ...


@dataclass(frozen=True)
class Site:
    """What this installation is: addresses, languages, time zone, trial mode."""

    public_url: str
    mail_from: str
    timezone: ZoneInfo
    languages: tuple[str, ...]
    is_trial_mode: bool
    mail_limits: MailLimits = NO_LIMITS
    sending_hours: SendingHours = WORKING_HOURS
    bounce_address: str | None = None
    """Mails leave under `bounces+TOKEN@...` of this address; without it under `mail_from`."""


@dataclass(frozen=True)
class Tools:
    """Everything a unit of work can reach; put together once in app.bootstrap."""

    database: Database
    clock: Callable[[], datetime]
    randomness: Randomness
    keys: Keys
    cipher: Cipher
    mailer: Mailer
    renderer: Renderer
    queue: Queue
    typesetter: Typesetter
    speech: Callable[[str], Speech]
    site: Site
    secret: bytes = field(repr=False)
    bounces: BounceMailbox | None = field(default=None, repr=False)
