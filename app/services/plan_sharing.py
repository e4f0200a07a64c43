"""Sharing a development plan with a named person, and taking that back."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.addresses import normalised_email
from app.domain.errors import InvalidError, NotFoundError
from app.domain.text import text
from app.services.finding import find_round
from app.services.outbox import write_message
from app.services.plan_mails import PLAN_SHARED
from app.services.plan_subjects import own_participation
from app.services.plans import own_plan
from app.services.ports import JobName
from app.services.sign_in import account_for_person
from app.services.work import Work
from app.storage.people import Person, person_by_email
from app.storage.plans import PlanReader, plans_shared_with, readers_of
from app.storage.rounds import Participant

MOST_READERS = 3


@dataclass(frozen=True)
class SharedLine:
    """A plan in the list of somebody it was shared with."""

    participant_id: str
    participant_name: str
    round_name: str
    shared_at: datetime


def proposed_reader(work: Work, participant_id: str) -> Person | None:
    """Return the own manager, whom a plan is usually shared with; None without one, or without an address."""
    participant, _ = own_participation(work, participant_id)
    person = work.session.get_one(Person, participant.person_id)
    manager = work.session.get(Person, person.manager_id) if person.manager_id else None
    return manager if manager is not None and manager.email else None


def share_plan(work: Work, participant_id: str, address: str) -> Person:
    """Let the person with this mail address read the own plan, and tell that person once.

    Raises InvalidError for an address that nobody in the people list has, for the own one, and when enough
    people read the plan already.
    """
    participant, _ = own_participation(work, participant_id)
    plan = own_plan(work, participant_id)
    reader = person_by_email(work.session, normalised_email(address))
    if reader is None:
        raise InvalidError(text("Nobody in this organisation's people list has this address."))
    if reader.id == participant.person_id:
        raise InvalidError(
            text("This is your own address. Name the person you want to share your plan with.")
        )
    known = {person.id for _, person in readers_of(work.session, plan.id)}
    if reader.id in known:
        return reader
    if len(known) >= MOST_READERS:
        raise InvalidError(
            text("Three people can read your plan already. Stop sharing with one of them first.")
        )
    work.session.add(PlanReader(plan_id=plan.id, person_id=reader.id, shared_at=work.now))
    work.session.flush()
    # No one-time link: nobody may make one that signs somebody else in, and be it by mail.
    account = account_for_person(work, reader)
    if account is not None:
        # The same key for the same reader: whoever shares, stops and shares again sends no second mail.
        write_message(
            work,
            kind=PLAN_SHARED,
            dedupe_key=f"{PLAN_SHARED}:{plan.id}:{reader.id}",
            participant_id=participant.id,
            account_id=account.id,
        )
        work.later(JobName.DELIVER)
    work.audit("plan_shared")
    return reader


def stop_sharing(work: Work, participant_id: str, person_id: str) -> Person:
    """Take the own plan away from a reader; raises NotFoundError for somebody who is none."""
    plan = own_plan(work, participant_id)
    for reader, person in readers_of(work.session, plan.id):
        if person.id == person_id:
            work.session.delete(reader)
            return person
    raise NotFoundError


def plans_for_me(work: Work) -> tuple[SharedLine, ...]:
    """Return the plans that were shared with the one who is signed in, the newest first."""
    if work.actor.person_id is None:
        return ()
    found = []
    for plan, reader in plans_shared_with(work.session, work.actor.person_id):
        participant = work.session.get_one(Participant, plan.participant_id)
        person = work.session.get_one(Person, participant.person_id)
        round_ = find_round(work, participant.round_id)
        found.append(SharedLine(participant.id, person.name, round_.name, reader.shared_at))
    return tuple(found)
