"""What a rater's link opens, in two looks.

Raters' pages come by the hundred, so their statements are built once and ask for no more than the pages need.
"""

from dataclasses import dataclass

from sqlalchemy import and_, bindparam, exists, or_, select, update
from sqlalchemy.orm import Session, defer
from sqlalchemy.orm.util import identity_key

from app.storage.base import table_of
from app.storage.people import Person
from app.storage.raters import Assignment, Invitation
from app.storage.rounds import Participant, Round

_assignments, _invitations = table_of(Assignment).c, table_of(Invitation).c
_persons, _participants = table_of(Person).c, table_of(Participant).c
_participant_table = table_of(Person).alias()
_participant_persons = _participant_table.c

_ROUND = (
    select(Round)
    .where(
        Round.id
        == select(Invitation.round_id).where(Invitation.token_hash == bindparam("hash")).scalar_subquery()
    )
    .options(defer(Round.questionnaires), defer(Round.logo))
)
_ROUND_SHARED = _ROUND.with_for_update(read=True, of=Round).execution_options(populate_existing=True)

_WAY_IN = (
    select(
        _invitations.id,
        _invitations.nonce.is_(None),
        _persons.id,
        _persons.name,
        _persons.language,
        _assignments.id,
        _assignments.participant_id,
        _participant_persons.name,
        _assignments.rater_group,
        _assignments.state,
        _assignments.decline_reason,
        _assignments.is_followed,
        _assignments.invitation_id,
    )
    .join_from(table_of(Invitation), table_of(Person), _persons.id == _invitations.rater_id)
    .outerjoin(
        table_of(Assignment),
        and_(_assignments.round_id == _invitations.round_id, _assignments.rater_id == _invitations.rater_id),
    )
    .outerjoin(table_of(Participant), _participants.id == _assignments.participant_id)
    .outerjoin(_participant_table, _participant_persons.id == _participants.person_id)
    .where(_invitations.token_hash == bindparam("hash"))
    .order_by(_participant_persons.name, _participants.id, _assignments.id)
)
_NOTE_STATE = (
    update(table_of(Assignment))
    .where(
        _assignments.id == bindparam("own"),
        # A row that stays as it is gets no new version either.
        or_(_assignments.state != bindparam("to"), _assignments.decline_reason != bindparam("because")),
    )
    .values(state=bindparam("to"), decline_reason=bindparam("because"))
)
_DROP_NONCE = (
    update(table_of(Invitation))
    .where(
        _invitations.id == bindparam("own"),
        _invitations.nonce.is_not(None),
        ~exists().where(_assignments.invitation_id == bindparam("own"), _assignments.state == "open"),
    )
    .values(nonce=None)
)


@dataclass(frozen=True)
class DeskLine:
    """One of the rater's duties in the round."""

    assignment_id: str
    participant_id: str
    participant_name: str
    rater_group: str
    state: str
    decline_reason: str
    is_followed: bool
    invitation_id: str | None
    """The way in it is reached through; a rater may have several."""


@dataclass(frozen=True)
class WayIn:
    """An invitation, whose it is, and everything the rater is asked in the round, by participant."""

    invitation_id: str
    is_nonce_gone: bool
    rater_id: str
    rater_name: str
    rater_language: str
    lines: tuple[DeskLine, ...]


def round_behind(session: Session, token_hash: str, *, is_shared: bool = False) -> Round | None:
    """Return the round of the link with this hash, without what is large (see `lean_round`).

    With `is_shared` nobody closes it before this transaction ends; SQLite writes one by one anyway.
    """
    return session.scalar(_ROUND_SHARED if is_shared else _ROUND, {"hash": token_hash})


def way_in_behind(session: Session, token_hash: str) -> WayIn | None:
    """Return the invitation whose link has this hash, as it is now."""
    found = session.execute(_WAY_IN, {"hash": token_hash}).all()
    if not found:
        return None
    first = found[0]
    return WayIn(
        invitation_id=first[0],
        is_nonce_gone=first[1],
        rater_id=first[2],
        rater_name=first[3],
        rater_language=first[4],
        lines=tuple(DeskLine(*tuple(row)[5:]) for row in found if row[5] is not None),
    )


def note_state(session: Session, assignment_id: str, state: str, reason: str) -> None:
    """Note what became of an assignment, after `even_out`."""
    session.execute(_NOTE_STATE, {"own": assignment_id, "to": state, "because": reason})
    _read_anew(session, Assignment, assignment_id)


def drop_nonce_if_finished(session: Session, invitation_id: str) -> None:
    """Destroy the nonce when nothing is open any more; from then on nobody can issue this link again."""
    session.execute(_DROP_NONCE, {"own": invitation_id})
    _read_anew(session, Invitation, invitation_id)


def _read_anew(session: Session, model: type[Assignment] | type[Invitation], id_: str) -> None:
    known = session.identity_map.get(identity_key(model, id_))
    if known is not None:
        session.expire(known)
