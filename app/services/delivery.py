"""Sending what is in the outbox: claim one row, send, mark it at once; never inside a transaction."""

import logging
from datetime import timedelta

from app.domain.mail import (
    MailConfigurationError,
    MailError,
    RefusedMailError,
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


def deliver_due(tools: Tools, limit: int = BATCH) -> int:
    """Send up to `limit` due mails over one connection; returns how many left.

    Two workers never hold the same row: it is claimed for two minutes and given back when a worker dies. A
    crash between the server's yes and our note can repeat that one mail, with the same Message-ID and date.
    """
    with open_reading(tools, SYSTEM) as work:
        if count_due(work.session, work.now) == 0:
            return 0
    sent = 0
    try:
        with tools.mailer.connection() as sender:
            for _ in range(limit):
                claimed = _claim(tools)
                if claimed is None:
                    return sent
                sent += _deliver(tools, sender, *claimed)
    except _PauseError:
        return sent
    except MailError as error:
        log.warning("mail server out of reach: %s", error.code)
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


def _claim(tools: Tools) -> tuple[str, str] | None:
    claim = tools.randomness.public_id()
    with open_work(tools, SYSTEM) as work:
        message = claim_next(work.session, work.now, claim, LEASE)
        return (message.id, claim) if message is not None else None


def _deliver(tools: Tools, sender: Sender, message_id: str, claim: str) -> int:
    with open_reading(tools, SYSTEM) as work:
        message = work.session.get_one(Message, message_id)
        attempts = message.attempts
        mail = compose(work, message)
    if mail is None:
        _mark(tools, message_id, claim, "cancelled")
        return 0
    try:
        delivered = sender.send(mail)
    except RefusedMailError as error:
        _mark(tools, message_id, claim, "failed", error)
        return 0
    except ThrottledMailError as error:
        _postpone(tools, message_id, claim, error, THROTTLE_PAUSE, is_attempt=False)
        raise _PauseError from error
    except MailConfigurationError as error:
        _postpone(tools, message_id, claim, error, CONFIGURATION_PAUSE, is_attempt=False)
        raise _PauseError from error
    except MailError as error:
        if attempts >= MAX_ATTEMPTS:
            _mark(tools, message_id, claim, "failed", error)
        else:
            minutes = RETRY_MINUTES[min(attempts, len(RETRY_MINUTES)) - 1]
            _postpone(tools, message_id, claim, error, timedelta(minutes=minutes), is_attempt=True)
        return 0
    _mark(tools, message_id, claim, "sent", code=delivered.code)
    return 1


def _mark(
    tools: Tools,
    message_id: str,
    claim: str,
    state: str,
    error: MailError | None = None,
    code: int | None = None,
) -> None:
    with open_work(tools, SYSTEM) as work:
        message = work.session.get(Message, message_id)
        if message is None or message.claim != claim:
            return
        message.state, message.claim, message.lease_until_at = state, None, None
        message.last_code = error.code if error is not None else code
        message.last_error = error.text[:300] if error is not None else ""


def _postpone(
    tools: Tools, message_id: str, claim: str, error: MailError, pause: timedelta, *, is_attempt: bool
) -> None:
    with open_work(tools, SYSTEM) as work:
        message = work.session.get(Message, message_id)
        if message is None or message.claim != claim:
            return
        message.state, message.claim, message.lease_until_at = "pending", None, None
        message.not_before_at = work.now + pause
        message.last_code, message.last_error = error.code, error.text[:300]
        if not is_attempt:
            message.attempts -= 1


