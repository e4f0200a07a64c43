"""A fresh link for a rater who lost the old one: whatever the old one led to is found through the new one.

For a rater whom nobody may follow everything here is the same whether that rater has finished or not: the
answer, the entry in the log, what is written anew in the database and how long that takes, and what becomes
of the mail. Only what stands in it differs: somebody who has finished gets no link, because nobody can issue
that link again.
"""

from datetime import timedelta

from sqlalchemy import select

from app.domain.errors import NotFoundError, RefusedError
from app.domain.rounds import RoundAct, is_open
from app.domain.text import Text, text
from app.services.finding import find_person, round_to_change
from app.services.following import is_followed
from app.services.outbox import write_message
from app.services.ports import JobName
from app.services.replacing import living_ways_in, replace_links
from app.services.work import Work
from app.storage.audit import acts_since
from app.storage.messages import Message
from app.storage.people import Person
from app.storage.raters import (
    Assignment,
    Invitation,
    assignments_of_rater,
    invitations_of_rater,
)
from app.storage.rounds import Round

PAUSE = timedelta(minutes=5)
"""Two clicks must not become two links, of which only the second works."""


def renew_link(work: Work, round_id: str, rater_id: str) -> Text:
    """Give a rater a new link, let the old one die, and return what HR is told.

    Raises NotFoundError for somebody who rates nobody in this round, and RefusedError: without a mail
    address, after the close, within five minutes of the last time, and for a rater who may be followed and
    has finished everything.
    """
    round_ = round_to_change(work, round_id, RoundAct.REMIND)
    rater = find_person(work, rater_id)
    duties = assignments_of_rater(work.session, round_id, rater_id)
    _check(work, round_, rater, duties)
    ways_in = invitations_of_rater(work.session, round_id, rater_id)
    living = living_ways_in(ways_in)
    may_tell = is_followed(work, round_, rater_id)
    if may_tell and not living:
        raise RefusedError(
            text(
                "%(name)s has finished everything, so nobody can issue another link. "
                "The link in the mail that %(name)s has already still opens the answers.",
                name=rater.name,
            )
        )
    replace_links(work, round_, living, duties, keeps_answers=True)
    # Without a living link the mail says that nothing is open: there is no link to put into it.
    for invitation in living or ways_in[-1:]:
        _write_mail(work, invitation)
    work.audit("link_renewed", round_id, rater=rater_id)
    work.later(JobName.DELIVER)
    if may_tell:
        return text(
            "A mail with a new link is on its way to %(name)s. The old link no longer works.", name=rater.name
        )
    return text(
        "If %(name)s still has something open, a mail with a new link is on its way, and the old link no "
        "longer works. Whether that is so, nobody may learn.",
        name=rater.name,
    )


def _check(work: Work, round_: Round, rater: Person, duties: list[Assignment]) -> None:
    if not duties:
        raise NotFoundError(text("%(name)s rates nobody in this round.", name=rater.name))
    if not is_open(round_.state, round_.closes_at, work.now):
        raise RefusedError(text("The round has just closed, so a new link would open nothing."))
    if not rater.email:
        raise RefusedError(text("%(name)s has no mail address. Add one first.", name=rater.name))
    recent = acts_since(work.session, round_.id, "link_renewed", work.now - PAUSE)
    if any(entry.detail.get("rater") == rater.id for entry in recent):
        raise RefusedError(
            text(
                "This was asked for %(name)s less than five minutes ago. Give the mail some time.",
                name=rater.name,
            )
        )


def _write_mail(work: Work, invitation: Invitation) -> None:
    waiting = select(Message.id).where(
        Message.invitation_id == invitation.id, Message.kind == "relink", Message.state == "pending"
    )
    # Links are put in when a mail is sent: one that still waits carries the newest by itself.
    if work.session.scalars(waiting.with_for_update(skip_locked=True)).first() is None:
        write_message(
            work,
            kind="relink",
            dedupe_key=f"relink:{invitation.id}:{work.now.isoformat()}",
            round_id=invitation.round_id,
            invitation_id=invitation.id,
        )
