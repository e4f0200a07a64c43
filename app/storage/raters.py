"""Who rates whom, and each rater's way in."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    Select,
    String,
    UniqueConstraint,
    false,
    func,
    select,
)
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from app.storage.base import ID_LENGTH, Base
from app.storage.people import Person
from app.storage.rounds import Participant


class Invitation(Base):
    """A rater's way in for one round; the link is derived from the nonce and stored only as a hash.

    `nonce` is gone once the rater has finished everything: then nobody can issue the link again.
    """

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("round_id", "rater_id", "sequence"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), index=True)
    rater_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), index=True)
    sequence: Mapped[int]
    nonce: Mapped[bytes | None] = mapped_column(LargeBinary)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    wants_no_reminders: Mapped[bool] = mapped_column(default=False, server_default=false())


class Assignment(Base):
    """One rater's duty to rate one participant as one group; knows only open, done, declined."""

    __tablename__ = "assignments"
    __table_args__ = (
        UniqueConstraint("participant_id", "rater_id"),
        CheckConstraint("state IN ('open','done','declined')", name="state"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), index=True)
    participant_id: Mapped[str] = mapped_column(ForeignKey("participants.id", ondelete="CASCADE"), index=True)
    rater_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), index=True)
    rater_group: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(12), default="open")
    decline_reason: Mapped[str] = mapped_column(String(1000), default="")
    is_added_after_launch: Mapped[bool] = mapped_column(default=False)
    is_followed: Mapped[bool] = mapped_column(default=False)
    invitation_id: Mapped[str | None] = mapped_column(
        ForeignKey("invitations.id", ondelete="SET NULL"), index=True
    )


@dataclass(frozen=True)
class RaterLine:
    """An assignment with the names around it."""

    assignment: Assignment
    participant: Participant
    participant_person: Person
    rater: Person


def rater_lines(
    session: Session,
    round_id: str,
    *,
    invitation_id: str | None = None,
    rater_id: str | None = None,
    participant_id: str | None = None,
) -> list[RaterLine]:
    """Return a round's assignments by participant, group and rater: all of them, or those of one only."""
    query = _lines().where(Assignment.round_id == round_id)
    if invitation_id is not None:
        query = query.where(Assignment.invitation_id == invitation_id)
    if rater_id is not None:
        query = query.where(Assignment.rater_id == rater_id)
    if participant_id is not None:
        query = query.where(Assignment.participant_id == participant_id)
    return [RaterLine(*row) for row in session.execute(query)]


def lines_by_invitation(session: Session, invitation_ids: Iterable[str]) -> dict[str, list[RaterLine]]:
    """Return the assignments of several ways in, those of each in the order of `rater_lines`."""
    query = _lines().where(Assignment.invitation_id.in_(list(invitation_ids)))
    found: dict[str, list[RaterLine]] = {}
    for row in session.execute(query):
        line = RaterLine(*row)
        if line.assignment.invitation_id is not None:
            found.setdefault(line.assignment.invitation_id, []).append(line)
    return found


def _lines() -> Select[Assignment, Participant, Person, Person]:
    rater = aliased(Person)
    return (
        select(Assignment, Participant, Person, rater)
        .join(Participant, Participant.id == Assignment.participant_id)
        .join(Person, Person.id == Participant.person_id)
        .join(rater, rater.id == Assignment.rater_id)
        .order_by(Person.name, Participant.id, Assignment.rater_group, rater.name, Assignment.id)
    )


def rosters(session: Session, round_id: str) -> dict[str, dict[str, int]]:
    """Return how many raters each participant has by group; those who declined count."""
    query = (
        select(Assignment.participant_id, Assignment.rater_group, func.count())
        .where(Assignment.round_id == round_id)
        .group_by(Assignment.participant_id, Assignment.rater_group)
    )
    found: dict[str, dict[str, int]] = {}
    for participant_id, group, count in session.execute(query):
        found.setdefault(participant_id, {})[group] = count
    return found


def forms_by_rater(session: Session, round_id: str) -> list[tuple[Person, int]]:
    """Return a round's raters by name, each with the number of people to rate."""
    query = (
        select(Person, func.count(Assignment.id))
        .join(Assignment, Assignment.rater_id == Person.id)
        .where(Assignment.round_id == round_id)
        .group_by(Person.id)
        .order_by(Person.name, Person.id)
    )
    return [(person, count) for person, count in session.execute(query)]


def has_participant_without_raters(session: Session, round_id: str) -> bool:
    """Tell whether nobody is asked to rate somebody who takes part."""
    query = select(Participant.id).where(
        Participant.round_id == round_id,
        Participant.id.not_in(select(Assignment.participant_id).where(Assignment.round_id == round_id)),
    )
    return session.scalar(query.limit(1)) is not None


def busiest_rater(session: Session, round_id: str) -> str | None:
    """Return who is asked to rate the most people in a round, or None while nobody is asked."""
    query = select(Assignment.rater_id).where(Assignment.round_id == round_id).group_by(Assignment.rater_id)
    return session.scalar(query.order_by(func.count().desc(), Assignment.rater_id).limit(1))


def assignments_of(session: Session, participant_id: str) -> list[Assignment]:
    """Return everybody's duty to rate this participant."""
    query = select(Assignment).where(Assignment.participant_id == participant_id).order_by(Assignment.id)
    return list(session.scalars(query))


def assignments_of_invitation(session: Session, invitation_id: str) -> list[Assignment]:
    """Return what one link is for."""
    query = select(Assignment).where(Assignment.invitation_id == invitation_id).order_by(Assignment.id)
    return list(session.scalars(query))


def assignments_of_rater(session: Session, round_id: str, rater_id: str) -> list[Assignment]:
    """Return everything this rater is asked in the round."""
    query = select(Assignment).where(Assignment.round_id == round_id, Assignment.rater_id == rater_id)
    return list(session.scalars(query.order_by(Assignment.id)))


def round_assignments(session: Session, round_id: str) -> list[Assignment]:
    """Return every assignment of a round."""
    return list(
        session.scalars(select(Assignment).where(Assignment.round_id == round_id).order_by(Assignment.id))
    )


def assignment_between(session: Session, participant_id: str, rater_id: str) -> Assignment | None:
    """Return the assignment of this rater for this participant."""
    query = select(Assignment).where(
        Assignment.participant_id == participant_id, Assignment.rater_id == rater_id
    )
    return session.scalar(query)


def roster(session: Session, participant_id: str) -> dict[str, int]:
    """Return how many raters a participant has by group; those who declined count."""
    query = (
        select(Assignment.rater_group, func.count())
        .where(Assignment.participant_id == participant_id)
        .group_by(Assignment.rater_group)
    )
    return dict(session.execute(query).all())


def round_invitations(session: Session, round_id: str) -> list[Invitation]:
    """Return every way into a round."""
    query = select(Invitation).where(Invitation.round_id == round_id).order_by(Invitation.id)
    return list(session.scalars(query))


def invitations_of_rater(session: Session, round_id: str, rater_id: str) -> list[Invitation]:
    """Return a rater's ways into the round, the first one first."""
    query = select(Invitation).where(Invitation.round_id == round_id, Invitation.rater_id == rater_id)
    return list(session.scalars(query.order_by(Invitation.sequence)))


def invitations_of_raters(session: Session, round_id: str, rater_ids: Iterable[str]) -> list[Invitation]:
    """Return the ways of these raters into the round, of each rater the first one first."""
    wanted = set(rater_ids)
    query = select(Invitation).where(Invitation.round_id == round_id, Invitation.rater_id.in_(wanted))
    return list(session.scalars(query.order_by(Invitation.sequence)))


def finished_share(session: Session, round_id: str, *, only_followed: bool) -> tuple[int, int]:
    """Return (done, all) assignments of a round, or of those raters only whom HR may follow."""
    query = select(Assignment.state, func.count()).where(Assignment.round_id == round_id)
    if only_followed:
        query = query.where(Assignment.is_followed)
    counts = dict(session.execute(query.group_by(Assignment.state)).all())
    return counts.get("done", 0), sum(counts.values())


def added_after_launch(session: Session, participant_id: str) -> dict[str, int]:
    """Return how many raters were added after the launch, by group."""
    query = (
        select(Assignment.rater_group, func.count())
        .where(Assignment.participant_id == participant_id, Assignment.is_added_after_launch)
        .group_by(Assignment.rater_group)
    )
    return dict(session.execute(query).all())


def raters_not_followed(round_id: str, *, is_nobody_followed: bool) -> Select[str]:
    """Return the query for the ids of the raters whom nobody may follow."""
    query = select(Assignment.rater_id).where(Assignment.round_id == round_id)
    return query if is_nobody_followed else query.where(Assignment.is_followed.is_(False))


def count_raters(session: Session, round_id: str) -> int:
    """Return how many people are asked to rate somebody in a round."""
    query = select(func.count(Assignment.rater_id.distinct())).where(Assignment.round_id == round_id)
    return session.scalar(query) or 0
