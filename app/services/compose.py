"""What a mail says, put together at the moment it is sent; nothing of it is stored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import defer

from app.domain.addresses import normalised_email
from app.domain.bounces import envelope_sender
from app.domain.errors import InvalidError
from app.domain.mail import ROUND_HEADER, OutgoingMail, fill_places
from app.domain.rounds import is_open
from app.services.bounces import takes_mail
from app.services.following import leaves_anyway
from app.services.former_addresses import ADDRESS_CHANGED, told_to
from app.services.invitations import rater_link
from app.services.opting_out import no_reminders_address
from app.services.plan_mails import PLAN_SHARED, plan_shared_values, pulse_size
from app.services.report_letters import ABOUT_REPORTS, report_values
from app.services.sample_lines import sample_lines
from app.services.sign_in import link_url
from app.services.ways_in import WayIn, ways_in
from app.services.work import Work
from app.storage.accounts import Account, SignInLink
from app.storage.messages import READDRESSED, Message
from app.storage.people import Person
from app.storage.raters import Invitation, RaterLine
from app.storage.rounds import Participant, Round

TRIAL_LINK = "…"
TO_RATERS = frozenset(
    {"invitation", "addition", "reminder", "withdrawal", "regrouped", "relink", READDRESSED}
)


@dataclass(frozen=True)
class _Reader:
    """Whom a mail is for."""

    address: str
    name: str
    language: str


def compose(work: Work, message: Message, ways: Mapping[str, WayIn] | None = None) -> OutgoingMail | None:
    """Return the mail, or None when there is no reason to send it any more.

    `ways` are the ways in of several mails, read together by whoever writes all of them.
    """
    if message.kind in TO_RATERS:
        found = ways_in(work, [message]) if ways is None else ways
        way = found.get(message.invitation_id or "")
        return _to_rater(work, message, way) if way is not None else None
    if message.kind in ABOUT_REPORTS:
        return _about_report(work, message)
    writers: dict[str, Callable[[Work, Message], OutgoingMail | None]] = {
        "sign_in": _sign_in,
        PLAN_SHARED: _plan_shared,
        ADDRESS_CHANGED: _address_changed,
        "test": _test,
    }
    if message.kind not in writers:
        raise LookupError(f"unknown kind of message: {message.kind}")
    return writers[message.kind](work, message)


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
    }


def preview(work: Work, round_: Round, language: str, rater: Person, lines: list[RaterLine]) -> OutgoingMail:
    """Return the invitation as this person would get it, with a link that opens nothing."""
    shown = Person(id=rater.id, email=rater.email, name=rater.name, language=language)
    values = invitation_values(work, round_, lines, shown, f"{work.site.public_url}/r/{TRIAL_LINK}")
    return _mail(work, None, round_, template="invitation", reader=_of(shown), values=values)


def _to_rater(work: Work, message: Message, way: WayIn) -> OutgoingMail | None:
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
    mail = _mail(work, message, round_, template=message.kind, reader=_of(rater), values=values)
    return replace(mail, headers={**mail.headers, **_one_click(stop_link)})


def _round_of(work: Work, message: Message) -> Round | None:
    # Without its questionnaires: no mail quotes them, and every mail would read all of them anew.
    return work.session.get(Round, message.round_id or "", options=[defer(Round.questionnaires)])


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
    return _mail(work, message, round_, template="withdrawal", reader=_of(rater), values=values)


def _nothing_open(work: Work, message: Message, round_: Round, rater: Person) -> OutgoingMail:
    values = _plain_values(round_, rater)
    return _mail(work, message, round_, template="nothing_open", reader=_of(rater), values=values)


def _plain_values(round_: Round, rater: Person) -> dict[str, object]:
    return {
        "rater_name": rater.name,
        "round_name": round_.name,
        "contact": round_.contact,
        "sender_name": round_.sender_name,
        "has_logo": round_.logo is not None,
    }


def _sign_in(work: Work, message: Message) -> OutgoingMail | None:
    account = work.session.get(Account, message.account_id or "")
    link = work.session.get(SignInLink, message.sign_in_link_id or "")
    if account is None or link is None or link.nonce is None or link.expires_at <= work.now:
        return None
    values = {"name": account.name, "link": link_url(work, link), "expires_at": link.expires_at}
    return _mail(work, message, None, template="sign_in", reader=_of(account), values=values)


def _about_report(work: Work, message: Message) -> OutgoingMail | None:
    account = work.session.get(Account, message.account_id or "")
    link = work.session.get(SignInLink, message.sign_in_link_id or "")
    round_ = _round_of(work, message)
    if account is None or link is None or round_ is None:
        return None
    own_values = report_values(work, message, round_, account)
    if own_values is None:
        return None
    is_one_time = link.nonce is not None and link.expires_at > work.now
    values = {
        "name": account.name,
        "round_name": round_.name,
        "link": link_url(work, link) if is_one_time else f"{work.site.public_url}/sign-in/",
        "is_one_time": is_one_time,
        "expires_at": link.expires_at,
        "contact": round_.contact,
        "sender_name": round_.sender_name,
        "has_logo": round_.logo is not None,
        **own_values,
    }
    return _mail(work, message, round_, template=message.kind, reader=_of(account), values=values)


def _plan_shared(work: Work, message: Message) -> OutgoingMail | None:
    account = work.session.get(Account, message.account_id or "")
    values = plan_shared_values(work, message, account) if account is not None else None
    if account is None or values is None:
        return None
    return _mail(work, message, None, template=PLAN_SHARED, reader=_of(account), values=values)


def _address_changed(work: Work, message: Message) -> OutgoingMail | None:
    found = told_to(work, message)
    if found is None:
        return None
    reader = replace(_of(found[0]), address=found[1])
    return _mail(work, message, None, template=ADDRESS_CHANGED, reader=reader, values={"name": reader.name})


def _test(work: Work, message: Message) -> OutgoingMail | None:
    account = work.session.get(Account, message.account_id or "")
    round_ = _round_of(work, message)
    if account is None or round_ is None:
        return None
    reader = Person(id="", email=account.email, name=account.name, language=account.language)
    lines = sample_lines(work, round_)
    values = invitation_values(work, round_, lines, reader, f"{work.site.public_url}/r/{TRIAL_LINK}")
    return _mail(
        work, message, round_, template="invitation", reader=_of(account), values=values, is_test=True
    )


def _mail(
    work: Work,
    message: Message | None,
    round_: Round | None,
    *,
    template: str,
    reader: _Reader,
    values: dict[str, object],
    is_test: bool = False,
) -> OutgoingMail:
    rendered = work.tools.renderer.render(template, reader.language, {**values, "is_test": is_test})
    return OutgoingMail(
        to_address=reader.address,
        to_name=reader.name,
        from_address=work.site.mail_from,
        from_name=(round_.sender_name if round_ is not None else "") or "Rondom",
        reply_to=_answers_to(round_),
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        message_id=message.message_id if message is not None else "<preview@localhost>",
        dated_at=message.dated_at if message is not None else work.now,
        envelope_from=_comes_back_to(work, message),
        headers={ROUND_HEADER: round_.id} if round_ is not None else {},
        logo=round_.logo if round_ is not None else None,
    )


def _comes_back_to(work: Work, message: Message | None) -> str | None:
    if message is None or message.bounce_token is None or work.site.bounce_address is None:
        return None
    return envelope_sender(work.site.bounce_address, message.bounce_token)


def _of(reader: Person | Account) -> _Reader:
    return _Reader(reader.email or "", reader.name, reader.language)


def _answers_to(round_: Round | None) -> str | None:
    """Return the contact where it is a mail address and nothing else."""
    try:
        return normalised_email(round_.contact) if round_ is not None else None
    except InvalidError:
        return None


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
