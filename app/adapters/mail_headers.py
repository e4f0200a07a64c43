"""Headers of a mail: checked first, then put into ASCII, so that no text can become a header of its own."""

import re
import unicodedata
from collections.abc import Mapping
from email.header import Header
from email.utils import format_datetime

from app.adapters.addresses import travelling_address
from app.domain.mail import MailConfigurationError, OutgoingMail, RefusedMailError, UnsafeHeaderError

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,70}")
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+>")
_LONGEST = 900
_LONGEST_PLAIN = 60
_OURS = frozenset(
    {
        "from",
        "sender",
        "to",
        "cc",
        "bcc",
        "reply-to",
        "subject",
        "date",
        "message-id",
        "mime-version",
        "return-path",
        "received",
        "auto-submitted",
        "x-auto-response-suppress",
        "resent-to",
        "resent-cc",
        "resent-bcc",
    }
)
_FORBIDDEN_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})


def mail_headers(mail: OutgoingMail) -> dict[str, str]:
    """Return every header of a mail as ASCII, encoded words one to a line.

    Raises UnsafeHeaderError, RefusedMailError (recipient) or MailConfigurationError (sender).
    """
    _guard(mail)
    headers = {
        "From": _mailbox(mail.from_name, sender_address(mail)),
        "To": _mailbox(mail.to_name, recipient_address(mail)),
        "Subject": _words("Subject", mail.subject),
        "Date": format_datetime(mail.dated_at),
        "Message-ID": mail.message_id,
    }
    if mail.reply_to is not None:
        headers["Reply-To"] = _our_address(mail.reply_to)
    # Out-of-office replies would tell nobody anything; bounces (NDR) are left on.
    headers["Auto-Submitted"] = "auto-generated"
    headers["X-Auto-Response-Suppress"] = "DR, RN, NRN, OOF, AutoReply"
    for name, value in mail.headers.items():
        headers[name] = value if _is_plain(value, _LONGEST) else _words(name, value)
    return headers


def recipient_address(mail: OutgoingMail) -> str:
    """Return the recipient for the envelope; raises RefusedMailError."""
    return travelling_address(mail.to_address)


def sender_address(mail: OutgoingMail) -> str:
    """Return the sender for the envelope; raises MailConfigurationError, for it is our own setting."""
    return _our_address(mail.from_address)


def envelope_address(mail: OutgoingMail) -> str:
    """Return where a mail comes back to that cannot be delivered; raises MailConfigurationError."""
    return _our_address(mail.envelope_from) if mail.envelope_from is not None else sender_address(mail)


def _our_address(address: str) -> str:
    try:
        return travelling_address(address)
    except RefusedMailError as error:
        raise MailConfigurationError(0, f"our own address: {error.text}") from None


def _guard(mail: OutgoingMail) -> None:
    fields = {
        "From": mail.from_name + mail.from_address,
        "To": mail.to_name + mail.to_address,
        "Reply-To": mail.reply_to or "",
        "Subject": mail.subject,
        "Message-ID": mail.message_id,
    }
    for name, value in (*fields.items(), *mail.headers.items()):
        if any(unicodedata.category(character) in _FORBIDDEN_CATEGORIES for character in value):
            raise UnsafeHeaderError(0, f"control characters in header {ascii(name)[:80]}")
    if not _MESSAGE_ID.fullmatch(mail.message_id) or len(mail.message_id) > _LONGEST:
        raise UnsafeHeaderError(0, "the Message-ID is not of the form <name@domain>")
    _guard_names(mail.headers)


def _guard_names(headers: Mapping[str, str]) -> None:
    for name in headers:
        if not _NAME.fullmatch(name) or name.lower() in _OURS or name.lower().startswith("content-"):
            raise UnsafeHeaderError(0, f"an extra header cannot be called {ascii(name)[:80]}")
    if len({name.lower() for name in headers}) < len(headers):
        raise UnsafeHeaderError(0, "an extra header appears twice")


def _mailbox(name: str, address: str) -> str:
    if not name:
        return address
    if _is_plain(name, _LONGEST_PLAIN):
        # Quoted always: a comma or an angle bracket in a name must not become a second recipient.
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}" <{address}>'
    return f"{_words('From', name)} <{address}>"


def _words(header: str, value: str) -> str:
    if _is_plain(value, _LONGEST):
        return value
    return Header(value, "utf-8", header_name=header).encode()


def _is_plain(value: str, longest: int) -> bool:
    # `=?` begins an encoded word: left as it is, a reader would decode what we never wrote.
    return value.isascii() and len(value) <= longest and "=?" not in value
