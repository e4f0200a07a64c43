"""How links and the keys of answers follow from one another; the link is the key.

Every derivation has its own label, so that no value can stand in for another.
"""

import base64
import hashlib
import hmac

_RATER_LINK = b"rondom rater link v1"
_SIGN_IN = b"rondom sign-in v1"
_NO_REMINDERS = b"rondom no reminders v1"
_RESPONSE = b"rondom response v1"
_DRAFT = b"rondom draft v1"


def rater_token(link_key: bytes, nonce: bytes) -> str:
    """Return the token of a rater's link: 43 characters that are safe in an address."""
    return _token(link_key, _RATER_LINK + nonce)


def sign_in_token(secret: bytes, nonce: bytes) -> str:
    """Return the token of a one-time sign-in link."""
    return _token(secret, _SIGN_IN + nonce)


def no_reminders_token(link_key: bytes, invitation_id: str) -> str:
    """Return the token that stops a rater's reminders and does nothing else.

    It begins with the id of the invitation and owes nothing to the nonce: it neither opens the answers nor
    helps anybody who wants to, and it works on after the nonce is gone.
    """
    return invitation_id + _token(link_key, _NO_REMINDERS + invitation_id.encode())


def token_hash(token: str) -> str:
    """Return the hexadecimal SHA-256 by which a row is found; the token itself is stored nowhere."""
    return hashlib.sha256(token.encode()).hexdigest()


def response_key(token: str, assignment_public_id: str) -> str:
    """Return the 64 hexadecimal digits under which a submitted response is stored."""
    return _answers_key(token, _RESPONSE, assignment_public_id)


def draft_key(token: str, assignment_public_id: str) -> str:
    """Return the 64 hexadecimal digits under which a draft is stored."""
    return _answers_key(token, _DRAFT, assignment_public_id)


def _token(key: bytes, message: bytes) -> str:
    digest = hmac.new(key, message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _answers_key(token: str, label: bytes, assignment_public_id: str) -> str:
    # The zero byte keeps the label and the id apart, whatever the id looks like.
    message = label + b"\0" + assignment_public_id.encode()
    return hmac.new(token.encode(), message, hashlib.sha256).hexdigest()
