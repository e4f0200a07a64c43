"""A real mail server on the loopback address, and the mails that arrived there."""

import email
import email.policy
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage

from tests.adapters.smtp_server import HOST, Mood, running
from tests.end_to_end.installation import wait_until


@dataclass(frozen=True)
class Mail:
    """One mail as its reader gets it."""

    to: str
    subject: str
    message_id: str
    text: str
    html: str

    def link(self, url: str, way: str) -> str:
        """Return the one link of this kind (`/r/`, `/sign-in/`) that the text holds."""
        found = set(re.findall(rf"{re.escape(url)}{way}[A-Za-z0-9_-]+", self.text))
        assert len(found) == 1, f"{len(found)} links in a mail that should have one"
        return str(found.pop())


@dataclass(frozen=True)
class PostOffice:
    """What the mail server has taken over."""

    mood: Mood
    port: int

    @property
    def url(self) -> str:
        """The address for RONDOM_MAIL_URL."""
        return f"smtp://{HOST}:{self.port}?timeout=10"

    def mails(self) -> list[Mail]:
        """Return every mail in the order of arrival."""
        return [_read(envelope.content, envelope.rcpt_tos) for envelope in [*self.mood.taken]]

    def wait_for(self, count: int, seconds: float = 60.0) -> list[Mail]:
        """Wait until so many mails have arrived, and return them all."""
        wait_until(
            lambda: len(self.mood.taken) >= count,
            seconds,
            lambda: f"{len(self.mood.taken)} of {count} mails arrived",
        )
        return self.mails()

    def to(self, address: str) -> list[Mail]:
        """Return what one reader got."""
        return [mail for mail in self.mails() if mail.to == address]

    def empty(self) -> None:
        """Forget everything that arrived."""
        self.mood.taken.clear()


@contextmanager
def open_post_office() -> Iterator[PostOffice]:
    """Run a mail server that takes everything."""
    mood = Mood()
    with running(mood) as port:
        yield PostOffice(mood, port)


def _read(content: bytes | str | None, recipients: list[str]) -> Mail:
    assert isinstance(content, bytes)
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    (to,) = recipients
    return Mail(
        to=to,
        subject=str(message["Subject"]),
        message_id=str(message["Message-ID"]),
        text=str(text.get_content()),
        html=str(html.get_content()),
    )
