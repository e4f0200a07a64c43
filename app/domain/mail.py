"""Mails as values, what can become of them, and the places of an administrator's own texts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.errors import InvalidError
from app.domain.text import text

ROUND_HEADER = "X-Rondom-Round"
"""Names the round a mail belongs to, so that closing can delete local copies."""

PLACES = ("name", "round", "closes", "contact")
"""What an administrator's own subject and introduction can name."""

_ANYTHING_LIKE_A_PLACE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_PLACE = re.compile(r"\{\{[ \t]*([a-z][a-z0-9_]*)[ \t]*\}\}")


@dataclass(frozen=True)
class OutgoingMail:
    """A mail ready to go; `message_id` and `dated_at` stay the same on every attempt."""

    to_address: str
    to_name: str
    from_address: str
    from_name: str
    reply_to: str | None
    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)
    message_id: str
    dated_at: datetime
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    logo: bytes | None = field(default=None, repr=False)
    envelope_from: str | None = None
    """Where this mail comes back to, if not to `from_address`."""


@dataclass(frozen=True)
class RenderedMail:
    """Subject, text and HTML of a mail in one language."""

    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)


@dataclass(frozen=True)
class Delivered:
    """The server took the mail over; `code` and `text` are its answer, without addresses or links."""

    code: int
    text: str


class MailError(Exception):
    """A mail did not leave; `code` is the server's answer, 0 where no server spoke."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(f"{code} {text}" if code else text)
        self.code = code
        self.text = text


class TemporaryMailError(MailError):
    """Try again later; with `may_have_arrived` the server fell silent after it had the content."""

    def __init__(self, code: int, text: str, *, may_have_arrived: bool = False) -> None:
        super().__init__(code, text)
        self.may_have_arrived = may_have_arrived


class SilentServerError(TemporaryMailError):
    """The server did not answer in time; another mail would only wait as long again."""


class ThrottledMailError(MailError):
    """The server wants fewer mails for now: slow every sender down, this mail is not to blame."""


class RefusedMailError(MailError):
    """This mail will never be taken for this recipient."""


class MailConfigurationError(MailError):
    """Our own side is wrong (sign-in, TLS, sender, address of the server): pause the queue."""


class UnsafeHeaderError(RefusedMailError, ValueError):
    """A header holds characters that could become another header; nothing was sent."""


def require_known_places(template: str) -> None:
    """Raise InvalidError naming a `{{place}}` that no mail can fill; the reader would get it as typed."""
    for found in _ANYTHING_LIKE_A_PLACE.finditer(template):
        place = _PLACE.fullmatch(found[0])
        if place is None or place[1] not in PLACES:
            known = ", ".join(f"{{{{{name}}}}}" for name in PLACES)
            raise InvalidError(
                text(
                    "There is no place “%(place)s”. You can use %(known)s.", place=found[0][:60], known=known
                )
            )


def fill_places(template: str, values: Mapping[str, str]) -> str:
    """Return a text with `{{name}}` replaced by the value of that name.

    Only names in `values` are places; everything else stays as it was typed, and values are not looked
    into again.
    """
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), template)
