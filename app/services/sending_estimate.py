"""How long the invitations of a round take to leave, before anybody presses the button."""

from sqlalchemy import func, select

from app.domain.mail_pace import sending_words
from app.domain.text import Text
from app.services.work import Work
from app.storage.mail_gate import gate
from app.storage.messages import OPEN_ONLY, Message
from app.storage.people import Person
from app.storage.raters import Assignment


def sending_estimate(work: Work, round_id: str) -> Text:
    """Return how long sending takes, from the limits, the pace measured lately and what waits already.

    Reminders that wait are left out: their number would tell how many raters of other rounds are open.
    """
    raters = (
        select(func.count(Assignment.rater_id.distinct()))
        .join(Person, Person.id == Assignment.rater_id)
        .where(Assignment.round_id == round_id, Person.email.is_not(None))
    )
    waiting = (
        select(func.count())
        .select_from(Message)
        .where(Message.state == "pending", Message.kind.not_in(OPEN_ONLY), ~Message.keeps_hours)
    )
    mails = (work.session.scalar(raters) or 0) + (work.session.scalar(waiting) or 0)
    found = gate(work.session)
    pace = found.seconds_per_mail if found is not None else None
    return sending_words(mails, work.site.mail_limits, pace)
