"""What a launch changes on every assignment of a round, in one statement each, however many there are."""

from collections.abc import Collection

from sqlalchemy import and_, func, literal, not_, select, update
from sqlalchemy.orm import Session

from app.storage.people import Person
from app.storage.raters import Assignment, Invitation
from app.storage.rounds import Participant


def raters_of_round(session: Session, round_id: str) -> list[str]:
    """Return the ids of everybody who is asked to rate somebody."""
    query = select(Assignment.rater_id).where(Assignment.round_id == round_id).distinct()
    return list(session.scalars(query.order_by(Assignment.rater_id)))


def count_assignments(session: Session, round_id: str) -> int:
    """Return how many forms a round asks for."""
    query = select(func.count()).select_from(Assignment).where(Assignment.round_id == round_id)
    return session.scalar(query) or 0


def unrated_participants(session: Session, round_id: str) -> list[tuple[Participant, Person]]:
    """Return the participants whom nobody is asked to rate, by name."""
    is_rated = select(Assignment.id).where(Assignment.participant_id == Participant.id).exists()
    query = (
        select(Participant, Person)
        .join(Person, Person.id == Participant.person_id)
        .where(Participant.round_id == round_id, not_(is_rated))
        .order_by(Person.name, Participant.id)
    )
    return [(participant, person) for participant, person in session.execute(query)]


def is_anybody_taking_part(session: Session, round_id: str) -> bool:
    """Tell whether a round has a participant."""
    query = select(Participant.id).where(Participant.round_id == round_id).limit(1)
    return session.scalar(query) is not None


def hand_out_ways_in(
    session: Session, round_id: str, *, is_shown: bool, k: int, named_groups: Collection[str]
) -> None:
    """Tie every assignment of a round to its rater's first way in, and fix whom the organisers may follow.

    Followed are, where the round shows its progress at all, raters without an assignment in an anonymous
    group of fewer than `k`.
    """
    small = (
        select(Assignment.participant_id, Assignment.rater_group)
        .where(Assignment.round_id == round_id, Assignment.rater_group.not_in(named_groups))
        .group_by(Assignment.participant_id, Assignment.rater_group)
        .having(func.count() < k)
        .subquery()
    )
    hidden = (
        select(Assignment.rater_id)
        .join(
            small,
            and_(
                small.c.participant_id == Assignment.participant_id,
                small.c.rater_group == Assignment.rater_group,
            ),
        )
        .where(Assignment.round_id == round_id)
    )
    ways_in = select(Invitation.id).where(
        Invitation.round_id == round_id, Invitation.rater_id == Assignment.rater_id, Invitation.sequence == 1
    )
    statement = (
        update(Assignment)
        .where(Assignment.round_id == round_id)
        .values(
            invitation_id=ways_in.scalar_subquery(),
            is_followed=Assignment.rater_id.not_in(hidden) if is_shown else literal(False),  # noqa: FBT003 - a value, not an option
        )
    )
    session.execute(statement, execution_options={"synchronize_session": False})
    for each in session.identity_map.values():
        if isinstance(each, Assignment):
            session.expire(each)
