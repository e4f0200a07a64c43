"""Which mail leaves next, decided in one transaction for all workers: pause, rest, limits, then the claim."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.mail import MailError
from app.domain.mail_pace import DAY, MINUTE, PROBE_EVERY, MailLimits, next_rest
from app.services.ports import JobName, Tools
from app.services.sending_hours import kept_hours
from app.services.work import SYSTEM, Work, open_reading, open_work
from app.storage.claims import claim_due, count_due
from app.storage.mail_gate import (
    MailGate,
    MailSending,
    free_line,
    gate,
    keep_line,
    locked_gate,
    sent_since,
    take_line,
)
from app.storage.messages import Message

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=120)


@dataclass(frozen=True)
class Claimed:
    """A message that is ours until `ends_at`; a probe is the one try of a paused queue."""

    message: Message
    """As it was when it was claimed; what is noted about it goes by its id and the claim."""
    claim: str
    ends_at: datetime
    is_probe: bool = False


@dataclass(frozen=True)
class Pause:
    """Why nothing leaves at the moment, and when the next try is made."""

    since: datetime
    next_try_at: datetime
    code: int
    reason: str


def enter(tools: Tools, holder: str) -> bool:
    """Take a connection to the mail server, or return False while as many as allowed are open."""
    if not tools.site.mail_limits.connections:
        return True
    with open_work(tools, SYSTEM) as work:
        locked_gate(work.session)
        most = tools.site.mail_limits.connections
        return take_line(work.session, holder, most, work.now, work.now + LEASE)


def leave(tools: Tools, holder: str) -> None:
    """Give the connection back."""
    if tools.site.mail_limits.connections:
        with open_work(tools, SYSTEM) as work:
            free_line(work.session, holder)


def claim_mails(tools: Tools, holder: str, most: int) -> list[Claimed]:
    """Claim up to `most` mails that may leave now, in one transaction; none when they have to wait."""
    limits = tools.site.mail_limits
    with open_work(tools, SYSTEM) as work:
        claim = work.new_id()
        found = gate(work.session)
        is_probe = _is_paused(found)
        if limits.counts_mails or is_probe:
            # Counting and claiming are one step: whoever comes next counts this mail too.
            found, most = locked_gate(work.session), 1
        if not _may_send(work, found, limits):
            return []
        messages = _claimed_in_hours(work, claim, most)
        if not messages:
            return []
        is_probe = _is_paused(found)
        if found is not None and is_probe:
            found.probe_at = work.now + PROBE_EVERY
        if limits.counts_mails:
            work.session.add(MailSending(id=claim, ends_at=work.now + LEASE))
        if limits.connections:
            keep_line(work.session, holder, work.now + LEASE)
        return [Claimed(each, claim, work.now + LEASE, is_probe) for each in messages]


def _claimed_in_hours(work: Work, claim: str, most: int) -> list[Message]:
    while claimed := claim_due(work.session, work.now, claim, LEASE, most):
        # Each round of this loop puts off all that is due for at least one time zone and round.
        if kept := kept_hours(work, claim, claimed):
            return kept
    return []


def count_sending(work: Work, claim: str, *, has_left: bool) -> None:
    """Let the limits count a mail from now on as sent, or not at all when it never reached the server."""
    sending = work.session.get(MailSending, claim) if work.site.mail_limits.counts_mails else None
    if sending is None:
        return
    if has_left:
        sending.ends_at = work.now
    else:
        work.session.delete(sending)


def pause_all(work: Work, error: MailError) -> None:
    """Let no worker send any more: our own settings are wrong, and every try would say so again."""
    found = locked_gate(work.session)
    if found.paused_at is None:
        found.paused_at = work.now
        log.warning("sending mails is paused: %s", error)
    found.probe_at = work.now + PROBE_EVERY
    found.pause_code, found.pause_reason = error.code, error.text[:300]


def resume_all(work: Work) -> None:
    """Let everything leave again after a probe got through."""
    found = locked_gate(work.session)
    if found.paused_at is not None:
        log.warning("sending mails goes on")
    found.paused_at, found.probe_at, found.pause_code, found.pause_reason = None, None, 0, ""


def give_probe_back(work: Work) -> None:
    """Let a paused queue try another mail at once: the one it chose told nothing about the server."""
    found = locked_gate(work.session)
    if found.paused_at is not None:
        found.probe_at = work.now


def rest_all(work: Work, error: MailError) -> datetime:
    """Leave a server that wants fewer mails alone for a while, all workers together; returns until when."""
    found = locked_gate(work.session)
    if found.rests_until_at is not None and found.rests_until_at > work.now:
        return found.rests_until_at
    found.rest_seconds = next_rest(found.rest_seconds, found.rests_until_at, work.now)
    found.rests_until_at = work.now + timedelta(seconds=found.rest_seconds)
    log.info("sending mails rests for %s seconds: %s", found.rest_seconds, error.code)
    return found.rests_until_at


def note_pace(tools: Tools, seconds_per_mail: float) -> None:
    """Remember how long a mail takes, smoothed over many, for the estimate before a launch."""
    with open_work(tools, SYSTEM) as work:
        found = locked_gate(work.session)
        before = found.seconds_per_mail
        found.seconds_per_mail = seconds_per_mail if before is None else 0.7 * before + 0.3 * seconds_per_mail


def sending_pause(work: Work) -> Pause | None:
    """Return why no mail leaves at the moment; None while they do."""
    found = gate(work.session)
    if found is None or found.paused_at is None:
        return None
    return Pause(found.paused_at, found.probe_at or work.now, found.pause_code, found.pause_reason)


def try_again_now(work: Work) -> None:
    """Let a paused queue try one mail at once; it goes on when that one gets through."""
    found = locked_gate(work.session)
    if found.paused_at is not None:
        found.probe_at = work.now
        work.audit("mail_tried_again")
    work.later(JobName.DELIVER)


def count_to_send(tools: Tools) -> int:
    """Return how many mails a worker that looked now would find; 0 while none may leave."""
    with open_reading(tools, SYSTEM) as work:
        due = count_due(work.session, work.now)
        return due if due and _may_send(work, gate(work.session), tools.site.mail_limits) else 0


def _may_send(work: Work, found: MailGate | None, limits: MailLimits) -> bool:
    if found is not None:
        if found.rests_until_at is not None and found.rests_until_at > work.now:
            return False
        if found.paused_at is not None and found.probe_at is not None and found.probe_at > work.now:
            return False
    if limits.per_minute and sent_since(work.session, work.now - MINUTE) >= limits.per_minute:
        return False
    return not (limits.per_day and sent_since(work.session, work.now - DAY) >= limits.per_day)


def _is_paused(found: MailGate | None) -> bool:
    return found is not None and found.paused_at is not None
