"""A mail that did not arrive goes out again; nothing is sent twice to an address that took it.

All is decided by mails that everybody gets, where nobody may follow the rater: then nothing here differs by
what that rater has done. Such a mail leaves even when nothing is open any more, then without a link.
"""

from app.domain.errors import NotFoundError, RefusedError
from app.domain.rounds import RoundAct
from app.domain.text import Text, text
from app.services.bounces import address_hash
from app.services.deliveries import is_address_new, newest_row
from app.services.finding import round_to_change
from app.services.outbox import write_message
from app.services.people import change_address
from app.services.ports import JobName
from app.services.work import Work
from app.storage.bad_addresses import forgive_address
from app.storage.deliveries import (
    BOUNCED,
    CAME_BACK,
    NO_ADDRESS,
    QUEUED,
    REFUSED,
    RETRYING,
    DeliveryRow,
)
from app.storage.messages import OPEN_ONLY, READDRESSED
from app.storage.raters import invitations_of_rater
from app.storage.rounds import Round


def send_again(work: Work, round_id: str, rater_id: str) -> Text:
    """Send the newest mail that did not arrive to the address as it is now; returns what HR is told.

    Raises NotFoundError for somebody who rates nobody here, and RefusedError when there is nothing to send
    again: no address, a mail that still waits, or one that was taken over.
    """
    round_ = round_to_change(work, round_id, RoundAct.REMIND)
    row = _row(work, round_, rater_id)
    _check(work, row)
    _write(work, round_, row)
    work.audit("mail_sent_again", round_id, rater=rater_id)
    return text("The mail to %(name)s is on its way again.", name=row.name)


def correct_address(work: Work, round_id: str, rater_id: str, email: str) -> Text:
    """Change a rater's address, which replaces the rater's links; returns what HR is told.

    Raises NotFoundError, RefusedError by the round's state, and PersonInvalidError about the address.
    """
    round_ = round_to_change(work, round_id, RoundAct.REMIND)
    before = _row(work, round_, rater_id)
    person = change_address(work, rater_id, email)
    if person.email == before.email:
        return send_again(work, round_id, rater_id)
    if not before.is_followed:
        return text(
            "The address is corrected. If %(name)s still has something open, a mail with a new link goes "
            "there, and the link in earlier mails no longer works. Whether that is so, nobody may learn.",
            name=before.name,
        )
    if before.done + before.declined == before.asked:
        return text(
            "The address is corrected. %(name)s has finished everything, so nobody can issue another link.",
            name=before.name,
        )
    return text(
        "The address is corrected. A mail with a new link to %(name)s goes there; the link in earlier mails "
        "no longer works.",
        name=before.name,
    )


def _row(work: Work, round_: Round, rater_id: str) -> DeliveryRow:
    row = newest_row(work, round_, rater_id)
    if row is None:
        raise NotFoundError(text("This person rates nobody in this round."))
    return row


def _check(work: Work, row: DeliveryRow) -> None:
    if row.state == NO_ADDRESS:
        raise RefusedError(text("%(name)s has no mail address. Add one first.", name=row.name))
    if row.state in {QUEUED, RETRYING}:
        raise RefusedError(text("The mail to %(name)s still waits and leaves by itself.", name=row.name))
    is_taken_over = row.message is not None and row.state not in {BOUNCED, CAME_BACK, REFUSED}
    # To a new address a mail may leave or be dropped, by what the rater has done; and it could be refused.
    if is_taken_over and not (row.is_followed and is_address_new(work, row)):
        raise RefusedError(
            text(
                "No mail to %(name)s came back, so none is sent twice. If it was lost, send a new link.",
                name=row.name,
            )
        )


def _write(work: Work, round_: Round, row: DeliveryRow) -> None:
    # To an address that took nothing before: somebody says that it is right.
    forgive_address(work.session, address_hash(work.tools, row.email or ""))
    last = row.message
    invitation_id = last.invitation_id if last is not None else None
    if invitation_id is None:
        found = invitations_of_rater(work.session, round_.id, row.rater_id)
        if not found:
            raise NotFoundError(text("This person rates nobody in this round."))
        invitation_id = found[-1].id
    kind = last.kind if last is not None and last.kind in {*OPEN_ONLY, READDRESSED} else "invitation"
    write_message(
        work,
        kind=kind,
        dedupe_key=f"again:{last.id if last is not None else invitation_id}",
        round_id=round_.id,
        invitation_id=invitation_id,
    )
    work.later(JobName.DELIVER)
