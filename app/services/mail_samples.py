"""Trying the mails before the launch: a preview on the page, a test mail to oneself."""

from app.domain.errors import InvalidError, RefusedError
from app.domain.mail import OutgoingMail
from app.domain.rounds import RoundAct, require
from app.domain.text import text
from app.services.finding import find_round
from app.services.outbox import write_message
from app.services.ports import JobName
from app.services.rater_mails import preview
from app.services.sample_lines import sample_lines
from app.services.work import Work


def preview_mail(work: Work, round_id: str, language: str) -> OutgoingMail:
    """Return the invitation as a rater would get it in this language, with a link that opens nothing.

    Raises InvalidError for a language this installation does not speak.
    """
    if language not in work.site.languages:
        raise InvalidError(text("There are no mails in the language “%(language)s”.", language=language))
    round_ = find_round(work, round_id)
    lines = sample_lines(work, round_)
    return preview(work, round_, language, lines[0].rater, lines)


def send_test_mail(work: Work, round_id: str) -> None:
    """Send the invitation to the administrator who asks, with a link that opens nothing.

    Raises RefusedError once the round is closed, and for an actor without an address.
    """
    round_ = find_round(work, round_id)
    require(round_.state, RoundAct.CHANGE_RATERS)
    if work.actor.account_id is None:
        raise RefusedError(text("Only somebody who is signed in can be sent a test mail."))
    write_message(
        work,
        kind="test",
        dedupe_key=f"test:{work.new_id()}",
        round_id=round_.id,
        account_id=work.actor.account_id,
    )
    work.later(JobName.DELIVER)
