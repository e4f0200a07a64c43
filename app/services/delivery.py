"""Sending what is in the outbox: claim one row, send, mark it at once; never inside a transaction."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import OperationalError

from app.domain.errors import DomainError
from app.domain.mail import (
    MailConfigurationError,
    MailError,
    OutgoingMail,
    RefusedMailError,
    SilentServerError,
    TemporaryMailError,
    ThrottledMailError,
)
from app.domain.mail_answers import MAY_HAVE_ARRIVED
from app.domain.mail_pace import MOST_LAPSES, next_try_at
from app.services.bounces import note_answer
from app.services.compose import compose
from app.services.ports import JobName, Sender, Tools
from app.services.sending_gate import (
    Claimed,
    claim_mail,
    claim_within,
    count_sending,
    count_to_send,
    enter,
    leave,
    note_pace,
    pause_all,
    rest_all,
    resume_all,
)
from app.services.work import SYSTEM, Work, open_reading, open_work
from app.storage.messages import Message

log = logging.getLogger(__name__)

BATCH = 100
TURN = timedelta(seconds=15)
"""Then other jobs get their turn; the bell is rung again for what is left."""
MISSES = 3
"""After so many mails in a row that did not get through, the server is left alone until the next sweep."""
ENOUGH_TO_MEASURE = 10
MOST_BELLS = 4
"""Rung for at once; the queue says when enough of them wait."""
MAILS_PER_BELL = 10
"""For fewer, a second worker would only open a connection more."""


def deliver_due(tools: Tools, limit: int = BATCH) -> int:
    """Send up to `limit` due mails over one connection, for fifteen seconds at most; returns how many left.

    Two workers never hold the same row: it is claimed for two minutes and given back when a worker dies. A
    crash between the server's yes and our note can repeat that one mail, with the same Message-ID and date.
    """
    due = count_to_send(tools)
    if not due:
        return 0
    # At the beginning: a worker that dies must not take the only bell with it.
    _ring(tools, due - limit)
    holder = tools.randomness.public_id()
    if not enter(tools, holder):
        return 0
    begun_at = tools.clock()
    try:
        sent, is_more_likely = _send_some(tools, holder, limit, begun_at)
    finally:
        leave(tools, holder)
    if sent >= ENOUGH_TO_MEASURE:
        note_pace(tools, (tools.clock() - begun_at).total_seconds() / sent)
    if is_more_likely:
        _ring(tools, 1)
    return sent


def ring_if_due(tools: Tools) -> bool:
    """Ring when mails may leave, unless enough bells wait: repairs lost jobs within one sweep."""
    return _ring(tools, count_to_send(tools)) > 0


def _ring(tools: Tools, mails: int) -> int:
    """Ring for so many mails, for several workers if they are many; returns how often."""
    wanted = min(MOST_BELLS, -(-mails // MAILS_PER_BELL))
    rung = 0
    while rung < wanted and not tools.queue.is_crowded(JobName.DELIVER):
        tools.queue.publish(JobName.DELIVER)
        rung += 1
    return rung


class _StopError(Exception):
    """Stop sending for now."""


@dataclass
class _Hand:
    """One worker's batch; `upcoming` is the mail it claimed in the transaction that noted the last one."""

    holder: str
    ends_at: datetime
    left: int
    """How many mails may still follow the present one."""
    upcoming: Claimed | None = None

    def wants_more(self, tools: Tools) -> bool:
        """Tell whether another mail is to follow the present one."""
        return self.left > 0 and tools.clock() < self.ends_at

    def take(self, tools: Tools) -> Claimed | None:
        """Return the next mail to send, or None."""
        claimed, self.upcoming = self.upcoming, None
        return claimed or claim_mail(tools, self.holder)


def _send_some(tools: Tools, holder: str, limit: int, begun_at: datetime) -> tuple[int, bool]:
    """Return how many mails left, and whether the end came before the last one."""
    hand = _Hand(holder, begun_at + TURN, limit)
    sent = misses = 0
    try:
        with tools.mailer.connection() as sender:
            while hand.upcoming is not None or hand.wants_more(tools):
                claimed = hand.take(tools) if misses < MISSES else None
                if claimed is None:
                    return sent, False
                hand.left -= 1
                outcome = _deliver(tools, sender, claimed, hand)
                sent += outcome == "sent"
                misses = misses + 1 if outcome == "pending" else 0
    except _StopError:
        return sent, False
    return sent, True


def _deliver(tools: Tools, sender: Sender, claimed: Claimed, hand: _Hand) -> str:
    """Send one claimed message and return the state it is in afterwards."""
    if claimed.lapses > MOST_LAPSES:
        return _mark(tools, claimed, "failed", reason="every worker that tried to send this mail died")
    try:
        mail = _written(tools, claimed)
    except RefusedMailError as error:
        return _mark(tools, claimed, "failed", error.code, error.text)
    if mail is None:
        return _mark(tools, claimed, "cancelled")
    try:
        delivered = sender.send(mail)
    except RefusedMailError as error:
        has_answered = error.code > 0
        return _mark(
            tools, claimed, "failed", error.code, error.text, mail=mail, has_reached_server=has_answered
        )
    except ThrottledMailError as error:
        _give_back(tools, claimed, error, rest_all)
        raise _StopError from error
    except MailConfigurationError as error:
        _give_back(tools, claimed, error, pause_all)
        raise _StopError from error
    except SilentServerError as error:
        # The next mail would only wait as long again, and hold the worker for it.
        _try_later(tools, claimed, error)
        raise _StopError from error
    except MailError as error:
        return _try_later(tools, claimed, error)
    return _mark_sent(tools, claimed, delivered.code, mail, hand)


def _mark_sent(tools: Tools, claimed: Claimed, code: int, mail: OutgoingMail, hand: _Hand) -> str:
    """Note a mail as sent and claim the next one, in one transaction: every commit waits for the disk."""
    if hand.wants_more(tools) and not claimed.is_probe and not tools.site.mail_limits.counts_mails:
        try:
            with open_work(tools, SYSTEM) as work:
                _note(work, claimed, "sent", code, mail=mail, has_reached_server=True)
                upcoming = claim_within(work, hand.holder)
        except OperationalError as error:
            # The note matters more than the claim: without it this mail would be sent again.
            log.warning("the next mail could not be claimed: %s", type(error.orig).__name__)
        else:
            hand.upcoming = upcoming
            return "sent"
    return _mark(tools, claimed, "sent", code, mail=mail, has_reached_server=True)


def _written(tools: Tools, claimed: Claimed) -> OutgoingMail | None:
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


def _mark(
    tools: Tools,
    claimed: Claimed,
    state: str,
    code: int | None = None,
    reason: str = "",
    *,
    mail: OutgoingMail | None = None,
    has_reached_server: bool = False,
) -> str:
    with open_work(tools, SYSTEM) as work:
        _note(work, claimed, state, code, reason, mail=mail, has_reached_server=has_reached_server)
    return state


def _note(
    work: Work,
    claimed: Claimed,
    state: str,
    code: int | None,
    reason: str = "",
    *,
    mail: OutgoingMail | None,
    has_reached_server: bool,
) -> None:
    _count(work, claimed, has_reached_server=has_reached_server)
    message = _own_message(work, claimed)
    if message is not None:
        message.state, message.claim, message.lease_until_at = state, None, None
        message.last_code, message.last_error = code, reason[:300]
        note_answer(work, message, mail.to_address if mail is not None else None)


def _try_later(tools: Tools, claimed: Claimed, error: MailError) -> str:
    """Put the mail back for the next try, or give it up: after three days, or when two may have arrived."""
    may_have_arrived = isinstance(error, TemporaryMailError) and error.may_have_arrived
    with open_work(tools, SYSTEM) as work:
        _count(work, claimed, has_reached_server=error.code > 0 or may_have_arrived)
        message = _own_message(work, claimed)
        if message is None:
            return "pending"
        message.first_failed_at = message.first_failed_at or work.now
        again_at = next_try_at(claimed.attempts, message.first_failed_at, work.now)
        is_second_copy = may_have_arrived and _may_have_arrived_before(message)
        message.state, message.claim, message.lease_until_at = "pending", None, None
        _keep_error(message, error, may_have_arrived=may_have_arrived)
        if again_at is None or is_second_copy:
            message.state = "failed"
        else:
            message.not_before_at = again_at
        return message.state


def _give_back(
    tools: Tools, claimed: Claimed, error: MailError, tell_everybody: Callable[[Work, MailError], None]
) -> None:
    """Put a mail that is not to blame back as if it had not been tried, and stop all workers."""
    with open_work(tools, SYSTEM) as work:
        tell_everybody(work, error)
        count_sending(work, claimed.claim, has_left=error.code > 0)
        message = _own_message(work, claimed)
        if message is not None:
            message.state, message.claim, message.lease_until_at = "pending", None, None
            _keep_error(message, error)
            message.attempts -= 1


def _keep_error(message: Message, error: MailError, *, may_have_arrived: bool = False) -> None:
    # What came in between must not let it be forgotten that a copy may have arrived.
    is_unsure = may_have_arrived or _may_have_arrived_before(message)
    said = f"{MAY_HAVE_ARRIVED}: {error.text}" if is_unsure else error.text
    message.last_code, message.last_error = error.code, said[:300]


def _may_have_arrived_before(message: Message) -> bool:
    return message.last_error.startswith(MAY_HAVE_ARRIVED)


def _count(work: Work, claimed: Claimed, *, has_reached_server: bool) -> None:
    count_sending(work, claimed.claim, has_left=has_reached_server)
    if claimed.is_probe and has_reached_server:
        resume_all(work)


def _own_message(work: Work, claimed: Claimed) -> Message | None:
    message = work.session.get(Message, claimed.message_id)
    return message if message is not None and message.claim == claimed.claim else None
