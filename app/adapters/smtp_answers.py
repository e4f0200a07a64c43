"""What an answer of a mail server means for the mail, the sender and the queue."""

import smtplib
import ssl
from enum import Enum

from app.domain.mail import (
    MailConfigurationError,
    MailError,
    RefusedMailError,
    SilentServerError,
    TemporaryMailError,
    ThrottledMailError,
)
from app.domain.mail_answers import redacted_line

_THROTTLED = frozenset({421, 432, 454})
_SIGN_IN_WANTED = frozenset({530, 534, 535, 538})


class Stage(Enum):
    """How far the conversation with the server has come."""

    OPENING = "opening"
    SENDER = "sender"
    RECIPIENT = "recipient"
    ASKING = "asking"
    """Until all of the content has left: nothing of it can have been taken."""
    CONTENT = "content"


def answer_text(answer: bytes | str) -> str:
    """Return a server's answer on one line without addresses, links and tokens, for it is kept and shown."""
    return redacted_line(answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer)


def refusal(stage: Stage, code: int, answer: bytes | str) -> MailError:
    """Return the error that an answer other than "yes" stands for."""
    text = answer_text(answer)
    if code in _THROTTLED:
        return ThrottledMailError(code, text)
    if not 500 <= code <= 599:
        # What is neither yes nor no after the content may have been meant as a yes.
        is_unsure = stage is Stage.CONTENT and not 400 <= code <= 499
        return TemporaryMailError(code, text, may_have_arrived=is_unsure)
    if stage in {Stage.OPENING, Stage.SENDER} or code in _SIGN_IN_WANTED:
        return MailConfigurationError(code, text)
    return RefusedMailError(code, text)


def failure(stage: Stage, error: Exception) -> MailError:
    """Return the error that an exception of smtplib, ssl or the network stands for."""
    if isinstance(error, smtplib.SMTPResponseException):
        return refusal(stage, error.smtp_code, error.smtp_error)
    is_unsure = stage is Stage.CONTENT
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return SilentServerError(0, "the server did not answer in time", may_have_arrived=is_unsure)
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return TemporaryMailError(0, "the server closed the connection", may_have_arrived=is_unsure)
    if isinstance(error, smtplib.SMTPException):
        return MailConfigurationError(0, answer_text(str(error)))
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return MailConfigurationError(0, f"TLS: {answer_text(str(error))}")
    return TemporaryMailError(0, f"{type(error).__name__}: {answer_text(str(error))}")
