"""Finding a round or one of its parts, or saying that there is none."""

from sqlalchemy import select

from app.domain.errors import NotFoundError, RefusedError
from app.domain.rounds import RoundAct, is_being_launched, require
from app.domain.text import text
from app.services.work import SYSTEM, Work
from app.storage.people import Person, person_by_email
from app.storage.raters import Assignment
from app.storage.rounds import Participant, Round, locked_round, rounds_named

PULSE_ACTS = frozenset({RoundAct.REMIND})
"""What HR can do with a pulse: it is the participant's own."""


def find_round(work: Work, round_id: str) -> Round:
    """Return the round; raises NotFoundError."""
    found = work.session.get(Round, round_id)
    if found is None:
        raise NotFoundError(text("There is no such round."))
    return found


def round_to_change(work: Work, round_id: str, act: RoundAct) -> Round:
    """Return the round locked for a change; raises NotFoundError, and RefusedError by the round's state."""
    found = locked_round(work.session, round_id)
    if found is None:
        raise NotFoundError(text("There is no such round."))
    require(found.state, act)
    if found.is_pulse and act not in PULSE_ACTS and work.actor != SYSTEM:
        raise RefusedError(
            text("A pulse runs by itself: its participant agreed to what it asks, and to how long it runs.")
        )
    if act != RoundAct.LAUNCH and is_being_launched(found.state, found.opens_at, work.now):
        raise RefusedError(text("The round is being launched at this moment, so it stays as it is."))
    return found


def round_called(work: Work, words: str) -> Round:
    """Return the round with this id, start of an id, or exact name; raises NotFoundError and RefusedError."""
    found = work.session.get(Round, words)
    if found is not None:
        return found
    matches = rounds_named(work.session, words)
    if not matches and len(words) >= 4:
        pattern = words.replace("%", "").replace("_", "") + "%"
        matches = list(work.session.scalars(select(Round).where(Round.id.like(pattern))))
    if not matches:
        raise NotFoundError(text("There is no round “%(words)s”.", words=words))
    if len(matches) > 1:
        raise RefusedError(text("Several rounds are called “%(words)s”; use the id.", words=words))
    return matches[0]


def find_participant(work: Work, round_id: str, participant_id: str) -> Participant:
    """Return a participant of this round; raises NotFoundError."""
    found = work.session.get(Participant, participant_id)
    if found is None or found.round_id != round_id:
        raise NotFoundError(text("There is no such participant in this round."))
    return found


def find_assignment(work: Work, round_id: str, assignment_id: str) -> Assignment:
    """Return an assignment of this round; raises NotFoundError."""
    found = work.session.get(Assignment, assignment_id)
    if found is None or found.round_id != round_id:
        raise NotFoundError(text("This rater is no longer on the list."))
    return found


def find_person(work: Work, person_id: str) -> Person:
    """Return a person; raises NotFoundError."""
    found = work.session.get(Person, person_id)
    if found is None:
        raise NotFoundError(text("There is no such person."))
    return found


def person_called(work: Work, email: str) -> Person:
    """Return the person with this mail address; raises NotFoundError."""
    found = person_by_email(work.session, email.strip().lower())
    if found is None:
        raise NotFoundError(text("Nobody has the address “%(email)s”.", email=email))
    return found
