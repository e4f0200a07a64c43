"""Trial mode: every mail becomes one file in a folder that only the owner can enter."""

import contextlib
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import default
from itertools import takewhile
from pathlib import Path

from app.adapters.mime import LOGO_ID, mail_bytes
from app.adapters.private_files import make_private_folder, sync_folder, write_private
from app.domain.errors import NotFoundError
from app.domain.mail import ROUND_HEADER, Delivered, OutgoingMail, TemporaryMailError

_NAME = re.compile(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{32}\.eml")
_LINK = re.compile(r"https?://[^\s<>\"']+")
_LOOSE_END = ".,;:!?)]}"


@dataclass(frozen=True)
class StoredMail:
    """One line of the outbox."""

    name: str
    dated_at: datetime
    to: str
    subject: str


@dataclass(frozen=True)
class StoredMailBody:
    """A mail to read: decoded headers and bodies, and the links of its text in their order."""

    dated_at: datetime
    headers: tuple[tuple[str, str], ...]
    text: str = field(repr=False)
    html: str = field(repr=False)
    links: tuple[str, ...] = field(repr=False)
    logo: bytes | None = field(default=None, repr=False)


class FolderMailer:
    """Keeps mails as .eml files; the same mail twice is the same file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(
        self,
        mail: OutgoingMail,
        before_end: Callable[[], None] | None = None,  # noqa: ARG002 - the name every sender takes
    ) -> Delivered:
        """Store a mail; raises RefusedMailError or MailConfigurationError as a mail server would.

        `before_end` is never called: however often a mail is stored, it is there once.
        """
        content = mail_bytes(mail)
        name = stored_name(mail)
        unfinished = self.folder / f".{name}.tmp"
        try:
            make_private_folder(self.folder)
            write_private(unfinished, content)
            unfinished.replace(self.folder / name)
            sync_folder(self.folder)
        except OSError as error:
            raise _unwritable(error) from None
        return Delivered(250, f"stored as {name}")

    @contextmanager
    def connection(self) -> Iterator["FolderMailer"]:
        """Return itself: a folder needs no connection."""
        yield self

    def check(self) -> None:
        """Make sure that mails can be written; raises TemporaryMailError."""
        trial = self.folder / ".trial.tmp"
        try:
            make_private_folder(self.folder)
            write_private(trial, b"")
            trial.unlink()
        except OSError as error:
            raise _unwritable(error) from None

    def forget_round(self, round_id: str) -> int:
        """Delete the stored mails of a round; returns how many."""
        return delete_round_mails(self.folder, round_id)


def stored_name(mail: OutgoingMail) -> str:
    """Return the file name of a mail, the same on every attempt."""
    digest = hashlib.sha256(mail.message_id.encode("utf-8", "replace")).hexdigest()
    return f"{mail.dated_at.astimezone(UTC):%Y-%m-%d}-{digest[:32]}.eml"


def list_mails(folder: Path) -> list[StoredMail]:
    """Return the stored mails, the newest first."""
    mails = []
    for path in _stored(folder, "*.eml"):
        headers = _headers(path)
        if headers is not None:
            mails.append(
                StoredMail(
                    path.name,
                    _dated_at(headers, path),
                    str(headers.get("To", "")),
                    str(headers.get("Subject", "")),
                )
            )
    return sorted(mails, key=lambda mail: (mail.dated_at, mail.name), reverse=True)


def read_mail(folder: Path, name: str) -> StoredMailBody:
    """Return a stored mail; raises NotFoundError for any name that is not a mail of this folder."""
    if not _NAME.fullmatch(name):
        raise NotFoundError
    try:
        content = (folder / name).read_bytes()
    except OSError:
        raise NotFoundError from None
    message = message_from_bytes(content, _class=EmailMessage, policy=default)
    text = _part(message, "plain")
    links = (link.rstrip(_LOOSE_END) for link in _LINK.findall(text))
    headers = tuple((key, str(value)) for key, value in message.items())
    dated_at = _dated_at(message, folder / name)
    html, once = _part(message, "html"), tuple(dict.fromkeys(links))
    return StoredMailBody(dated_at, headers, text, html, once, _logo(message))


def delete_round_mails(folder: Path, round_id: str) -> int:
    """Delete every mail of a round, half-written ones included; returns how many were whole."""
    count = 0
    for path in (*_stored(folder, "*.eml"), *_stored(folder, ".*.eml.tmp")):
        headers = _headers(path)
        if headers is not None and headers.get(ROUND_HEADER) == round_id:
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
                count += path.suffix == ".eml"
    if folder.is_dir():
        sync_folder(folder)
    return count


def _unwritable(error: OSError) -> TemporaryMailError:
    return TemporaryMailError(0, f"the outbox folder cannot be written: {error.strerror}")


def _stored(folder: Path, pattern: str) -> list[Path]:
    return [path for path in folder.glob(pattern) if _NAME.search(path.name)]


def _headers(path: Path) -> EmailMessage | None:
    try:
        with path.open("rb") as file:
            return BytesHeaderParser(EmailMessage, policy=default).parsebytes(_until_blank_line(file))
    except FileNotFoundError:
        return None  # a closing round deleted it meanwhile


def _until_blank_line(lines: Iterable[bytes]) -> bytes:
    head: list[bytes] = list(takewhile(_is_filled, lines))
    return b"".join(head)


def _is_filled(line: bytes) -> bool:
    return bool(line.strip())


def _dated_at(headers: EmailMessage, path: Path) -> datetime:
    dated_at = getattr(headers.get("Date"), "datetime", None)
    if isinstance(dated_at, datetime):
        return dated_at.astimezone(UTC)
    return datetime.fromisoformat(path.name[:10]).replace(tzinfo=UTC)


def _logo(message: EmailMessage) -> bytes | None:
    for part in message.walk():
        if part.get("Content-ID") == f"<{LOGO_ID}>":
            content = part.get_content()
            return content if isinstance(content, bytes) else None
    return None


def _part(message: EmailMessage, subtype: str) -> str:
    body = message.get_body(preferencelist=(subtype,))
    content = body.get_content() if body is not None else ""
    return content if isinstance(content, str) else ""
