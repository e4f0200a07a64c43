"""Sending what is in the outbox: claim one row, send, mark it at once; never inside a transaction."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from app.domain.errors import DomainError
from app.domain.mail import (
    MailConfigurationError,
    MailError,
    OutgoingMail,
    RefusedMailError,
    SilentServerError,
    ThrottledMailError,
)
from app.services.compose import compose
from app.services.ports import JobName, Sender, Tools
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.messages import Message, claim_next, count_due

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=120)
BATCH = 100
MAX_ATTEMPTS = 80
CONFIGURATION_PAUSE = timedelta(minutes=5)
THROTTLE_PAUSE = timedelta(minutes=1)
RETRY_MINUTES = (1, 5, 15, 30, 60)
MISSES = 3
"""After so many mails in a row that did not get through, the server is left alone until the next sweep."""


def deliver_due(tools: Tools, limit: int = BATCH) -> int:
    """Send up to `limit` due mails over one connection; returns how many left.

    Two workers never hold the same row: it is claimed for two minutes and given back when a worker dies. A
    crash between the server's yes and our note can repeat that one mail, with the same Message-ID and date.
    """
    with open_reading(tools, SYSTEM) as work:
        if count_due(work.session, work.now) == 0:
            return 0
    sent = misses = 0
    try:
        with tools.mailer.connection() as sender:
            for _ in range(limit):
                claimed = _claim(tools) if misses < MISSES else None
                if claimed is None:
                    return sent
                outcome = _deliver(tools, sender, claimed)
                sent += outcome == "sent"
                misses = misses + 1 if outcome == "pending" else 0
    except _PauseError:
        return sent
    tools.queue.publish(JobName.DELIVER)
    return sent


def ring_if_due(tools: Tools) -> bool:
    """Ring the bell when something is due: repairs a lost job within one sweep."""
    with open_reading(tools, SYSTEM) as work:
        is_due = count_due(work.session, work.now) > 0
    if is_due:
        tools.queue.publish(JobName.DELIVER)
    return is_due


class _PauseError(Exception):
    """Stop sending for now."""


@dataclass(frozen=True)
class _Claimed:
    """A message that is ours for the time of the lease."""

    message_id: str
    claim: str
    attempts: int


def _claim(tools: Tools) -> _Claimed | None:
    claim = tools.randomness.public_id()
    with open_work(tools, SYSTEM) as work:
        message = claim_next(work.session, work.now, claim, LEASE)
        return _Claimed(message.id, claim, message.attempts) if message is not None else None


def _deliver(tools: Tools, sender: Sender, claimed: _Claimed) -> str:
    """Send one claimed message and return the state it is in afterwards."""
    try:
        mail = _written(tools, claimed)
        if mail is None:
            return _mark(tools, claimed, "cancelled")
        delivered = sender.send(mail)
    except RefusedMailError as error:
        return _mark(tools, claimed, "failed", error.code, error.text)
    except ThrottledMailError as error:
        _postpone(tools, claimed, error, THROTTLE_PAUSE, is_attempt=False)
        raise _PauseError from error
    except MailConfigurationError as error:
        _postpone(tools, claimed, error, CONFIGURATION_PAUSE, is_attempt=False)
        raise _PauseError from error
    except MailError as error:
        if claimed.attempts >= MAX_ATTEMPTS:
            return _mark(tools, claimed, "failed", error.code, error.text)
        minutes = RETRY_MINUTES[min(claimed.attempts, len(RETRY_MINUTES)) - 1]
        state = _postpone(tools, claimed, error, timedelta(minutes=minutes), is_attempt=True)
        if isinstance(error, SilentServerError):
            raise _PauseError from error
        return state
    return _mark(tools, claimed, "sent", delivered.code)


def _written(tools: Tools, claimed: _Claimed) -> OutgoingMail | None:
    with open_reading(tools, SYSTEM) as work:
        message = work.session.get(Message, claimed.message_id)
        if message is None:
            return None
        try:
            return compose(work, message)
        except DomainError as error:
            # One mail that cannot be written must not hold up all the others.
            log.warning("a %s mail cannot be written: %s", message.kind, type(error).__name__)
            raise RefusedMailError(0, str(error)) from error


def _mark(tools: Tools, claimed: _Claimed, state: str, code: int | None = None, reason: str = "") -> str:
    with open_work(tools, SYSTEM) as work:
        message = work.session.get(Message, claimed.message_id)
        if message is not None and message.claim == claimed.claim:
            message.state, message.claim, message.lease_until_at = state, None, None
            message.last_code, message.last_error = code, reason[:300]
    return state


def _postpone(
    tools: Tools, claimed: _Claimed, error: MailError, pause: timedelta, *, is_attempt: bool
) -> str:
    with open_work(tools, SYSTEM) as work:
        message = work.session.get(Message, claimed.message_id)
        if message is not None and message.claim == claimed.claim:
            message.state, message.claim, message.lease_until_at = "pending", None, None
            message.not_before_at = work.now + pause
            message.last_code, message.last_error = error.code, error.text[:300]
            if not is_attempt:
                message.attempts -= 1
    return "pending"
