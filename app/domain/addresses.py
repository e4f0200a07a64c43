"""Mail addresses as we accept and compare them."""

import re

from app.domain.errors import InvalidError
from app.domain.text import text

_SHAPE = re.compile(r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?P<domain>[^@\s]{1,253})$")
_LABEL = re.compile(r"^(?!(?!xn)..--)[^\W_](?:(?:[^\W_]|-){0,61}[^\W_])?$")
_LONGEST = 254


def normalised_email(typed: str) -> str:
    """Return the address trimmed and in lower case; raises InvalidError when it cannot be a mail address.

    The part before the @ must be ASCII: most mail servers refuse anything else. The domain may be
    international; it is converted by IDNA 2008 where the mail is sent. Nothing is refused there that is
    accepted here, but for rare letters that no domain may hold.
    """
    address = typed.strip().lower()
    match = _SHAPE.match(address)
    if (
        match is None
        or len(address) > _LONGEST
        or address.startswith(".")
        or ".." in address
        or ".@" in address
    ):
        raise InvalidError(text("“%(address)s” is not a mail address.", address=typed.strip()[:80]))
    labels = match["domain"].split(".")
    if len(labels) < 2 or labels[-1].isdecimal() or not all(_LABEL.match(label) for label in labels):
        raise InvalidError(text("“%(address)s” is not a mail address.", address=typed.strip()[:80]))
    return address
