"""Rounds with mails to look at, for the tests of what mails say."""

from bs4 import BeautifulSoup
from sqlalchemy import select

from app.domain.mail import OutgoingMail
from app.domain.raters import RaterGroup
from app.services.compose import compose
from app.services.launch import launch_round
from app.services.raters import add_participant, add_rater
from app.services.rounds import MailTexts, change_mail_texts
from app.services.work import Work
from app.storage.messages import Message
from app.storage.rounds import Round
from tests.builders import a_person, a_round


def a_mailed_round(
    work: Work,
    *,
    names: tuple[str, ...] = ("Kaat Maes", "Tom Janssens"),
    group: str = "peer",
    language: str = "en",
    texts: MailTexts | None = None,
    standard_groups: tuple[str, ...] = ("peer", "manager"),
    own_groups: tuple[RaterGroup, ...] = (),
    name: str = "Spring 2026",
) -> tuple[Round, str]:
    """Return a launched round, and the id of Rita, who rates everybody in it."""
    round_ = a_round(work, participants=0, name=name, standard_groups=standard_groups, own_groups=own_groups)
    rater = a_person(work, "Rita Rater", "rita@example.org", language=language)
    for each in names:
        participant = add_participant(work, round_.id, a_person(work, each).id)
        add_rater(work, round_.id, participant.id, rater.id, group)
    change_mail_texts(work, round_.id, texts or MailTexts(sender_name="HR Example", contact="hr@example.org"))
    launch_round(work, round_.id)
    return round_, rater.id


def mails(work: Work, kind: str) -> list[OutgoingMail]:
    """Return the mails of a kind as they would leave now."""
    messages = work.session.scalars(select(Message).where(Message.kind == kind).order_by(Message.id))
    return [mail for mail in (compose(work, message) for message in messages) if mail is not None]


def words(mail: OutgoingMail) -> str:
    """Return what a reader of the HTML part sees."""
    return BeautifulSoup(mail.html, "html.parser").get_text(" ", strip=True)
