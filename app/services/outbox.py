"""Writing mails into the outbox: the row is the truth, the queue only a doorbell."""

from datetime import datetime, timedelta

from sqlalchemy import select

from app.services.work import Work
from app.storage.messages import Message

AHEAD = timedelta(days=1)


def write_message(
    work: Work,
    *,
    kind: str,
    dedupe_key: str,
    round_id: str | None = None,
    invitation_id: str | None = None,
    sign_in_link_id: str | None = None,
    participant_id: str | None = None,
    account_id: str | None = None,
    not_before_at: datetime | None = None,
) -> Message | None:
    """Write one mail to be sent; None when the same mail is in the outbox already."""
    known = work.session.scalar(select(Message.id).where(Message.dedupe_key == dedupe_key))
    if known is not None:
        return None
    message = new_message(
        work,
        kind=kind,
        dedupe_key=dedupe_key,
        round_id=round_id,
        invitation_id=invitation_id,
        sign_in_link_id=sign_in_link_id,
        participant_id=participant_id,
        account_id=account_id,
        not_before_at=not_before_at,
    )
    work.session.add(message)
    work.session.flush()
    return message


def new_message(
    work: Work,
    *,
    kind: str,
    dedupe_key: str,
    round_id: str | None = None,
    invitation_id: str | None = None,
    sign_in_link_id: str | None = None,
    participant_id: str | None = None,
    account_id: str | None = None,
    not_before_at: datetime | None = None,
    keeps_hours: bool = False,
) -> Message:
    """Return one mail that is still to be written into the outbox, under a key that has to be new.

    Message-ID and date are fixed here, so that every attempt is recognisably the same mail.
    """
    return Message(
        id=work.new_id(),
        dedupe_key=dedupe_key,
        kind=kind,
        round_id=round_id,
        invitation_id=invitation_id,
        sign_in_link_id=sign_in_link_id,
        participant_id=participant_id,
        account_id=account_id,
        state="pending",
        # Whoever signs in waits for the mail: it passes the thousands of a launch, which were due later.
        not_before_at=not_before_at or (work.now - AHEAD if kind == "sign_in" else work.now),
        keeps_hours=keeps_hours,
        attempts=0,
        lapses=0,
        message_id=f"<{work.new_id()}@{work.site.mail_from.rpartition('@')[2] or 'localhost'}>",
        dated_at=work.now,
        last_error="",
        bounce_token=work.new_id(),
    )
