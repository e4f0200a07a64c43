"""What became of the mails to each rater of a round: the newest one that may be looked at.

For raters whom nobody may follow these are the mails that everybody gets. Whether there is any other, and
whether one was not needed any more, would tell what such a rater has done.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from app.storage.messages import OPEN_ONLY, READDRESSED, Message
from app.storage.people import Person
from app.storage.raters import Assignment, Invitation

TO_EVERYBODY = ("invitation", "addition")
TO_FOLLOWED = (*OPEN_ONLY, "regrouped", READDRESSED)

NO_ADDRESS = "no address"
NOT_WRITTEN = "not written"
BOUNCED = "bounced"
CAME_BACK = "came back"
REFUSED = "refused"
RETRYING = "retrying"
QUEUED = "queued"
SENT = "sent"
NOT_NEEDED = "not needed"
TROUBLES = (NO_ADDRESS, NOT_WRITTEN, BOUNCED, CAME_BACK, REFUSED)
"""What somebody has to do something about; everything else goes on by itself."""


@dataclass(frozen=True)
class DeliveryRow:
    """A rater with the newest mail; `state` is one of the words above, counts are of assignments."""

    rater_id: str
    name: str
    email: str | None
    is_followed: bool
    asked: int
    done: int
    declined: int
    state: str
    message: Message | None


@dataclass(frozen=True)
class DeliveryQuery:
    """Which raters to look at: a round, whether anybody may be followed now, words, one rater, troubles."""

    round_id: str
    may_follow: bool
    words: str = ""
    rater_id: str | None = None
    only_troubles: bool = False


def deliveries(session: Session, wanted: DeliveryQuery, offset: int, limit: int) -> list[DeliveryRow]:
    """Return a stretch of a round's raters, by name."""
    query = _query(wanted).order_by(Person.name, Person.id).offset(offset).limit(limit)
    return [
        DeliveryRow(
            person.id, person.name, person.email, bool(followed), asked, done, declined, state, message
        )
        for person, message, asked, done, declined, followed, state in session.execute(query)
    ]


def count_deliveries(session: Session, wanted: DeliveryQuery) -> int:
    """Return how many raters there are to look at."""
    return session.scalar(select(func.count()).select_from(_query(wanted).subquery())) or 0


def mails_to_rater(
    session: Session, round_id: str, rater_id: str, *, is_followed: bool, limit: int = 20
) -> Sequence[Message]:
    """Return the mails to one rater that may be looked at, the newest first."""
    query = (
        select(Message)
        .join(Invitation, Invitation.id == Message.invitation_id)
        .where(Message.round_id == round_id, Invitation.rater_id == rater_id)
        .where(_is_shown(literal(int(is_followed))))
    )
    return session.scalars(query.order_by(Message.dated_at.desc(), Message.id.desc()).limit(limit)).all()


def _query(wanted: DeliveryQuery) -> Select[Person, Message, int, int, int, int, str]:
    raters, newest = _raters(wanted), _newest(wanted)
    state = _state(raters)
    query = (
        select(Person, Message, raters.c.asked, raters.c.done, raters.c.declined, raters.c.followed, state)
        .join(raters, raters.c.rater_id == Person.id)
        .join(newest, newest.c.rater_id == Person.id, isouter=True)
        .join(Message, Message.id == newest.c.id, isouter=True)
    )
    if wanted.words.strip():
        fields = (Person.name, Person.email)
        query = query.where(or_(*(each.icontains(wanted.words.strip(), autoescape=True) for each in fields)))
    if wanted.rater_id is not None:
        query = query.where(Person.id == wanted.rater_id)
    return query.where(state.in_(TROUBLES)) if wanted.only_troubles else query


def _raters(wanted: DeliveryQuery) -> Subquery:
    followed = func.min(case((Assignment.is_followed, 1), else_=0)) if wanted.may_follow else literal(0)
    return (
        select(
            Assignment.rater_id,
            func.count().label("asked"),
            func.sum(case((Assignment.state == "done", 1), else_=0)).label("done"),
            func.sum(case((Assignment.state == "declined", 1), else_=0)).label("declined"),
            followed.label("followed"),
        )
        .where(Assignment.round_id == wanted.round_id)
        .group_by(Assignment.rater_id)
        .subquery()
    )


def _newest(wanted: DeliveryQuery) -> Subquery:
    raters = _raters(wanted)
    order = (Message.dated_at.desc(), Message.id.desc())
    place = func.row_number().over(partition_by=Invitation.rater_id, order_by=order)
    ranked = (
        select(Invitation.rater_id, Message.id, place.label("place"))
        .join(Invitation, Invitation.id == Message.invitation_id)
        .join(raters, raters.c.rater_id == Invitation.rater_id)
        .where(Message.round_id == wanted.round_id, _is_shown(raters.c.followed))
        .subquery()
    )
    return select(ranked.c.rater_id, ranked.c.id).where(ranked.c.place == 1).subquery()


def _is_shown(followed: ColumnElement[int]) -> ColumnElement[bool]:
    # A list of reminders would show who wants none, and raters are told that nobody learns that.
    is_lost = or_(Message.state == "failed", Message.bounced_at.is_not(None), Message.soft_bounces > 0)
    others = and_(
        followed == 1,
        Message.kind.in_(TO_FOLLOWED),
        Message.state != "cancelled",
        or_(Message.kind != "reminder", is_lost),
    )
    return or_(Message.kind.in_(TO_EVERYBODY), others)


def _state(raters: Subquery) -> ColumnElement[str]:
    return case(
        (Person.email.is_(None), NO_ADDRESS),
        (Message.id.is_(None), NOT_WRITTEN),
        (Message.bounced_at.is_not(None), BOUNCED),
        (Message.soft_bounces > 0, CAME_BACK),
        (Message.state == "failed", REFUSED),
        (and_(Message.state == "pending", Message.last_error != ""), RETRYING),
        (Message.state.in_(("pending", "sending")), QUEUED),
        (and_(Message.state == "cancelled", raters.c.followed == 1), NOT_NEEDED),
        else_=SENT,
    )
