"""Building blocks of scenes, made through the services so that they can only be what the product makes."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

from sqlalchemy import select

from app.domain.questionnaire import Questionnaire
from app.domain.ratings import COMMENT_FIELD, RATING_FIELD
from app.domain.tokens import rater_token
from app.services.launch import launch_round
from app.services.ports import Tools
from app.services.raters import add_participant, add_rater
from app.services.rating import open_desk, open_form, save_and_send_in
from app.services.rounds import RoundSettings, create_round
from app.services.sign_in import account_for_person, invite_administrator, link_url, make_link, redeem_link
from app.services.work import RATER, SYSTEM, Work, open_reading, open_work
from app.storage.people import Person, all_persons
from app.storage.raters import Assignment, Invitation
from app.storage.rounds import Participant, Round, all_rounds, participants_with_persons

NAMES = ("Anna", "Bram", "Chloé", "Daan", "Els", "Femke", "Gilles", "Hanne", "Ines", "Joris", "Kaat", "Lucas")


def a_person(
    work: Work,
    name: str | None = None,
    email: str | None = None,
    manager: Person | None = None,
    language: str = "en",
    department: str = "",
    role: str = "",
) -> Person:
    """Return a new person; without a name and an address they count up."""
    number = len(all_persons(work.session)) + 1
    person = Person(
        id=work.new_id(),
        name=name or f"{NAMES[(number - 1) % len(NAMES)]} {number}",
        email=email or f"person{number}@example.org",
        language=language,
        department=department,
        role=role,
        manager_id=manager.id if manager is not None else None,
        created_at=work.now,
    )
    work.session.add(person)
    work.session.flush()
    return person


def a_round(
    work: Work,
    participants: int = 2,
    competencies: tuple[str, ...] = ("analyseren", "empathie"),
    **settings: object,
) -> Round:
    """Return a draft with new participants; `settings` are those of RoundSettings."""
    plain = RoundSettings(
        name=f"Round {len(all_rounds(work.session)) + 1}",
        competencies=competencies,
        closes_at=work.now + timedelta(days=14),
    )
    round_ = create_round(work, replace(plain, **settings))  # type: ignore[arg-type]
    for _ in range(participants):
        add_participant(work, round_.id, a_person(work).id)
    return round_


def a_rater(
    work: Work,
    round_: Round,
    participant: Participant,
    group: str = "peer",
    person: Person | None = None,
) -> Assignment:
    """Return the assignment of a rater, who is new unless given."""
    rater = person or a_person(work)
    return add_rater(work, round_.id, participant.id, rater.id, group)


def a_launched_round(
    work: Work,
    participants: int = 2,
    *,
    managers: int = 1,
    peers: int = 5,
    direct_reports: int = 4,
    competencies: tuple[str, ...] = ("analyseren", "empathie"),
    **settings: object,
) -> Round:
    """Return a collecting round; every participant has raters of his or her own."""
    round_ = a_round(work, participants, competencies, **settings)
    for participant, _ in participants_with_persons(work.session, round_.id):
        for group, count in (("manager", managers), ("peer", peers), ("direct_report", direct_reports)):
            for _ in range(count):
                a_rater(work, round_, participant, group)
    return launch_round(work, round_.id)


def rater_tokens(work: Work, round_id: str) -> dict[str, str]:
    """Return the living tokens of a round by rater id (the person's), as the mails derive them."""
    key = work.tools.keys.link_key(round_id)
    invitations = work.session.scalars(
        select(Invitation)
        .where(Invitation.round_id == round_id, Invitation.nonce.is_not(None))
        .order_by(Invitation.sequence, Invitation.id)
    )
    return {
        invitation.rater_id: rater_token(key, invitation.nonce)
        for invitation in invitations
        if invitation.nonce is not None
    }


def answers_for(questionnaire: Questionnaire, level: int | str = 3, comment: str = "") -> dict[str, str]:
    """Return the form fields of complete answers; `level` may be `cannot_judge`."""
    fields = {RATING_FIELD + question: str(level) for question in questionnaire.rating_questions}
    if comment:
        fields |= {COMMENT_FIELD + question: comment for question in questionnaire.comment_questions}
    return fields


def send_in_all(work: Work, token: str, level: int | str = 3, comment: str = "") -> None:
    """Answer everything that is open behind one rater's link."""
    for task in open_desk(work, token).tasks:
        if task.state != "open":
            continue
        questionnaire = open_form(work, token, task.assignment_id).questionnaire
        save_and_send_in(work, token, task.assignment_id, answers_for(questionnaire, level, comment))


def everybody_answers(tools: Tools, round_id: str, level: int | str = 3, comment: str = "") -> None:
    """Let every rater of a round send in the same answers, each in a work of its own."""
    with open_reading(tools, SYSTEM) as work:
        tokens = rater_tokens(work, round_id)
    for token in tokens.values():
        with open_work(tools, RATER) as work:
            send_in_all(work, token, level, comment)


def an_administrator(tools: Tools, email: str = "hr@example.org", name: str = "Hilde") -> str:
    """Return the sign-in cookie of an administrator."""
    with open_work(tools, SYSTEM) as work:
        return redeem_link(work, link_token(invite_administrator(work, email, name)))


def a_signed_in_person(tools: Tools, person: Person) -> str:
    """Return the sign-in cookie of a person with a mail address."""
    with open_work(tools, SYSTEM) as work:
        account = account_for_person(work, work.session.get_one(Person, person.id))
        if account is None:
            raise ValueError("a person without a mail address cannot sign in")
        link = make_link(work, account, timedelta(minutes=20))
        return redeem_link(work, link_token(link_url(work, link)))


def link_token(url: str) -> str:
    """Return the token at the end of a link."""
    return urlsplit(url).path.rpartition("/")[2]
