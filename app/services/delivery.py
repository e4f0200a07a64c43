"""Sending what is in the outbox: claim a few, write them, send each in no transaction, note it at once."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

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
from app.domain.mail_answers import MAY_HAVE_ARRIVED, NOT_WRITTEN
from app.domain.mail_pace import MOST_COPIES, MOST_LAPSES
from app.services.compose import compose
from app.services.delivery_notes import (
    LostClaimError,
    give_back,
    note_dropped,
    note_failed,
    note_left,
    note_may_arrive,
    note_nobodys_fault,
    note_refused,
    put_off,
    try_later,
)
from app.services.ports import JobName, Sender, Tools
from app.services.sending_gate import (
    Claimed,
    claim_mails,
    count_to_send,
    enter,
    leave,
    note_pace,
)
from app.services.ways_in import ways_in
from app.services.work import SYSTEM, open_reading

log = logging.getLogger(__name__)

BATCH = 100
TURN = timedelta(seconds=15)
"""Then other jobs get their turn; the bell is rung again for what is left."""
AT_ONCE = 10
"""So many mails are claimed and written together: each of these steps costs nearly as much for one."""
FRESH = timedelta(seconds=2)
"""A mail written longer ago is written anew: meanwhile its reader may have answered."""
MISSES = 3
"""After so many mails in a row that did not get through, the server is left alone until the next sweep."""
ENOUGH_TO_MEASURE = 10
MOST_BELLS = 4
"""Rung for at once; the queue says when enough of them wait."""
MAILS_PER_BELL = 10
"""For fewer, a second worker would only open a connection more."""

Letter = OutgoingMail | RefusedMailError | TemporaryMailError | None
"""A mail, why it cannot be written, or None when nobody needs it any more."""
Written = dict[str, Letter]
"""By the id of the message."""


def deliver_due(tools: Tools, limit: int = BATCH) -> int:
    """Send up to `limit` due mails over one connection, for fifteen seconds at most; returns how many left.

    Two workers never hold the same row: it is claimed for two minutes and given back when a worker dies. A
    crash between the server's yes and our note can repeat that mail once, with the same Message-ID and date.
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
    turn = _Turn(holder, begun_at + TURN, limit)
    try:
        is_more_likely = _send_some(tools, turn)
    finally:
        leave(tools, holder)
    if turn.sent >= ENOUGH_TO_MEASURE:
        note_pace(tools, (tools.clock() - begun_at).total_seconds() / turn.sent)
    if is_more_likely:
        _ring(tools, 1)
    return turn.sent


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
class _Turn:
    """One worker's turn with the mail server."""

    holder: str
    ends_at: datetime
    left: int
    """How many mails may still be claimed."""
    sent: int = 0
    misses: int = 0
    """How many in a row did not get through."""

    def count(self, state: str) -> None:
        """Take note of what became of a mail; raises _StopError when the server does not seem to work."""
        self.sent += state == "sent"
        self.misses = self.misses + 1 if state == "pending" else 0
        if self.misses >= MISSES:
            raise _StopError


def _send_some(tools: Tools, turn: _Turn) -> bool:
    """Send until the turn is over; returns whether that came before the last mail."""
    try:
        with tools.mailer.connection() as sender:
            while turn.left > 0 and tools.clock() < turn.ends_at:
                claims = claim_mails(tools, turn.holder, min(turn.left, AT_ONCE))
                if not claims:
                    return False
                turn.left -= len(claims)
                _send_batch(tools, sender, claims, turn)
    except _StopError:
        return False
    return True


def _send_batch(tools: Tools, sender: Sender, claims: list[Claimed], turn: _Turn) -> None:
    """Send some claimed mails one after the other; those the turn has no time for go back."""
    # Before anything is done with them: what has killed workers may do so as soon as it is written.
    waiting = [claimed for claimed in claims if not _has_cost_enough(tools, claimed)]
    written: Written = {}
    written_at: datetime | None = None
    try:
        while waiting and tools.clock() < min(turn.ends_at, waiting[0].ends_at):
            if written_at is None or tools.clock() - written_at > FRESH:
                written, written_at = _write(tools, waiting), tools.clock()
            claimed = waiting.pop(0)
            letter = written[claimed.message.id]
            state = _deliver(tools, sender, claimed, letter)
            # What we cannot write says nothing about the server, and must not hold up what we can.
            if not isinstance(letter, TemporaryMailError):
                turn.count(state)
    finally:
        if waiting:
            give_back(tools, waiting)


def _write(tools: Tools, claims: list[Claimed]) -> Written:
    written: Written = {}
    messages = [claimed.message for claimed in claims]
    with open_reading(tools, SYSTEM) as work:
        ways = ways_in(work, messages)
        for message in messages:
            try:
                written[message.id] = compose(work, message, ways)
            except DomainError as error:
                # One mail that cannot be written must not hold up all the others.
                log.warning("a %s mail cannot be written: %s", message.kind, type(error).__name__)
                written[message.id] = RefusedMailError(0, str(error))
            except SQLAlchemyError:
                raise
            except Exception:
                # A fault of ours, to be mended while the mail waits; the others go on.
                log.exception("a %s mail cannot be written", message.kind)
                written[message.id] = TemporaryMailError(0, NOT_WRITTEN)
    return written


def _deliver(tools: Tools, sender: Sender, claimed: Claimed, mail: Letter) -> str:
    """Send one claimed message and return the state it is in afterwards."""
    if isinstance(mail, RefusedMailError):
        return note_failed(tools, claimed, mail.text)
    if mail is None:
        return note_dropped(tools, claimed)
    if isinstance(mail, TemporaryMailError):
        return try_later(tools, claimed, mail)
    try:
        delivered = sender.send(mail, partial(note_may_arrive, tools, claimed))
    except LostClaimError:
        log.warning("a mail was not sent to its end: another worker has it")
        return claimed.message.state
    except MailError as error:
        return _note_error(tools, claimed, mail, error)
    return note_left(tools, claimed, delivered.code, mail)


def _has_cost_enough(tools: Tools, claimed: Claimed) -> bool:
    """Tell whether a mail is not tried now, because of what became of the workers that tried it."""
    if claimed.message.possible_copies >= MOST_COPIES:
        note_failed(tools, claimed, f"{MAY_HAVE_ARRIVED}: no worker lived to hear the answer")
        return True
    if claimed.message.lapses > MOST_LAPSES:
        put_off(tools, claimed)
        return True
    return False


def _note_error(tools: Tools, claimed: Claimed, mail: OutgoingMail, error: MailError) -> str:
    if isinstance(error, RefusedMailError):
        return note_refused(tools, claimed, mail, error)
    if isinstance(error, ThrottledMailError | MailConfigurationError):
        note_nobodys_fault(tools, claimed, error)
        raise _StopError from error
    state = try_later(tools, claimed, error)
    if isinstance(error, SilentServerError):
        # The next mail would only wait as long again, and hold the worker for it.
        raise _StopError from error
    return state
