"""Releasing reports: handing them to those who read them, and telling them."""

from dataclasses import dataclass

from app.domain.disclosure import disclosure_check
from app.domain.errors import RefusedError
from app.domain.policy import CLASSIC
from app.domain.report_reading import BY_MANAGER, NOBODY
from app.domain.rounds import RoundAct, RoundState
from app.domain.text import Text, text
from app.services.finding import round_to_change
from app.services.ports import JobName
from app.services.report_mails import IS_AHEAD, IS_READY, mail_participants, mail_readers
from app.services.report_readers import may_choose_core, reading_rules
from app.services.report_wishes import want_released
from app.services.sealed_reports import round_publications
from app.services.work import Work
from app.storage.accounts import Account
from app.storage.people import Person, persons_by_id
from app.storage.report_readers import ReportReader, readers_of_round
from app.storage.rounds import Participant, Round, participants_with_persons, reading_manager_id


def release_round(work: Work, round_id: str, *, under_core: bool = False) -> int:
    """Hand the reports of a closed round to their readers as the round says, and mail them; returns how many.

    A participant reads at once, or waits for a conversation with the manager or coach; that reader is fixed
    here. A round under `classic` can be released `under_core` instead of as it is: the choice is made with
    the first report and holds for all. An administrator who takes part does not release the own report:
    another has to. Raises RefusedError.
    """
    round_ = round_to_change(work, round_id, RoundAct.READ)
    waiting = _waiting(work, round_id)
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
    _release(work, round_, others)
    if round_.state == RoundState.CLOSED:
        round_.state = RoundState.RELEASED
        round_.released_at = work.now
    work.audit("reports_released", round_id, count=len(others))
    work.later(JobName.DELIVER)
    return len(others)


def _waiting(work: Work, round_id: str) -> list[tuple[Participant, Person]]:
    """Return whose reports nobody has yet, by name."""
    readers = readers_of_round(work.session, round_id)
    return [
        (participant, person)
        for participant, person in participants_with_persons(work.session, round_id)
        if participant.released_at is None
        and (participant.id not in readers or readers[participant.id].reads_from_at is None)
    ]


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
        for participant, person in _waiting(work, round_id)
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


def _release(work: Work, round_: Round, others: list[tuple[Participant, Person]]) -> None:
    rules = reading_rules(round_)
    readers = _fixed_readers(work, round_, others) if rules.reader != NOBODY else {}
    ahead = [each for each in others if rules.is_reader_first and each[0].id in readers]
    ready = [each for each in others if not (rules.is_reader_first and each[0].id in readers)]
    for participant, _ in ready:
        participant.released_at = work.now
    work.session.flush()
    mail_participants(work, round_, ready, IS_READY)
    want_released(work, ready)
    mail_participants(work, round_, ahead, IS_AHEAD)
    mail_readers(work, round_, list({person.id: person for person in readers.values()}.values()))


def _fixed_readers(work: Work, round_: Round, others: list[tuple[Participant, Person]]) -> dict[str, Person]:
    """Note who reads each report from now on, whatever changes later; by participant id.

    The manager is the one of the close: a later change in the people list makes nobody a reader.
    Somebody without an address cannot sign in, so cannot be waited for either.
    """
    rows = readers_of_round(work.session, round_.id)
    chosen: dict[str, str] = {}
    for participant, person in others:
        row = rows.get(participant.id)
        named_id = row.person_id if row else None
        is_manager = round_.report_reader == BY_MANAGER
        reader_id = reading_manager_id(participant, person) if is_manager else named_id
        if reader_id is not None and reader_id != person.id:
            chosen[participant.id] = reader_id
    persons = persons_by_id(work.session, chosen.values())
    found = {
        participant_id: persons[reader_id]
        for participant_id, reader_id in chosen.items()
        if reader_id in persons and persons[reader_id].email
    }
    for participant_id, reader in found.items():
        row = rows.get(participant_id)
        if row is None:
            row = ReportReader(participant_id=participant_id, round_id=round_.id)
            work.session.add(row)
        row.person_id, row.reads_from_at = reader.id, work.now
    return found
