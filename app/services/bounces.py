"""Mails that came back: noted on their row, and no reminder to that address until it is corrected."""

import hashlib
import hmac
import logging

from sqlalchemy import select

from app.domain.bounces import Bounce, BounceKind, BounceMailboxError, blames_address, read_bounce
from app.domain.mail_answers import redacted_line
from app.services.ports import Tools
from app.services.work import SYSTEM, Work, open_work
from app.storage.accounts import Account
from app.storage.bad_addresses import is_bad_address, note_bad_address
from app.storage.messages import Message
from app.storage.people import Person
from app.storage.raters import Invitation

log = logging.getLogger(__name__)

AT_ONCE = 200


def note_bounce(work: Work, bounce: Bounce) -> bool:
    """Note that a mail came back; False for one we do not know, which tells a caller nothing more.

    Only the class of the answer and a line without addresses are kept. A second report changes no verdict.
    """
    message = _message_of(work, bounce)
    if message is None:
        return False
    address = _recipient(work, message)
    if bounce.kind == BounceKind.SOFT:
        message.soft_bounces += 1
    elif message.bounced_at is None:
        message.bounced_at = work.now
        marked = message.address_hash or (address_hash(work.tools, address) if address else None)
        if marked is not None:
            note_bad_address(work.session, marked, work.now)
    if message.bounced_at in {None, work.now}:
        message.bounce_status = bounce.status[:12]
        message.bounce_text = redacted_line(bounce.said, address)
    return True


def note_answer(work: Work, message: Message, address: str | None) -> None:
    """Note where a mail went to; an address that is refused at once is as bad as one mails come back from.

    A mail that was not needed any more is noted like one that left (`address` is None), so that nothing that
    is decided by it later tells the two apart.
    """
    message.address_hash = address_hash(work.tools, address or _recipient(work, message))
    if message.state == "failed" and blames_address(message.last_code, message.last_error):
        note_bad_address(work.session, message.address_hash, work.now)


def fetch_bounces(tools: Tools) -> int:
    """Read the mailbox of returned mails; returns how many reports were understood and deleted there."""
    if tools.bounces is None:
        return 0

    def read(content: bytes) -> bool:
        bounce = read_bounce(content)
        if bounce is None:
            return False
        with open_work(tools, SYSTEM) as work:
            note_bounce(work, bounce)
        # Somebody else's report, or one of a mail that is deleted already, is of no use here either.
        return True

    try:
        return tools.bounces.take(AT_ONCE, read)
    except BounceMailboxError as error:
        log.warning("the mailbox of returned mails cannot be read: %s", error)
        return 0


def address_hash(tools: Tools, address: str) -> str:
    """Return the keyed hash by which an address is recognised without being kept."""
    label = b"rondom address v1\0"
    return hmac.new(tools.secret, label + address.strip().lower().encode(), hashlib.sha256).hexdigest()


def takes_mail(work: Work, address: str) -> bool:
    """Tell whether mails to this address are worth sending, as far as we know."""
    return not is_bad_address(work.session, address_hash(work.tools, address))


def _message_of(work: Work, bounce: Bounce) -> Message | None:
    # A token counts first: a Message-ID is known to whoever got the mail.
    for column, value in ((Message.bounce_token, bounce.token), (Message.message_id, bounce.message_id)):
        if value:
            found = work.session.scalar(select(Message).where(column == value).with_for_update())
            if found is not None:
                return found
    return None


def _recipient(work: Work, message: Message) -> str:
    invitation = work.session.get(Invitation, message.invitation_id or "")
    if invitation is not None:
        return work.session.get_one(Person, invitation.rater_id).email or ""
    account = work.session.get(Account, message.account_id or "")
    return account.email if account is not None else ""
