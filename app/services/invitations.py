"""A rater's way in for one round: made at the launch, one link, one mail."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from app.domain.raters import NAMED_GROUPS
from app.domain.tokens import rater_token, token_hash
from app.services.outbox import new_message
from app.services.ports import JobName
from app.services.work import Work
from app.storage.launching import hand_out_ways_in
from app.storage.messages import Message
from app.storage.people import persons_by_id
from app.storage.raters import (
    Assignment,
    Invitation,
    assignments_of_invitation,
    invitations_of_raters,
)
from app.storage.rounds import Round

WAYS_IN = ("invitation", "addition")
"""Mails that list everyone to rate as it stands when they are sent."""


def invite(
    work: Work,
    round_: Round,
    by_rater: Mapping[str, Sequence[Assignment]],
    unsent: Mapping[str, Sequence[Message]] | None = None,
) -> None:
    """Make every rater's way in for his or her assignments and write the mails into the outbox.

    A rater without a mail address gets the way in, but no mail; the launch page says who. `unsent` are mails
    by rater id that still wait for an earlier way in: they carry the new one.
    """
    carriers = unsent or {}
    invitations = _new_ways_in(work, round_, by_rater)
    for invitation in invitations:
        for assignment in by_rater[invitation.rater_id]:
            assignment.invitation_id = invitation.id
        for message in carriers.get(invitation.rater_id, ()):
            message.invitation_id = invitation.id
    without = [each for each in invitations if each.rater_id not in carriers]
    _write_mails(work, round_, "invitation", dict.fromkeys(without, "1"))


def invite_everybody(work: Work, round_: Round, rater_ids: Sequence[str]) -> None:
    """Make every rater's way in at the launch and write the mails, without looking at single assignments."""
    invitations = _new_ways_in(work, round_, rater_ids)
    hand_out_ways_in(
        work.session,
        round_.id,
        is_shown=round_.hr_sees_progress,
        k=round_.k,
        named_groups=NAMED_GROUPS,
    )
    _write_mails(work, round_, "invitation", dict.fromkeys(invitations, "1"))


def invite_late_raters(work: Work, round_: Round, assignments: Sequence[Assignment]) -> None:
    """Give raters who were added after the launch a way in; one whose link still lives uses that link."""
    by_rater: dict[str, list[Assignment]] = {}
    for assignment in assignments:
        by_rater.setdefault(assignment.rater_id, []).append(assignment)
    ways_in = invitations_of_raters(work.session, round_.id, by_rater)
    living = {invitation.rater_id: invitation for invitation in ways_in if invitation.nonce is not None}
    for rater_id, invitation in living.items():
        for assignment in by_rater[rater_id]:
            assignment.invitation_id = invitation.id
    # Of a rater who has finished, too: a second mail beside the one that waits would tell so.
    unsent = _unsent_by_rater(work, ways_in)
    additions = {
        invitation: by_rater[rater_id][0].id
        for rater_id, invitation in living.items()
        if rater_id not in unsent
    }
    _write_mails(work, round_, "addition", additions)
    new = {rater_id: own for rater_id, own in by_rater.items() if rater_id not in living}
    invite(work, round_, new, unsent)


def tell_regrouped(work: Work, round_: Round, assignment: Assignment) -> None:
    """Write to a rater who was moved to another group, as long as the link can be put into a mail."""
    invitation = work.session.get(Invitation, assignment.invitation_id) if assignment.invitation_id else None
    if invitation is None or invitation.nonce is None:
        return
    reason = f"{assignment.id}:{work.now.isoformat()}"
    _write_mails(work, round_, "regrouped", {invitation: reason}, assignment.participant_id)


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


def _new_ways_in(work: Work, round_: Round, rater_ids: Iterable[str]) -> list[Invitation]:
    wanted = list(rater_ids)
    earlier = invitations_of_raters(work.session, round_.id, wanted)
    numbers = Counter(invitation.rater_id for invitation in earlier)
    unwilling = {invitation.rater_id for invitation in earlier if invitation.wants_no_reminders}
    link_key = work.tools.keys.link_key(round_.id)
    invitations: list[Invitation] = []
    for rater_id in wanted:
        nonce = work.randomness.bytes(32)
        invitations.append(
            Invitation(
                id=work.new_id(),
                round_id=round_.id,
                rater_id=rater_id,
                sequence=numbers[rater_id] + 1,
                nonce=nonce,
                token_hash=token_hash(rater_token(link_key, nonce)),
                wants_no_reminders=rater_id in unwilling,
            )
        )
    work.session.add_all(invitations)
    # Before the assignments and the mails that point at them.
    work.session.flush()
    return invitations


def _unsent_by_rater(work: Work, ways_in: Iterable[Invitation]) -> dict[str, list[Message]]:
    # Locked, so that no worker begins to send them before what they have to list is committed.
    rater_ids = {invitation.id: invitation.rater_id for invitation in ways_in}
    query = select(Message).where(
        Message.invitation_id.in_(rater_ids), Message.kind.in_(WAYS_IN), Message.state == "pending"
    )
    found: dict[str, list[Message]] = {}
    for message in work.session.scalars(query.with_for_update(skip_locked=True)):
        found.setdefault(rater_ids[message.invitation_id or ""], []).append(message)
    return found


def _write_mails(
    work: Work, round_: Round, kind: str, reasons: Mapping[Invitation, str], participant_id: str | None = None
) -> None:
    raters = persons_by_id(work.session, (invitation.rater_id for invitation in reasons))
    messages = [
        new_message(
            work,
            kind=kind,
            dedupe_key=f"{kind}:{invitation.id}:{reason}",
            round_id=round_.id,
            invitation_id=invitation.id,
            participant_id=participant_id,
        )
        for invitation, reason in reasons.items()
        if raters[invitation.rater_id].email
    ]
    if messages:
        work.session.add_all(messages)
        work.session.flush()
        work.later(JobName.DELIVER)
