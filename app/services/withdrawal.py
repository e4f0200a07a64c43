"""Taking raters and participants out of a running round, with what was said through living links."""

from app.domain.errors import RefusedError
from app.domain.text import text
from app.domain.tokens import draft_key, rater_token, response_key
from app.services.following import is_followed, stop_following_small_groups
from app.services.invitations import destroy_nonce_if_finished
from app.services.outbox import write_message
from app.services.ports import JobName
from app.services.work import Work
from app.storage.people import Person
from app.storage.raters import Assignment, Invitation, assignments_of
from app.storage.responses import Draft, Response, delete_by_key
from app.storage.rounds import Participant, Round


def withdraw_assignment(work: Work, round_: Round, assignment: Assignment) -> None:
    """Take an assignment back while the round runs, delete what its link leads to, and tell the rater.

    Raises RefusedError for a rater whose answers nobody may follow, whatever that rater has done: whether the
    withdrawal succeeds, and the list afterwards, would tell whether all was finished. Such a rater declines
    through the link, and a participant can still be taken out as a whole. Raises RefusedError, too, when the
    rater has finished everything: then only that rater can take answers back; and when the rater has sent in
    answers and got another mail address since, because nobody can find them.
    """
    if not is_followed(work, round_, assignment.rater_id):
        raise RefusedError(
            text(
                "Nobody may learn whether this rater has answered, so the rater now stays on the list. "
                "The rater can decline, or take answers back, through the link in the mail."
            )
        )
    invitation = work.session.get(Invitation, assignment.invitation_id) if assignment.invitation_id else None
    if assignment.state == "done" and (invitation is None or invitation.nonce is None):
        raise RefusedError(
            text(
                "This rater has finished everything, so nobody can find these answers any more. "
                "Only the rater can take them back, through the link in the mail."
            )
        )
    if invitation is not None and invitation.nonce is not None:
        token = rater_token(work.tools.keys.link_key(round_.id), invitation.nonce)
        delete_by_key(work.session, Draft, draft_key(token, assignment.id))
        removed = delete_by_key(work.session, Response, response_key(token, assignment.id))
        if assignment.state == "done" and not removed:
            raise RefusedError(
                text(
                    "This rater has sent in answers and has got another mail address since, so nobody can "
                    "find these answers any more: they count."
                )
            )
        _tell(work, round_, invitation, assignment)
    participant_id = assignment.participant_id
    work.session.delete(assignment)
    work.session.flush()
    stop_following_small_groups(work, round_)
    if invitation is not None:
        destroy_nonce_if_finished(work, invitation)
    work.audit("rater_withdrawn", round_.id, participant=participant_id)


def withdraw_participant(work: Work, participant: Participant) -> None:
    """Take a participant out of the round and delete everything that was said about that person."""
    invitation_ids = {
        assignment.invitation_id
        for assignment in assignments_of(work.session, participant.id)
        if assignment.invitation_id is not None
    }
    person = work.session.get_one(Person, participant.person_id)
    work.audit("participant_withdrawn", participant.round_id, participant=person.name)
    work.session.delete(participant)
    work.session.flush()
    for invitation_id in sorted(invitation_ids):
        destroy_nonce_if_finished(work, work.session.get_one(Invitation, invitation_id))


def _tell(work: Work, round_: Round, invitation: Invitation, assignment: Assignment) -> None:
    rater = work.session.get_one(Person, invitation.rater_id)
    if not rater.email:
        return
    write_message(
        work,
        kind="withdrawal",
        dedupe_key=f"withdrawal:{assignment.id}",
        round_id=round_.id,
        invitation_id=invitation.id,
        participant_id=assignment.participant_id,
    )
    work.later(JobName.DELIVER)
