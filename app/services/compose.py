"""What a mail says, put together at the moment it is sent; nothing of it is stored."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlalchemy.orm import defer

from app.domain.mail import OutgoingMail
from app.services.former_addresses import ADDRESS_CHANGED, told_to
from app.services.letters import letter, reader_of
from app.services.plan_mails import PLAN_SHARED, plan_shared_values
from app.services.rater_mails import TO_RATERS, TRIAL_LINK, invitation_values, to_rater
from app.services.report_letters import ABOUT_REPORTS, report_values
from app.services.sample_lines import sample_lines
from app.services.sign_in import link_url
from app.services.ways_in import MailedWay, ways_in
from app.services.work import Work
from app.storage.accounts import Account, SignInLink
from app.storage.messages import Message
from app.storage.people import Person
from app.storage.rounds import Round


def compose(work: Work, message: Message, ways: Mapping[str, MailedWay] | None = None) -> OutgoingMail | None:
    """Return the mail, or None when there is no reason to send it any more.

    `ways` are the ways in of several mails, read together by whoever writes all of them.
    """
    if message.kind in TO_RATERS:
        found = ways_in(work, [message]) if ways is None else ways
        way = found.get(message.invitation_id or "")
        return to_rater(work, message, way) if way is not None else None
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


def _sign_in(work: Work, message: Message) -> OutgoingMail | None:
    account = work.session.get(Account, message.account_id or "")
    link = work.session.get(SignInLink, message.sign_in_link_id or "")
    if account is None or link is None or link.nonce is None or link.expires_at <= work.now:
        return None
    values = {"name": account.name, "link": link_url(work, link), "expires_at": link.expires_at}
    return letter(work, message, None, template="sign_in", reader=reader_of(account), values=values)


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
    return letter(work, message, round_, template=message.kind, reader=reader_of(account), values=values)


def _plan_shared(work: Work, message: Message) -> OutgoingMail | None:
    account = work.session.get(Account, message.account_id or "")
    values = plan_shared_values(work, message, account) if account is not None else None
    if account is None or values is None:
        return None
    return letter(work, message, None, template=PLAN_SHARED, reader=reader_of(account), values=values)


def _address_changed(work: Work, message: Message) -> OutgoingMail | None:
    found = told_to(work, message)
    if found is None:
        return None
    reader = replace(reader_of(found[0]), address=found[1])
    return letter(work, message, None, template=ADDRESS_CHANGED, reader=reader, values={"name": reader.name})


def _test(work: Work, message: Message) -> OutgoingMail | None:
    account = work.session.get(Account, message.account_id or "")
    round_ = _round_of(work, message)
    if account is None or round_ is None:
        return None
    reader = Person(id="", email=account.email, name=account.name, language=account.language)
    lines = sample_lines(work, round_)
    values = invitation_values(work, round_, lines, reader, f"{work.site.public_url}/r/{TRIAL_LINK}")
    return letter(
        work, message, round_, template="invitation", reader=reader_of(account), values=values, is_test=True
    )


def _round_of(work: Work, message: Message) -> Round | None:
    # Without its questionnaires: no mail quotes them, and every mail would read all of them anew.
    return work.session.get(Round, message.round_id or "", options=[defer(Round.questionnaires)])
