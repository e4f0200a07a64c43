"""Another mail address for somebody who signs in: the old one is told, and what it opened ends.

Links to sign in go to whatever address stands in the people list, so whoever may change addresses could sign
in as somebody else and read a report. That cannot be prevented, for addresses do change; but it is seen: by
the person at the old address, in the report itself, and in the log of the round.
"""

from app.services.outbox import new_message
from app.services.ports import JobName
from app.services.work import Work
from app.storage.accounts import account_of_person
from app.storage.former_addresses import (
    FormerAddress,
    end_sign_ins,
    gets_reports,
    rounds_with_report_of,
)
from app.storage.messages import Message
from app.storage.people import Person

ADDRESS_CHANGED = "address_changed"


def tell_former_address(work: Work, person: Person, email: str | None) -> None:
    """Write to the address a person has until now; call it before `email` takes its place.

    Only for somebody with an account, or who gets a report: for everybody else no report is at stake.
    """
    account = account_of_person(work.session, person.id)
    former = account.email if account is not None else person.email
    # Without an address nobody can sign in anew: an account keeps the old one.
    is_kept = email is None and account is not None
    if not former or is_kept or former.casefold() == (email or "").casefold():
        return
    if account is None and not gets_reports(work.session, person.id):
        return
    if account is not None:
        is_own = account.id == work.actor.account_id
        end_sign_ins(work.session, account.id, work.now, keeps_sessions=is_own)
    message = new_message(work, kind=ADDRESS_CHANGED, dedupe_key="")
    message.dedupe_key = f"{ADDRESS_CHANGED}:{message.id}"
    work.session.add(message)
    work.session.add(
        FormerAddress(message_id=message.id, person_id=person.id, email=former, changed_at=work.now)
    )
    work.session.flush()
    for round_id in rounds_with_report_of(work.session, person.id):
        work.audit("address_corrected", round_id, rater=person.id)
    work.later(JobName.DELIVER)


def told_to(work: Work, message: Message) -> tuple[Person, str] | None:
    """Return whom a mail about a changed address is for, and that person's former address."""
    former = work.session.get(FormerAddress, message.id)
    return (work.session.get_one(Person, former.person_id), former.email) if former is not None else None
