"""Releasing reports: making them visible, and telling the participants."""

from dataclasses import dataclass

from app.domain.disclosure import disclosure_check
from app.domain.errors import RefusedError
from app.domain.policy import CLASSIC
from app.domain.rounds import RoundAct, RoundState
from app.domain.text import Text, text
from app.services.finding import round_to_change
from app.services.outbox import write_message
from app.services.ports import JobName
from app.services.sealed_reports import round_publications
from app.services.sign_in import RELEASE_LINK_LASTS, account_for_person, make_link
from app.services.work import Work
from app.storage.accounts import Account
from app.storage.people import Person
from app.storage.rounds import Participant, Round, participants_with_persons


def release_round(work: Work, round_id: str, *, under_core: bool = False) -> int:
    """Make the reports of a closed round visible and mail each participant a way in; returns how many.

    A round under `classic` can be released `under_core` instead of as it is: the choice is made with the
    first report and holds for all. An administrator who takes part does not release the own report: another
    has to. Raises RefusedError.
    """
    round_ = round_to_change(work, round_id, RoundAct.READ)
    waiting = [
        (participant, person)
        for participant, person in participants_with_persons(work.session, round_id)
        if participant.released_at is None
    ]
    if not waiting:
        raise RefusedError(text("All reports of this round have been released already."))
    others = [each for each in waiting if not _is_own(work, each[1])]
    if not others:
        raise RefusedError(
            text("Your own report has to be released by another administrator. Ask a colleague to do it.")
        )
    if under_core and not may_choose_core(round_) and not round_.is_released_under_core:
        raise RefusedError(_no_choice_left(round_))
    if may_choose_core(round_):
        _note_choice(work, round_, under_core=under_core)
    for participant, person in others:
        _release(work, round_id, participant, person)
    if round_.state == RoundState.CLOSED:
        round_.state = RoundState.RELEASED
        round_.released_at = work.now
    work.audit("reports_released", round_id, count=len(others))
    work.later(JobName.DELIVER)
    return len(others)


def may_choose_core(round_: Round) -> bool:
    """Tell whether HR still chooses between releasing a round as it is and releasing it under `core`."""
    return round_.policy_name == CLASSIC and round_.state == RoundState.CLOSED


@dataclass(frozen=True)
class UnreleasedReport:
    """A report that is sealed and waits; `is_own` means that whoever looks cannot release it."""

    participant_id: str
    name: str
    has_address: bool
    is_own: bool


def unreleased_reports(work: Work, round_id: str) -> tuple[UnreleasedReport, ...]:
    """Return the reports that are not released yet, by name."""
    return tuple(
        UnreleasedReport(participant.id, person.name, bool(person.email), _is_own(work, person))
        for participant, person in participants_with_persons(work.session, round_id)
        if participant.released_at is None
    )


def _is_own(work: Work, person: Person) -> bool:
    # An administrator invited before the people were imported is known by the address alone.
    if person.id == work.actor.person_id:
        return True
    account = work.session.get(Account, work.actor.account_id) if work.actor.account_id else None
    return account is not None and (account.person_id == person.id or account.email == person.email)


def _no_choice_left(round_: Round) -> Text:
    if round_.policy_name == CLASSIC:
        return text(
            "The first reports of this round were released as they are; that holds for the whole round."
        )
    return text("This round has had the rule “core” from the start: its reports follow it already.")


def _note_choice(work: Work, round_: Round, *, under_core: bool) -> None:
    check = disclosure_check(round_publications(work, round_), {})
    round_.is_released_under_core = under_core
    action = "release_under_core_chosen" if under_core else "release_as_it_is_chosen"
    work.audit(action, round_.id, shown=check.shown_cells, readable=check.readable_cells)


def _release(work: Work, round_id: str, participant: Participant, person: Person) -> None:
    participant.released_at = work.now
    account = account_for_person(work, person)
    if account is None:
        return
    link = make_link(work, account, RELEASE_LINK_LASTS)
    write_message(
        work,
        kind="release",
        dedupe_key=f"release:{participant.id}",
        round_id=round_id,
        participant_id=participant.id,
        account_id=account.id,
        sign_in_link_id=link.id,
    )
