"""Telling many people at once about their reports: accounts, links and mails written together."""

from collections.abc import Sequence
from datetime import timedelta

from app.domain.addresses import normalised_email
from app.services.outbox import new_message
from app.services.ports import JobName
from app.services.sign_in import RELEASE_LINK_LASTS, new_link
from app.services.work import Work
from app.storage.accounts import Account, SignInLink, accounts_by_email, accounts_of_persons
from app.storage.messages import Message, known_dedupe_keys
from app.storage.people import Person
from app.storage.rounds import Participant, Round

IS_READY = "release"
"""To a participant: the report can be read."""
IS_AHEAD = "report_ahead"
"""To a participant: somebody reads first, and when the report follows."""
TO_READ = "report_to_read"
"""To a manager or coach: whose reports can be read."""

LINK_OF_READERS_LASTS = timedelta(days=14)


def mail_participants(
    work: Work, round_: Round, people: Sequence[tuple[Participant, Person]], kind: str
) -> int:
    """Write a mail of this kind to each participant who has an address; returns how many are new."""
    accounts = accounts_for_persons(work, [person for _, person in people])
    return _write(
        work,
        round_,
        kind,
        [
            (f"{kind}:{participant.id}", participant.id, accounts[person.id])
            for participant, person in people
            if person.id in accounts
        ],
        RELEASE_LINK_LASTS,
    )


def mail_readers(work: Work, round_: Round, readers: Sequence[Person]) -> int:
    """Write one mail to each manager or coach who has got reports to read; returns how many."""
    accounts = accounts_for_persons(work, readers)
    instant = work.now.isoformat()
    return _write(
        work,
        round_,
        TO_READ,
        [
            (f"{TO_READ}:{round_.id}:{account.id}:{instant}", None, account)
            for _, account in sorted(accounts.items())
        ],
        LINK_OF_READERS_LASTS,
    )


def accounts_for_persons(work: Work, persons: Sequence[Person]) -> dict[str, Account]:
    """Return the accounts of persons by person id, made where missing; without an address there is none."""
    by_id = {person.id: person for person in persons}
    found = accounts_of_persons(work.session, by_id)
    others = {person.email: person for person in by_id.values() if person.id not in found and person.email}
    for account in accounts_by_email(work.session, others):
        person = others.pop(account.email)
        account.person_id = person.id
        found[person.id] = account
    for email, person in others.items():
        found[person.id] = Account(
            id=work.new_id(),
            email=normalised_email(email),
            name=person.name,
            language=person.language,
            is_administrator=False,
            person_id=person.id,
            created_at=work.now,
        )
        work.session.add(found[person.id])
    work.session.flush()
    return found


def _write(
    work: Work,
    round_: Round,
    kind: str,
    wanted: Sequence[tuple[str, str | None, Account]],
    lasts: timedelta,
) -> int:
    known = known_dedupe_keys(work.session, [key for key, _, _ in wanted])
    links: list[SignInLink] = []
    messages: list[Message] = []
    for key, participant_id, account in wanted:
        if key in known:
            continue
        link = new_link(work, account, lasts)
        links.append(link)
        messages.append(
            new_message(
                work,
                kind=kind,
                dedupe_key=key,
                round_id=round_.id,
                participant_id=participant_id,
                account_id=account.id,
                sign_in_link_id=link.id,
            )
        )
    work.session.add_all(links)
    # Links before the mails that point at them.
    work.session.flush()
    work.session.add_all(messages)
    work.session.flush()
    if messages:
        work.later(JobName.DELIVER)
    return len(messages)
