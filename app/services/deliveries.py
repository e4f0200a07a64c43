"""What became of the mails to each rater, in words, within what raters were promised (anonymity.md R7)."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.mail_answers import MAY_HAVE_ARRIVED, bounce_in_words, refusal_in_words, waiting_in_words
from app.domain.rounds import RoundAct, is_allowed
from app.domain.text import Text, text
from app.services.bounces import address_hash
from app.services.finding import find_round
from app.services.invitations import WAYS_IN
from app.services.work import Work
from app.storage import deliveries as stored
from app.storage.deliveries import DeliveryQuery, DeliveryRow, count_deliveries, deliveries, mails_to_rater
from app.storage.messages import Message
from app.storage.raters import count_raters
from app.storage.rounds import Round

ON_A_PAGE = 100


@dataclass(frozen=True)
class Delivery:
    """A rater and what became of the newest mail; `progress` is None for raters whom nobody may follow."""

    rater_id: str
    name: str
    email: str
    state: str
    label: Text
    reason: Text | None
    written_at: datetime | None
    next_try_at: datetime | None
    said: str
    """What a mail server answered last, without addresses."""
    is_trouble: bool
    is_followed: bool
    progress: Text | None


@dataclass(frozen=True)
class Deliveries:
    """A page of raters; `count` fits the search and the filter, `troubles` is of the whole round."""

    lines: tuple[Delivery, ...]
    count: int
    troubles: int
    raters: int


@dataclass(frozen=True)
class SentMail:
    """One mail of a rater's history."""

    kind: str
    label: Text
    written_at: datetime


def round_deliveries(
    work: Work, round_id: str, *, words: str = "", only_troubles: bool = False, page: int = 1
) -> Deliveries:
    """Return a page of a round's raters with their mails; raises NotFoundError."""
    round_ = find_round(work, round_id)
    wanted = DeliveryQuery(round_id, may_follow(round_), words, only_troubles=only_troubles)
    rows = deliveries(work.session, wanted, (page - 1) * ON_A_PAGE, ON_A_PAGE)
    raters, troubles = count_raters(work.session, round_id), count_troubles(work, round_)
    whole = troubles if only_troubles else raters
    return Deliveries(
        lines=tuple(_line(work, round_, row) for row in rows),
        count=count_deliveries(work.session, wanted) if words.strip() else whole,
        troubles=troubles,
        raters=raters,
    )


def all_deliveries(work: Work, round_id: str) -> list[Delivery]:
    """Return all raters of a round with their mails; raises NotFoundError."""
    round_ = find_round(work, round_id)
    rows = deliveries(work.session, DeliveryQuery(round_id, may_follow(round_)), 0, 1_000_000)
    return [_line(work, round_, row) for row in rows]


def rater_delivery(work: Work, round_id: str, rater_id: str) -> Delivery | None:
    """Return what became of the newest mail to one rater; None for somebody who rates nobody here."""
    round_ = find_round(work, round_id)
    row = newest_row(work, round_, rater_id)
    return _line(work, round_, row) if row is not None else None


def rater_mails(work: Work, round_id: str, delivery: Delivery) -> tuple[SentMail, ...]:
    """Return one rater's mails that may be looked at, the newest first."""
    is_followed = delivery.is_followed
    found = mails_to_rater(work.session, round_id, delivery.rater_id, is_followed=is_followed)
    return tuple(
        SentMail(
            each.kind if is_followed else _kind_for_all(each.kind),
            label_of(mail_state(each, is_followed=is_followed), is_followed=is_followed),
            each.dated_at,
        )
        for each in found
    )


def count_troubles(work: Work, round_: Round) -> int:
    """Return how many raters have a mail that somebody has to do something about."""
    return count_deliveries(work.session, DeliveryQuery(round_.id, may_follow(round_), only_troubles=True))


def newest_row(work: Work, round_: Round, rater_id: str) -> DeliveryRow | None:
    """Return one rater with the newest mail that may be looked at."""
    wanted = DeliveryQuery(round_.id, may_follow(round_), rater_id=rater_id)
    return next(iter(deliveries(work.session, wanted, 0, 1)), None)


def may_follow(round_: Round) -> bool:
    """Tell whether anybody may be followed in this round now: never after the close."""
    return round_.hr_sees_progress and is_allowed(round_.state, RoundAct.ANSWER)


def is_address_new(work: Work, row: DeliveryRow) -> bool:
    """Tell whether the address has changed since the newest mail went out."""
    sent_to = row.message.address_hash if row.message is not None else None
    return bool(row.email) and sent_to is not None and sent_to != address_hash(work.tools, row.email or "")


def mail_state(message: Message, *, is_followed: bool) -> str:
    """Return the state of one mail, in the words of the table."""
    if message.bounced_at is not None:
        return stored.BOUNCED
    if message.soft_bounces:
        return stored.CAME_BACK
    by_state = {
        "failed": stored.REFUSED,
        "pending": stored.RETRYING if message.last_error else stored.QUEUED,
        "sending": stored.QUEUED,
        "cancelled": stored.NOT_NEEDED if is_followed else stored.SENT,
    }
    return by_state.get(message.state, stored.SENT)


def label_of(state: str, *, is_followed: bool) -> Text:
    """Return a state in words; for a rater whom nobody may follow, sent and not needed read the same."""
    if state == stored.SENT and not is_followed:
        return text("sent, or not needed any more")
    return {
        stored.NO_ADDRESS: text("no mail address"),
        stored.NOT_WRITTEN: text("no mail yet"),
        stored.BOUNCED: text("came back: the address does not work"),
        stored.CAME_BACK: text("came back"),
        stored.REFUSED: text("refused"),
        stored.RETRYING: text("waits for another try"),
        stored.QUEUED: text("waits to be sent"),
        stored.NOT_NEEDED: text("not needed any more"),
    }.get(state, text("sent"))


def _kind_for_all(kind: str) -> str:
    # More people to rate come with the old link, or with a new one once all was finished: one word for both.
    return "invitation" if kind in WAYS_IN else kind


def _line(work: Work, round_: Round, row: DeliveryRow) -> Delivery:
    message = row.message
    return Delivery(
        rater_id=row.rater_id,
        name=row.name,
        email=row.email or "",
        state=row.state,
        label=label_of(row.state, is_followed=row.is_followed),
        reason=_reason(work, row),
        written_at=message.dated_at if message is not None else None,
        next_try_at=message.not_before_at if message is not None and row.state == stored.RETRYING else None,
        said=_said(row),
        is_trouble=row.state in stored.TROUBLES,
        is_followed=row.is_followed,
        progress=_progress(row) if row.is_followed and may_follow(round_) else None,
    )


def _reason(work: Work, row: DeliveryRow) -> Text | None:
    if row.state == stored.NOT_WRITTEN:
        return text("There was no mail address when the round was launched.")
    if row.state == stored.SENT and is_address_new(work, row):
        return text("It went to an address that has changed since.")
    if row.state in {stored.BOUNCED, stored.CAME_BACK, stored.REFUSED} and is_address_new(work, row):
        return text("The address has been corrected since; the mail can be sent again.")
    return _in_words(row.state, row.message) if row.message is not None else None


def _in_words(state: str, message: Message) -> Text | None:
    if state in {stored.BOUNCED, stored.CAME_BACK}:
        return bounce_in_words(message.bounce_status)
    if state == stored.RETRYING:
        return waiting_in_words(message.last_code, message.last_error)
    is_unsure = message.last_error.startswith(MAY_HAVE_ARRIVED)
    is_given_up = message.first_failed_at is not None and (message.last_code or 0) < 500
    if state == stored.REFUSED and is_given_up and not is_unsure:
        return text("It was tried again for days without success; the mail can be sent again.")
    return refusal_in_words(message.last_code, message.last_error) if state == stored.REFUSED else None


def _said(row: DeliveryRow) -> str:
    """Return the words of a server; empty where none spoke."""
    if row.message is None or row.state not in {*stored.TROUBLES, stored.RETRYING}:
        return ""
    is_back = row.state in {stored.BOUNCED, stored.CAME_BACK}
    own_words = row.message.last_error if row.message.last_code else ""
    return row.message.bounce_text if is_back else own_words


def _progress(row: DeliveryRow) -> Text:
    if row.done + row.declined == row.asked:
        return text("finished")
    if row.done == 0:
        return text("nothing sent in yet")
    return text("%(done)s of %(asked)s sent in", done=row.done, asked=row.asked)
