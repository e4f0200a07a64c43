"""What mails to raters say: invitations, reminders, new links, changes and farewells."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from app.domain.mail import OutgoingMail, fill_places
from app.domain.questionnaire_length import estimated_minutes
from app.domain.rounds import RoundState, is_open
from app.services.bounces import takes_mail
from app.services.following import leaves_anyway
from app.services.frozen_questionnaires import SHELF
from app.services.invitations import rater_link
from app.services.letters import letter, reader_of
from app.services.opting_out import no_reminders_address
from app.services.plan_mails import pulse_size
from app.services.questionnaire_preview import preview_questionnaire
from app.services.ways_in import MailedWay
from app.services.work import Work
from app.storage.messages import READDRESSED, Message
from app.storage.people import Person
from app.storage.raters import Invitation, RaterLine
from app.storage.rounds import Participant, Round

TRIAL_LINK = "…"
TO_RATERS = frozenset(
    {"invitation", "addition", "reminder", "withdrawal", "regrouped", "relink", READDRESSED}
)


def to_rater(work: Work, message: Message, way: MailedWay) -> OutgoingMail | None:
    """Return a mail to a rater, or None when there is no reason to send it any more."""
    invitation, round_, rater, lines = way.invitation, way.round, way.rater, way.lines
    if not is_open(round_.state, round_.closes_at, work.now):
        return None
    if message.kind == "withdrawal":
        return _withdrawal(work, message, round_, rater)
    if not rater.email or _is_in_vain(work, message, invitation, rater.email):
        return None
    if invitation.nonce is None or not any(line.assignment.state == "open" for line in lines):
        return _nothing_open(work, message, round_, rater) if leaves_anyway(work, message, rater.id) else None
    stop_link = no_reminders_address(work, invitation)
    values = invitation_values(work, round_, lines, rater, rater_link(work, invitation), stop_link=stop_link)
    if message.kind == "regrouped":
        moved = [_listed(round_, line) for line in lines if line.participant.id == message.participant_id]
        if not moved:
            return None
        values["moved"] = moved[0]
    mail = letter(work, message, round_, template=message.kind, reader=reader_of(rater), values=values)
    return replace(mail, headers={**mail.headers, **_one_click(stop_link)})


def preview(work: Work, round_: Round, language: str, rater: Person, lines: list[RaterLine]) -> OutgoingMail:
    """Return the invitation as this person would get it, with a link that opens nothing."""
    shown = Person(id=rater.id, email=rater.email, name=rater.name, language=language)
    values = invitation_values(work, round_, lines, shown, f"{work.site.public_url}/r/{TRIAL_LINK}")
    return letter(work, None, round_, template="invitation", reader=reader_of(shown), values=values)


def invitation_values(
    work: Work,
    round_: Round,
    lines: Sequence[RaterLine],
    rater: Person,
    link: str,
    *,
    stop_link: str | None = None,
) -> dict[str, object]:
    """Return what the templates of rater mails need; without a `stop_link` it is one that opens nothing."""
    texts = round_.mail_texts.get(rater.language) or {}
    places = {
        "name": rater.name,
        "round": round_.name,
        "contact": round_.contact,
        "closes": _day(work, round_.closes_at, rater.language),
    }
    return {
        "rater_name": rater.name,
        "round_name": round_.name,
        "own_subject": fill_places(texts.get("subject", ""), places),
        "own_introduction": fill_places(texts.get("introduction", ""), places),
        "participants": [_listed(round_, line) for line in lines],
        "open_count": sum(line.assignment.state == "open" for line in lines),
        "link": link,
        "stop_link": stop_link or f"{work.site.public_url}/no-reminders/{TRIAL_LINK}",
        "closes_at": round_.closes_at,
        "contact": round_.contact,
        "sender_name": round_.sender_name,
        "has_logo": round_.logo is not None,
        "is_trial_mode": work.site.is_trial_mode,
        "pulse_size": pulse_size(round_, rater.language),
        "minutes": _minutes(work, round_, rater.language),
    }


def _minutes(work: Work, round_: Round, language: str) -> int | None:
    """Return how long one form takes, as the rater's page says it; None while a draft asks nothing yet."""
    if round_.state == RoundState.DRAFT:
        found = preview_questionnaire(work, round_.id, language)
        return found.minutes if found is not None else None
    return estimated_minutes(SHELF.questionnaire(round_, language))


def _one_click(stop_link: str) -> dict[str, str]:
    # Mail software posts to nothing but https (RFC 8058); the link in the foot is there anyway.
    if not stop_link.startswith("https://"):
        return {}
    return {"List-Unsubscribe": f"<{stop_link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _is_in_vain(work: Work, message: Message, invitation: Invitation, address: str) -> bool:
    # Looked up when the mail is about to leave: a bounce, or a wish, may have come in between.
    return message.kind == "reminder" and (invitation.wants_no_reminders or not takes_mail(work, address))


def _withdrawal(work: Work, message: Message, round_: Round, rater: Person) -> OutgoingMail | None:
    participant = work.session.get(Participant, message.participant_id or "")
    if participant is None or not rater.email:
        return None
    name = work.session.get_one(Person, participant.person_id).name
    values = {**_plain_values(round_, rater), "participant_name": name}
    return letter(work, message, round_, template="withdrawal", reader=reader_of(rater), values=values)


def _nothing_open(work: Work, message: Message, round_: Round, rater: Person) -> OutgoingMail:
    values = _plain_values(round_, rater)
    return letter(work, message, round_, template="nothing_open", reader=reader_of(rater), values=values)


def _plain_values(round_: Round, rater: Person) -> dict[str, object]:
    return {
        "rater_name": rater.name,
        "round_name": round_.name,
        "contact": round_.contact,
        "sender_name": round_.sender_name,
        "has_logo": round_.logo is not None,
    }


def _listed(round_: Round, line: RaterLine) -> dict[str, object]:
    return {
        "name": line.participant_person.name,
        "group": line.assignment.rater_group,
        "label": _own_label(round_, line.assignment.rater_group),
        "is_open": line.assignment.state == "open",
    }


def _own_label(round_: Round, group: str) -> str:
    return next((each["label"] for each in round_.groups if each["id"] == group), "")


def _day(work: Work, instant: datetime, language: str) -> str:
    return work.tools.renderer.day(instant, language)
