"""What is noted about a claimed mail after each try, so that it is neither lost nor sent a third time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.domain.mail import (
    MailError,
    OutgoingMail,
    RefusedMailError,
    TemporaryMailError,
    ThrottledMailError,
)
from app.domain.mail_answers import BROKE_OFF, MAY_HAVE_ARRIVED, NOT_WRITTEN
from app.domain.mail_pace import MOST_COPIES, MOST_LAPSES, next_try_at
from app.services.bounces import address_hash, note_answer
from app.services.outbox import AHEAD
from app.services.ports import Tools
from app.services.sending_gate import (
    Claimed,
    count_sending,
    give_probe_back,
    pause_all,
    rest_all,
    resume_all,
)
from app.services.work import SYSTEM, Work, open_work
from app.storage.claims import note_possible_copy, note_sent, unclaim
from app.storage.messages import Message


class LostClaimError(Exception):
    """Another worker has this mail by now."""


def note_left(tools: Tools, claimed: Claimed, code: int, mail: OutgoingMail) -> str:
    """Note that the server took a mail over: at once, for a crash before this repeats the mail."""
    hashed = address_hash(tools, mail.to_address)
    with open_work(tools, SYSTEM) as work:
        _count(work, claimed, has_reached_server=True)
        note_sent(work.session, claimed.message.id, claimed.claim, code, hashed)
    return "sent"


def note_may_arrive(tools: Tools, claimed: Claimed) -> None:
    """Note, before the last line of a mail, that one more copy may arrive; raises LostClaimError."""
    copies = claimed.message.possible_copies + 1
    with open_work(tools, SYSTEM) as work:
        if not note_possible_copy(work.session, claimed.message.id, claimed.claim, copies):
            raise LostClaimError


def note_dropped(tools: Tools, claimed: Claimed) -> str:
    """Note that nobody needs this mail any more."""
    with open_work(tools, SYSTEM) as work:
        _count(work, claimed, has_reached_server=False)
        _end(work, claimed, "cancelled")
    return "cancelled"


def note_failed(tools: Tools, claimed: Claimed, reason: str) -> str:
    """Note why a mail is not even tried any more."""
    with open_work(tools, SYSTEM) as work:
        _count(work, claimed, has_reached_server=False)
        _end(work, claimed, "failed", (0, reason))
    return "failed"


def note_refused(tools: Tools, claimed: Claimed, mail: OutgoingMail, error: RefusedMailError) -> str:
    """Note that a mail will never be taken, and why."""
    with open_work(tools, SYSTEM) as work:
        _count(work, claimed, has_reached_server=error.code > 0)
        _end(work, claimed, "failed", (error.code, error.text), mail.to_address)
    return "failed"


def try_later(tools: Tools, claimed: Claimed, error: MailError) -> str:
    """Put a mail back for the next try, or give it up: after three days, or when two may have arrived."""
    may_have_arrived = isinstance(error, TemporaryMailError) and error.may_have_arrived
    copies = claimed.message.possible_copies + may_have_arrived
    with open_work(tools, SYSTEM) as work:
        has_reached_server = error.code > 0 or may_have_arrived
        _count(work, claimed, has_reached_server=has_reached_server, was_tried=error.text != NOT_WRITTEN)
        message = _own_message(work, claimed)
        if message is None:
            return "pending"
        message.first_failed_at = message.first_failed_at or work.now
        again_at = next_try_at(message.attempts, message.first_failed_at, work.now)
        _release(message, "pending", error.code, error.text, copies)
        if copies >= MOST_COPIES:
            _release(message, "failed", error.code, f"{MAY_HAVE_ARRIVED}: {error.text}", copies)
        elif again_at is None:
            message.state = "failed"
        else:
            message.not_before_at = again_at
        return message.state


def put_off(tools: Tools, claimed: Claimed) -> None:
    """Put a mail back whose workers die, longer from time to time, or give it up after three days.

    It may be what kills them, and then the others go first; or they died of something else.
    """
    copies = claimed.message.possible_copies
    with open_work(tools, SYSTEM) as work:
        _count(work, claimed, has_reached_server=False)
        message = _own_message(work, claimed)
        if message is None:
            return
        message.first_failed_at = message.first_failed_at or work.now
        message.attempts -= 1
        message.lapses = MOST_LAPSES
        again_at = next_try_at(message.attempts - MOST_LAPSES, message.first_failed_at, work.now)
        _release(message, "pending" if again_at else "failed", 0, BROKE_OFF, copies)
        message.not_before_at = again_at or message.not_before_at


def note_nobodys_fault(tools: Tools, claimed: Claimed, error: MailError) -> None:
    """Put a mail that is not to blame back as if it had not been tried, and stop all workers for a while."""
    with open_work(tools, SYSTEM) as work:
        again_at = work.now
        if isinstance(error, ThrottledMailError):
            again_at = rest_all(work, error)
        else:
            pause_all(work, error)
        count_sending(work, claimed.claim, has_left=error.code > 0)
        message = _own_message(work, claimed)
        if message is not None:
            _release(message, "pending", error.code, error.text, claimed.message.possible_copies)
            message.attempts -= 1
            _let_others_go_first(message, again_at)


def give_back(tools: Tools, claims: Sequence[Claimed]) -> None:
    """Give mails back that were claimed and not tried."""
    with open_work(tools, SYSTEM) as work:
        for claim in {claimed.claim for claimed in claims}:
            count_sending(work, claim, has_left=False)
            if any(claimed.is_probe for claimed in claims):
                give_probe_back(work)
            unclaim(work.session, claim, [claimed.message.id for claimed in claims])


def _end(
    work: Work,
    claimed: Claimed,
    state: str,
    answer: tuple[int | None, str] = (None, ""),
    address: str | None = None,
) -> None:
    message = _own_message(work, claimed)
    if message is not None:
        _release(message, state, *answer, claimed.message.possible_copies)
        note_answer(work, message, address)


def _release(message: Message, state: str, code: int | None, reason: str, copies: int) -> None:
    message.state, message.claim, message.lease_until_at = state, None, None
    message.last_code, message.last_error = code, reason[:300]
    message.possible_copies = copies


def _let_others_go_first(message: Message, again_at: datetime) -> None:
    # A server may mean just this reader after all: then the oldest mail would stop all the others for ever.
    # A sign-in, for which somebody waits, still passes what was written for thousands.
    ahead = AHEAD if message.kind == "sign_in" else timedelta()
    message.not_before_at = max(message.not_before_at, again_at - ahead)


def _count(work: Work, claimed: Claimed, *, has_reached_server: bool, was_tried: bool = False) -> None:
    count_sending(work, claimed.claim, has_left=has_reached_server)
    if claimed.is_probe and has_reached_server:
        resume_all(work)
    elif claimed.is_probe and not was_tried:
        give_probe_back(work)


def _own_message(work: Work, claimed: Claimed) -> Message | None:
    message = work.session.get(Message, claimed.message.id)
    return message if message is not None and message.claim == claimed.claim else None
