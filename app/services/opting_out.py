"""A rater's wish for no more reminders of a round, by a link that is good for nothing else (RFC 8058)."""

import hmac
from dataclasses import dataclass

from sqlalchemy import update

from app.domain.errors import LinkError
from app.domain.rounds import RoundAct, is_allowed
from app.domain.text import text
from app.domain.tokens import no_reminders_token
from app.services.work import Work
from app.storage.base import ID_LENGTH
from app.storage.people import Person
from app.storage.raters import Invitation, assignments_of_rater
from app.storage.rounds import Round
from app.storage.traces import even_out


@dataclass(frozen=True)
class Reminding:
    """Whether a rater is reminded; after the close nothing is known any more, not even the round's name."""

    is_over: bool
    round_name: str = ""
    is_stopped: bool = False
    language: str | None = None


_OVER = Reminding(is_over=True)


def no_reminders_address(work: Work, invitation: Invitation) -> str:
    """Return the address of the page that stops the reminders to this rater."""
    token = no_reminders_token(work.tools.keys.link_key(invitation.round_id), invitation.id)
    return f"{work.site.public_url}/no-reminders/{token}"


def look_at_reminders(work: Work, token: str) -> Reminding:
    """Return what a link leads to and change nothing; raises LinkError for a token nobody was sent."""
    found = _opened(work, token)
    if found is None:
        return _OVER
    invitation, round_ = found
    rater = work.session.get_one(Person, invitation.rater_id)
    return Reminding(
        is_over=False,
        round_name=round_.name,
        is_stopped=invitation.wants_no_reminders,
        language=rater.language,
    )


def set_reminders(work: Work, token: str, *, are_wanted: bool) -> None:
    """Stop the reminders of a round to a rater, or begin them again; raises LinkError.

    Doing it twice is harmless, and so is doing it after the close. Nobody but the rater is told.
    """
    found = _opened(work, token)
    if found is None or found[0].wants_no_reminders is not are_wanted:
        return
    invitation, round_ = found
    own = assignments_of_rater(work.session, round_.id, invitation.rater_id)
    # Everybody who rates the same people is stamped too: the wish must not tell when this rater was here.
    for participant_id in sorted({each.participant_id for each in own}):
        even_out(work.session, participant_id)
    work.session.execute(
        update(Invitation)
        .where(Invitation.round_id == round_.id, Invitation.rater_id == invitation.rater_id)
        .values(wants_no_reminders=not are_wanted)
    )


def _opened(work: Work, token: str) -> tuple[Invitation, Round] | None:
    """Return what a token is for, or None once the round is closed; raises LinkError."""
    invitation = work.session.get(Invitation, token[:ID_LENGTH], populate_existing=True)
    round_ = work.session.get(Round, invitation.round_id) if invitation is not None else None
    if invitation is None or round_ is None:
        raise _unknown()
    if not is_allowed(round_.state, RoundAct.ANSWER):
        return None
    expected = no_reminders_token(work.tools.keys.link_key(round_.id), invitation.id)
    if not hmac.compare_digest(expected.encode(), token.encode()):
        raise _unknown()
    return invitation, round_


def _unknown() -> LinkError:
    return LinkError(
        text(
            "This link does not open anything; it may be incomplete. Open it once more from the foot of your "
            "mail."
        )
    )
