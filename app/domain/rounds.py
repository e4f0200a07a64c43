"""The life of a round: states, what each allows, and the closing instant."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.domain.errors import InvalidError, RefusedError
from app.domain.text import Text, text

GRACE = timedelta(minutes=15)
"""A page that is open at the close may send in for this long; then the seal begins."""


class RoundState(StrEnum):
    """Where a round stands."""

    DRAFT = "draft"
    COLLECTING = "collecting"
    CLOSING = "closing"
    CLOSED = "closed"
    RELEASED = "released"


class RoundAct(StrEnum):
    """What can be asked of a round."""

    EDIT = "edit"
    LAUNCH = "launch"
    REMIND = "remind"
    EXTEND = "extend"
    CHANGE_RATERS = "change_raters"
    ANSWER = "answer"
    CLOSE = "close"
    SEAL = "seal"
    RELEASE = "release"
    READ = "read"
    DELETE = "delete"


_ALLOWED: dict[RoundAct, frozenset[RoundState]] = {
    RoundAct.EDIT: frozenset({RoundState.DRAFT}),
    RoundAct.LAUNCH: frozenset({RoundState.DRAFT}),
    RoundAct.REMIND: frozenset({RoundState.COLLECTING}),
    RoundAct.EXTEND: frozenset({RoundState.COLLECTING}),
    RoundAct.CHANGE_RATERS: frozenset({RoundState.DRAFT, RoundState.COLLECTING}),
    RoundAct.ANSWER: frozenset({RoundState.COLLECTING}),
    RoundAct.CLOSE: frozenset({RoundState.COLLECTING}),
    RoundAct.SEAL: frozenset({RoundState.CLOSING}),
    RoundAct.RELEASE: frozenset({RoundState.CLOSED}),
    RoundAct.READ: frozenset({RoundState.CLOSED, RoundState.RELEASED}),
    RoundAct.DELETE: frozenset({RoundState.DRAFT}),
}

STATE_REASONS: dict[RoundState, Text] = {
    RoundState.DRAFT: text("The round has not been launched yet."),
    RoundState.COLLECTING: text("The round is collecting answers."),
    RoundState.CLOSING: text("The round is being sealed; nothing can change any more."),
    RoundState.CLOSED: text("The round is closed and sealed; nothing can change any more."),
    RoundState.RELEASED: text("The reports of this round have been released."),
}

_REFUSALS: dict[RoundAct, Text] = {
    RoundAct.EDIT: text("The set-up can be changed only before the launch."),
    RoundAct.LAUNCH: text("A round can be launched once."),
    RoundAct.REMIND: text("Reminders go out only while a round collects answers."),
    RoundAct.EXTEND: text("Only a round that collects answers can be extended."),
    RoundAct.CHANGE_RATERS: text("Raters can be changed only until the round closes."),
    RoundAct.ANSWER: text("Answers are accepted only while the round collects them."),
    RoundAct.CLOSE: text("Only a round that collects answers can be closed."),
    RoundAct.SEAL: text("Only a round that is closing can be sealed."),
    RoundAct.RELEASE: text("Reports can be released once, after the round is closed and sealed."),
    RoundAct.READ: text("There is no report before the round is closed and sealed."),
    RoundAct.DELETE: text("Only a draft can be deleted."),
}


def is_allowed(state: str, act: RoundAct) -> bool:
    """Tell whether a round in this state allows the act."""
    return RoundState(state) in _ALLOWED[act]


def require(state: str, act: RoundAct) -> None:
    """Raise RefusedError with both the rule and the round's state when the act is not allowed."""
    if not is_allowed(state, act):
        raise RefusedError(
            text("%(rule)s %(state)s", rule=_REFUSALS[act], state=STATE_REASONS[RoundState(state)])
        )


def is_being_launched(state: str, opens_at: datetime | None, now: datetime) -> bool:
    """Tell whether a draft is to be launched by the workers at this moment; then nobody changes it."""
    return is_allowed(state, RoundAct.LAUNCH) and opens_at is not None and opens_at <= now


def closing_instant(day: date, zone: ZoneInfo) -> datetime:
    """Return the last second of a day in the organisation's time zone, as a UTC instant."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=zone).astimezone(UTC)


def last_day(closed_at: datetime | None, closes_at: datetime, zone: ZoneInfo) -> str | None:
    """Return the day answers were last taken, as 2026-12-18; None before the seal."""
    if closed_at is None:
        return None
    # The seal follows the closing instant, often past midnight; an early close comes before it.
    return min(closed_at, closes_at).astimezone(zone).date().isoformat()


def checked_closing(closes_at: datetime, now: datetime) -> datetime:
    """Return the instant, or raise InvalidError when it lies in the past or more than a year ahead."""
    if closes_at <= now:
        raise InvalidError(text("The closing date lies in the past. Choose a later day."))
    if closes_at > now + timedelta(days=366):
        raise InvalidError(text("The closing date lies more than a year ahead. Choose an earlier day."))
    return closes_at


def accepts_answers(state: str, closes_at: datetime, now: datetime) -> bool:
    """Tell whether a page that is already open may still save and send in."""
    return is_allowed(state, RoundAct.ANSWER) and now <= closes_at + GRACE


def is_open(state: str, closes_at: datetime, now: datetime) -> bool:
    """Tell whether a rater may open the questionnaire."""
    return is_allowed(state, RoundAct.ANSWER) and now <= closes_at


def is_due_to_seal(state: str, closes_at: datetime, now: datetime) -> bool:
    """Tell whether the closing instant and its grace have passed."""
    return is_allowed(state, RoundAct.CLOSE) and now > closes_at + GRACE
