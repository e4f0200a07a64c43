"""RONDOM_BOUNCE_URL: the mailbox where returned mails arrive, read by IMAP over verified TLS."""

import contextlib
import imaplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from app.adapters.mail_url import is_loopback
from app.domain.bounces import LARGEST_REPORT, BounceMailboxError
from app.domain.mail_answers import redacted_line

TIMEOUT_SECONDS = 30.0
_PORTS = {"imaps": 993, "imap": 143}


@dataclass(frozen=True)
class ImapServer:
    """How to reach the mailbox."""

    host: str
    port: int
    username: str = field(repr=False)
    password: str = field(repr=False)
    folder: str = "INBOX"
    is_encrypted: bool = True


def parse_bounce_url(url: str) -> ImapServer:
    """Return the server of `imaps://user:password@host/INBOX`; `imap://` only on this machine.

    Raises BounceMailboxError, which never repeats the address, since it holds a password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _wrong("it is not a valid address") from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise _wrong("it has to look like imaps://user:password@host/INBOX")
    if parts.scheme == "imap" and not is_loopback(parts.hostname):
        raise _wrong("imap:// is not encrypted; beyond this machine say imaps://")
    if not parts.username or not parts.password:
        raise _wrong("a user name and a password are needed, both percent-encoded")
    username, password = unquote(parts.username), unquote(parts.password)
    folder = unquote(parts.path.strip("/")) or "INBOX"
    if not all(text.isascii() and text.isprintable() for text in (username, password, folder)):
        raise _wrong("only ASCII is possible in the user name, the password and the folder")
    if parts.query or parts.fragment:
        raise _wrong("nothing may follow the folder, and a password has to be percent-encoded")
    return ImapServer(
        parts.hostname, port or _PORTS[parts.scheme], username, password, folder, parts.scheme == "imaps"
    )


class ImapBounceMailbox:
    """Reads unread mails, deletes those that were understood, and leaves the others marked as read."""

    def __init__(self, server: ImapServer, timeout: float = TIMEOUT_SECONDS) -> None:
        self._server = server
        self._timeout = timeout

    def check(self) -> None:
        """Sign in and open the folder; raises BounceMailboxError."""
        with self._opened():
            pass

    def take(self, limit: int, read: Callable[[bytes], bool]) -> int:
        """Hand up to `limit` unread mails over and return for how many `read` said yes; those are deleted.

        Raises BounceMailboxError. A mail counts as read only once it has been handed over.
        """
        taken = 0
        with self._opened() as box:
            for number in self._unread(box)[:limit]:
                content = _content(_yes(box.uid("FETCH", number, f"(BODY.PEEK[]<0.{LARGEST_REPORT}>)")))
                is_done = content is not None and read(content)
                flags = r"(\Seen \Deleted)" if is_done else r"(\Seen)"
                _yes(box.uid("STORE", number, "+FLAGS.SILENT", flags))
                taken += is_done
            if taken:
                _yes(box.expunge())
        return taken

    @contextmanager
    def _opened(self) -> Iterator[imaplib.IMAP4]:
        try:
            box = self._reach()
            try:
                # The library quotes the password only.
                box.login(_quoted(self._server.username), self._server.password)
                _yes(box.select(_quoted(self._server.folder)))
                yield box
            finally:
                with contextlib.suppress(OSError, imaplib.IMAP4.error):
                    box.logout()
                # The library leaves the connection open where the goodbye went wrong.
                with contextlib.suppress(OSError):
                    box.shutdown()
        except (OSError, imaplib.IMAP4.error) as error:
            said = redacted_line(str(error), self._server.username.partition("@")[0] + "@")
            raise BounceMailboxError(f"{type(error).__name__}: {said}") from None

    def _reach(self) -> imaplib.IMAP4:
        server = self._server
        if server.is_encrypted:
            context = ssl.create_default_context()
            return imaplib.IMAP4_SSL(server.host, server.port, ssl_context=context, timeout=self._timeout)
        return imaplib.IMAP4(server.host, server.port, timeout=self._timeout)

    def _unread(self, box: imaplib.IMAP4) -> list[str]:
        (found, *_) = _yes(box.uid("SEARCH", "UNSEEN")) or [b""]
        return found.decode("ascii", "replace").split() if isinstance(found, bytes) else []


def _yes(answer: tuple[str, Sequence[object]]) -> Sequence[object]:
    if answer[0] != "OK":
        raise imaplib.IMAP4.error("the server said no")
    return answer[1]


def _content(parts: Sequence[object]) -> bytes | None:
    found = next((part for part in parts if isinstance(part, tuple)), None)
    return bytes(found[1]) if found is not None else None


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _wrong(reason: str) -> BounceMailboxError:
    return BounceMailboxError(f"RONDOM_BOUNCE_URL: {reason}")
