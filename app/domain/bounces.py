"""Mails that came back: reports of other mail servers (RFC 3464) as values, and the address they come to.

Each mail can leave under an envelope sender of its own, `bounces+TOKEN@example.org`. The token is random and
leads to nothing but the row of that mail.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from enum import StrEnum

from app.domain.errors import InvalidError
from app.domain.mail_answers import NO_ADDRESS, status_in
from app.domain.text import text

LARGEST_REPORT = 256 * 1024
"""More of a report than this is not read."""
_TAGGED = re.compile(r"\+([0-9a-f]{32})@")
_ARRIVED_AT = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,190}>")
_REPLY_CODE = re.compile(r"(?<!\d)([45])\d\d(?!\d)")


class BounceKind(StrEnum):
    """Whose fault it is: the address's, or a passing or local trouble."""

    ADDRESS = "address"
    SOFT = "soft"


@dataclass(frozen=True)
class Bounce:
    """A mail did not arrive; one of `token` and `message_id` says which. `said` may hold addresses."""

    token: str
    message_id: str
    status: str
    said: str

    @property
    def kind(self) -> BounceKind:
        """Whether nothing will ever arrive at this address."""
        return bounce_kind(self.status)


class BounceMailboxError(Exception):
    """The mailbox of returned mails cannot be read; the message holds neither addresses nor passwords."""


def bounce_kind(status: str) -> BounceKind:
    """Tell by the status code; 5.2.2 (mailbox full) and 5.7.x (policy) do not blame the address."""
    is_lasting = status.startswith("5.") and status != "5.2.2" and not status.startswith("5.7.")
    return BounceKind.ADDRESS if is_lasting else BounceKind.SOFT


def blames_address(code: int | None, answer: str) -> bool:
    """Tell whether a mail that was refused at once was refused because there is no such address."""
    if not code:
        return answer.startswith(NO_ADDRESS)
    status = status_in(answer)
    if status:
        return bounce_kind(status) == BounceKind.ADDRESS
    return code in {550, 551, 553}


def envelope_sender(bounce_address: str, token: str) -> str:
    """Return the address a mail with this token comes back to."""
    local_part, _, domain = bounce_address.rpartition("@")
    return f"{local_part}+{token}@{domain}"


def reported(token: str, message_id: str, status: str, said: str) -> Bounce:
    """Return a bounce that a mail service tells about; raises InvalidError for what cannot be one."""
    found = status_in(status)
    if not found or not (token or message_id):
        raise InvalidError(text("A bounce needs a status such as 5.1.1 and a token or a message_id."))
    return Bounce(token.lower(), message_id, found, said)


def read_bounce(content: bytes) -> Bounce | None:
    """Return what a mail in the mailbox of returned mails reports; None unless a mail has failed for good."""
    # Headers as they stand: taking addresses apart raises errors of its own for some that were cut off.
    message = message_from_bytes(content[:LARGEST_REPORT], policy=compat32)
    if message.get_content_type() != "multipart/report":
        return None
    parts = list(message.walk())
    failed = next((block for block in _recipients(parts) if _field(block, "Action") == "failed"), None)
    if failed is None:
        return None
    said = _field(failed, "Diagnostic-Code", is_lower=False)
    said = said.partition(";")[2].strip() or said
    token, message_id = _token(message, parts), _original_id(parts)
    if not (token or message_id):
        return None
    return Bounce(token, message_id, status_in(_field(failed, "Status")) or _status_of(said), said)


def _recipients(parts: Iterable[Message]) -> list[Message]:
    blocks: list[Message] = []
    for part in parts:
        if part.get_content_type() == "message/delivery-status":
            inner = part.get_payload()
            blocks += [each for each in inner if isinstance(each, Message)] if isinstance(inner, list) else []
    return [block for block in blocks if block["Final-Recipient"] or block["Original-Recipient"]]


def _field(block: Message, name: str, *, is_lower: bool = True) -> str:
    value = " ".join(str(block.get(name, "")).split())
    return value.lower() if is_lower else value


def _status_of(said: str) -> str:
    if status_in(said):
        return status_in(said)
    code = _REPLY_CODE.search(said)
    return f"{code[1]}.0.0" if code else "4.0.0"


def _token(message: Message, parts: Iterable[Message]) -> str:
    returned = [part["Return-Path"] for part in _originals(parts)]
    arrived = [value for name in _ARRIVED_AT for value in message.get_all(name, [])]
    for value in (*arrived, *returned):
        found = _TAGGED.search(str(value or "").lower())
        if found:
            return found[1]
    return ""


def _original_id(parts: Iterable[Message]) -> str:
    for original in _originals(parts):
        found = _MESSAGE_ID.search(str(original.get("Message-ID", "")))
        if found:
            return found[0]
    return ""


def _originals(parts: Iterable[Message]) -> list[Message]:
    found: list[Message] = []
    for part in parts:
        kind = part.get_content_type()
        inner = part.get_payload()
        if kind == "message/rfc822" and isinstance(inner, list):
            found += [each for each in inner if isinstance(each, Message)]
        elif kind == "text/rfc822-headers":
            raw = part.get_payload(decode=True)
            found.append(message_from_bytes(raw if isinstance(raw, bytes) else b"", policy=compat32))
    return found
