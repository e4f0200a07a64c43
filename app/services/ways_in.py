"""What mails to raters are written from: the way in, its round, the rater and whom he or she rates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import defer

from app.services.work import Work
from app.storage.messages import Message
from app.storage.people import Person
from app.storage.raters import Invitation, RaterLine, lines_by_invitation
from app.storage.rounds import Round


@dataclass(frozen=True)
class MailedWay:
    """An invitation with everything around it that a mail may name."""

    invitation: Invitation
    round: Round
    rater: Person
    lines: Sequence[RaterLine]


def ways_in(work: Work, messages: Sequence[Message]) -> Mapping[str, MailedWay]:
    """Return the ways in that some mails are about, by the id of the invitation, in three statements."""
    ids = {each.invitation_id for each in messages if each.invitation_id is not None}
    if not ids:
        return {}
    query = select(Invitation, Person).join(Person, Person.id == Invitation.rater_id)
    found = work.session.execute(query.where(Invitation.id.in_(ids))).all()
    lines = lines_by_invitation(work.session, ids)
    # Without their questionnaires: no mail quotes them, and every mail would read all of them anew.
    rounds = select(Round).options(defer(Round.questionnaires))
    by_id = {
        round_.id: round_
        for round_ in work.session.scalars(rounds.where(Round.id.in_({each.round_id for each, _ in found})))
    }
    return {
        invitation.id: MailedWay(invitation, by_id[invitation.round_id], rater, lines.get(invitation.id, ()))
        for invitation, rater in found
    }
