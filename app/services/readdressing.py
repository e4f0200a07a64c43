"""A person's mail address changes while a round runs: the link dies, and nothing from before is readable.

The next mail goes to the new address. If its link opened what was written before, whoever may change
addresses could read a rater's answers. So a new link begins with nothing: what was saved is deleted, and what
was sent in stays counted under a key that nobody can find again. For a rater whom nobody may follow all this
is the same whether that rater has finished or not, as with a new link for a lost one.
"""

from collections.abc import Iterable

from sqlalchemy import select

from app.domain.rounds import RoundState
from app.services.bounces import address_hash
from app.services.deliveries import newest_row
from app.services.following import is_followed
from app.services.former_addresses import tell_former_address
from app.services.outbox import write_message
from app.services.ports import JobName
from app.services.replacing import living_ways_in, replace_links
from app.services.work import Work
from app.storage.bad_addresses import forgive_address
from app.storage.messages import READDRESSED, Message
from app.storage.people import Person
from app.storage.raters import Assignment, Invitation, assignments_of_rater, invitations_of_rater
from app.storage.rounds import Round

BEGINNING = ("invitation", "addition")
"""Mails with which a rater begins: one that never arrived has given nobody a link to work with."""


def hold_rounds_of(work: Work, person_ids: Iterable[str]) -> list[Round]:
    """Lock every round in which these people rate, and return those that collect answers.

    Call it before anything about the people is written: rounds are locked first, everywhere. Drafts are
    locked too, so that no launch comes between.
    """
    theirs = select(Assignment.round_id).where(Assignment.rater_id.in_(set(person_ids)))
    query = (
        select(Round)
        .where(Round.id.in_(theirs), Round.state.in_((RoundState.DRAFT, RoundState.COLLECTING)))
        .order_by(Round.id)
        .with_for_update()
    )
    found = work.session.scalars(query.execution_options(populate_existing=True)).all()
    return [each for each in found if each.state == RoundState.COLLECTING]


def raters_in_running_rounds(work: Work, person_ids: Iterable[str]) -> int:
    """Return how many of these people rate somebody in a round that collects answers, finished or not."""
    query = (
        select(Assignment.rater_id)
        .join(Round, Round.id == Assignment.round_id)
        .where(Round.state == RoundState.COLLECTING, Assignment.rater_id.in_(set(person_ids)))
    )
    return len(set(work.session.scalars(query)))


def readdress(work: Work, person: Person, email: str | None) -> None:
    """Replace the links of a person who is about to get another address; the same one changes nothing.

    Every running round notes the change. A mail with the new link goes to the new address, unless one that
    carries the link still waits; a followed rater who has finished keeps the link, which nobody can mail.
    Where somebody can sign in with the old address, that is told there.
    """
    if (person.email or "").casefold() == (email or "").casefold():
        return
    rounds = hold_rounds_of(work, [person.id])
    tell_former_address(work, person, email)
    for round_ in rounds:
        duties = assignments_of_rater(work.session, round_.id, person.id)
        if not duties:
            continue
        work.audit("address_corrected", round_.id, rater=person.id)
        ways_in = invitations_of_rater(work.session, round_.id, person.id)
        living = living_ways_in(ways_in)
        may_tell = is_followed(work, round_, person.id)
        if not living and may_tell:
            continue
        kind = _kind(work, round_, person.id)
        replace_links(work, round_, living, duties, keeps_answers=False)
        if not may_tell:
            # Nobody but the rater was to read why; whom HR may follow was told that HR reads it.
            own = {each.id for each in living}
            for duty in duties:
                duty.decline_reason = "" if duty.invitation_id in own else duty.decline_reason
        if email:
            forgive_address(work.session, address_hash(work.tools, email))
            for invitation in living or ways_in[-1:]:
                _write_mail(work, invitation, kind)


def _kind(work: Work, round_: Round, rater_id: str) -> str:
    row = newest_row(work, round_, rater_id)
    if row is None or row.message is None:
        return "invitation"
    last = row.message
    has_failed = last.state == "failed" or last.bounced_at is not None or last.soft_bounces > 0
    return "invitation" if has_failed and last.kind in BEGINNING else READDRESSED


def _write_mail(work: Work, invitation: Invitation, kind: str) -> None:
    work.later(JobName.DELIVER)
    carriers = select(Message).where(
        Message.invitation_id == invitation.id,
        Message.kind.in_((*BEGINNING, "relink", READDRESSED)),
        Message.state == "pending",
    )
    waiting = work.session.scalars(carriers.with_for_update(skip_locked=True)).all()
    for message in waiting:
        # Links are put in when a mail is sent; but that everything is found behind it would be wrong now.
        if message.kind == "relink":
            message.kind = READDRESSED
    if not waiting:
        write_message(
            work,
            kind=kind,
            dedupe_key=f"{kind}:{invitation.id}:{work.now.isoformat()}",
            round_id=invitation.round_id,
            invitation_id=invitation.id,
        )
