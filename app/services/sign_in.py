"""Signing in with one-time links: no passwords, server-side sessions, GET never signs in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.domain.addresses import normalised_email
from app.domain.errors import LinkError, RefusedError
from app.domain.text import text
from app.domain.tokens import sign_in_token, token_hash
from app.services.outbox import write_message
from app.services.ports import JobName
from app.services.work import Actor, Work
from app.storage.accounts import (
    Account,
    SignInLink,
    SignInSession,
    account_by_email,
    account_of_person,
    administrators,
    delete_stale_sign_ins,
    link_by_hash,
)
from app.storage.people import Person, person_by_email

PRINTED_LINK_LASTS = timedelta(hours=1)
REQUESTED_LINK_LASTS = timedelta(minutes=20)
RELEASE_LINK_LASTS = timedelta(days=7)
IDLE_LASTS = timedelta(hours=2)
SESSION_LASTS = timedelta(hours=12)
TOUCH_EVERY = timedelta(minutes=5)
REQUESTS_PER_HOUR = 3


@dataclass(frozen=True)
class SignedIn:
    """Who is signed in, and whether the session wants to be noted as still alive."""

    account_id: str
    person_id: str | None
    name: str
    email: str
    language: str
    is_administrator: bool
    wants_touch: bool

    @property
    def actor(self) -> Actor:
        """Return the actor for a unit of work."""
        return Actor(self.email, self.account_id, self.person_id, self.is_administrator)


def make_link(work: Work, account: Account, lasts: timedelta) -> SignInLink:
    """Create a one-time link whose token can be derived when a mail is rendered."""
    link = new_link(work, account, lasts)
    work.session.add(link)
    work.session.flush()
    return link


def new_link(work: Work, account: Account, lasts: timedelta) -> SignInLink:
    """Return a one-time link that is still to be written."""
    nonce = work.randomness.bytes(32)
    return SignInLink(
        id=work.new_id(),
        account_id=account.id,
        nonce=nonce,
        token_hash=token_hash(sign_in_token(work.tools.secret, nonce)),
        expires_at=work.now + lasts,
        used_at=None,
    )


def link_url(work: Work, link: SignInLink) -> str:
    """Return the address of a one-time link; raises LinkError once it is used."""
    if link.nonce is None:
        raise LinkError(text("This link has been used."))
    return f"{work.site.public_url}/sign-in/{sign_in_token(work.tools.secret, link.nonce)}"


def invite_administrator(work: Work, email: str, name: str = "") -> str:
    """Make the account an administrator, if need be, and return a fresh one-time address to sign in.

    Raises InvalidError for an address that cannot be one.
    """
    address = normalised_email(email)
    account = account_by_email(work.session, address)
    if account is None:
        person = person_by_email(work.session, address)
        account = Account(
            id=work.new_id(),
            email=address,
            name=name or (person.name if person else address),
            language=person.language if person else work.site.languages[0],
            is_administrator=True,
            person_id=person.id if person else None,
            created_at=work.now,
        )
        work.session.add(account)
        work.session.flush()
    account.is_administrator = True
    work.audit("administrator_invited", email=address)
    return link_url(work, make_link(work, account, PRINTED_LINK_LASTS))


def account_for_person(work: Work, person: Person) -> Account | None:
    """Return the account of a person, made when missing; None when the person has no mail address."""
    account = account_of_person(work.session, person.id)
    if account is None and person.email:
        account = account_by_email(work.session, person.email)
    if account is not None:
        account.person_id = person.id
        return account
    if not person.email:
        return None
    account = Account(
        id=work.new_id(),
        email=person.email,
        name=person.name,
        language=person.language,
        is_administrator=False,
        person_id=person.id,
        created_at=work.now,
    )
    work.session.add(account)
    work.session.flush()
    return account


def request_link(work: Work, email: str) -> None:
    """Mail a one-time link if the address has an account; the caller answers the same either way.

    Raises InvalidError only for what cannot be an address at all.
    """
    account = account_by_email(work.session, normalised_email(email))
    if account is None:
        return
    recent = work.session.scalar(
        select(func.count())
        .select_from(SignInLink)
        .where(
            SignInLink.account_id == account.id,
            SignInLink.expires_at > work.now,
            SignInLink.expires_at <= work.now + REQUESTED_LINK_LASTS,
        )
    )
    if (recent or 0) >= REQUESTS_PER_HOUR:
        return
    link = make_link(work, account, REQUESTED_LINK_LASTS)
    write_message(
        work,
        kind="sign_in",
        dedupe_key=f"sign_in:{link.id}",
        account_id=account.id,
        sign_in_link_id=link.id,
    )
    work.later(JobName.DELIVER)


def check_link(work: Work, token: str) -> None:
    """Raise LinkError unless this one-time link would sign in now; changes nothing."""
    _usable(link_by_hash(work.session, token_hash(token)), work.now)


def redeem_link(work: Work, token: str) -> str:
    """Use up a one-time link and return the value of the new session's cookie; raises LinkError."""
    link = _usable(link_by_hash(work.session, token_hash(token), for_update=True), work.now)
    link.used_at = work.now
    link.nonce = None
    delete_stale_sign_ins(work.session, work.now - timedelta(days=1))
    cookie = sign_in_token(work.randomness.bytes(32), work.randomness.bytes(32))
    work.session.add(
        SignInSession(
            cookie_hash=token_hash(cookie),
            account_id=link.account_id,
            last_seen_at=work.now,
            expires_at=work.now + SESSION_LASTS,
        )
    )
    account = work.session.get_one(Account, link.account_id)
    work.audit("signed_in", email=account.email)
    return cookie


def signed_in(work: Work, cookie: str) -> SignedIn | None:
    """Return who this cookie belongs to, or None when it is unknown, idle too long or expired."""
    row = work.session.get(SignInSession, token_hash(cookie))
    if row is None or row.expires_at <= work.now or row.last_seen_at + IDLE_LASTS <= work.now:
        return None
    account = work.session.get_one(Account, row.account_id)
    return SignedIn(
        account_id=account.id,
        person_id=account.person_id,
        name=account.name,
        email=account.email,
        language=account.language,
        is_administrator=account.is_administrator,
        wants_touch=row.last_seen_at + TOUCH_EVERY <= work.now,
    )


def touch_session(work: Work, cookie: str) -> None:
    """Note that a session is still alive."""
    row = work.session.get(SignInSession, token_hash(cookie))
    if row is not None:
        row.last_seen_at = work.now


def sign_out(work: Work, cookie: str) -> None:
    """End a session at once, on every device that copied the cookie."""
    row = work.session.get(SignInSession, token_hash(cookie))
    if row is not None:
        work.session.delete(row)


def withdraw_administrator(work: Work, account_id: str) -> None:
    """Take an administrator's rights; raises RefusedError for the last one."""
    remaining = [account for account in administrators(work.session) if account.id != account_id]
    if not remaining:
        raise RefusedError(text("The last administrator cannot be removed. Invite another one first."))
    account = work.session.get_one(Account, account_id)
    account.is_administrator = False
    work.audit("administrator_withdrawn", email=account.email)


def _usable(link: SignInLink | None, now: datetime) -> SignInLink:
    if link is None or link.used_at is not None or link.expires_at <= now:
        raise LinkError(
            text("This sign-in link has expired or has been used. Ask for a new one; it takes a moment.")
        )
    return link
