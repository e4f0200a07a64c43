"""A rater's way in for one round: made at the launch, one link, one mail."""

from sqlalchemy import select

from app.domain.tokens import rater_token, token_hash
from app.services.outbox import write_message
from app.services.ports import JobName
from app.services.work import Work
from app.storage.messages import Message
from app.storage.people import Person
from app.storage.raters import (
    Assignment,
    Invitation,
    assignments_of_invitation,
    invitations_of_rater,
)
from app.storage.rounds import Round

WAYS_IN = ("invitation", "addition")
"""Mails that list everyone to rate as it stands when they are sent."""


def invite(work: Work, round_: Round, rater_id: str, assignments: list[Assignment]) -> Invitation:
    """Make a rater's way in for these assignments and write the mail into the outbox.

    A rater without a mail address gets the way in, but no mail; the launch page says who.
    """
    sequence = len(invitations_of_rater(work.session, round_.id, rater_id)) + 1
    nonce = work.randomness.bytes(32)
    token = rater_token(work.tools.keys.link_key(round_.id), nonce)
    invitation = Invitation(
        id=work.new_id(),
        round_id=round_.id,
        rater_id=rater_id,
        sequence=sequence,
        nonce=nonce,
        token_hash=token_hash(token),
    )
    work.session.add(invitation)
    work.session.flush()
    for assignment in assignments:
        assignment.invitation_id = invitation.id
    _write_mail(work, round_, invitation, "invitation", "1")
    return invitation


def invite_late_rater(work: Work, round_: Round, assignment: Assignment) -> None:
    """Give a rater who was added after the launch a way in; one whose link still lives uses that link."""
    living = [
        invitation
        for invitation in invitations_of_rater(work.session, round_.id, assignment.rater_id)
        if invitation.nonce is not None
    ]
    if not living:
        invite(work, round_, assignment.rater_id, [assignment])
        return
    invitation = living[-1]
    assignment.invitation_id = invitation.id
    if not _has_unsent_way_in(work, invitation):
        _write_mail(work, round_, invitation, "addition", assignment.id)


def rater_link(work: Work, invitation: Invitation) -> str:
    """Return the address of a rater's page; only while the nonce exists."""
    if invitation.nonce is None:
        raise LookupError("the nonce of this invitation has been destroyed")
    token = rater_token(work.tools.keys.link_key(invitation.round_id), invitation.nonce)
    return f"{work.site.public_url}/r/{token}"


def destroy_nonce_if_finished(work: Work, invitation: Invitation) -> bool:
    """Destroy the nonce when nothing is open any more; from then on nobody can issue this link again."""
    assignments = assignments_of_invitation(work.session, invitation.id)
    if invitation.nonce is None or any(assignment.state == "open" for assignment in assignments):
        return False
    invitation.nonce = None
    return True


def _has_unsent_way_in(work: Work, invitation: Invitation) -> bool:
    # Locked, so that no worker begins to send it before what it has to list is committed.
    query = select(Message.id).where(
        Message.invitation_id == invitation.id, Message.kind.in_(WAYS_IN), Message.state == "pending"
    )
    return work.session.scalar(query.limit(1).with_for_update(skip_locked=True)) is not None


def _write_mail(work: Work, round_: Round, invitation: Invitation, kind: str, reason: str) -> None:
    rater = work.session.get_one(Person, invitation.rater_id)
    if not rater.email:
        return
    write_message(
        work,
        kind=kind,
        dedupe_key=f"{kind}:{invitation.id}:{reason}",
        round_id=round_.id,
        invitation_id=invitation.id,
    )
    work.later(JobName.DELIVER)
