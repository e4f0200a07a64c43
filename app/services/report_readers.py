"""Who may read which report: the one place that decides it, for pages, files, exports and commands."""

from collections.abc import Sequence

from app.domain.policy import CLASSIC
from app.domain.report_reading import NOBODY, ReaderKind, ReadingRules
from app.domain.rounds import RoundAct, RoundState, is_allowed
from app.services.finding import find_round
from app.services.work import SYSTEM, Actor, Work
from app.storage.people import Person
from app.storage.report_readers import ReportReader, readers_of_round
from app.storage.rounds import Participant, Round, participants_with_persons


def reading_rules(round_: Round) -> ReadingRules:
    """Return what a round says about the readers of its reports."""
    return ReadingRules(
        reader=round_.report_reader,
        is_reader_first=round_.is_reader_first,
        days=round_.reader_days,
        hr_reads=round_.hr_reads_reports,
        coach_edits=round_.coach_edits_comments,
    )


def note_rules(round_: Round, rules: ReadingRules) -> None:
    """Write the rules into a draft."""
    round_.report_reader = rules.reader
    round_.is_reader_first = rules.is_reader_first
    round_.reader_days = rules.days
    round_.hr_reads_reports = rules.hr_reads
    round_.coach_edits_comments = rules.coach_edits


def reader_kind(work: Work, participant: Participant) -> ReaderKind | None:
    """Return what makes the one who is signed in a reader of this report.

    None means that for this person the report does not exist. A participant is one from the start, also
    while there is nothing to read yet.
    """
    round_ = find_round(work, participant.round_id)
    return _kind(work.actor, round_, participant, work.session.get(ReportReader, participant.id))


def reader_kinds(work: Work, participants: Sequence[Participant]) -> dict[str, ReaderKind | None]:
    """Return the same for many reports at once, by participant id."""
    found: dict[str, ReaderKind | None] = {}
    for round_id in {participant.round_id for participant in participants}:
        round_ = find_round(work, round_id)
        readers = readers_of_round(work.session, round_id)
        for participant in participants:
            if participant.round_id == round_id:
                found[participant.id] = _kind(work.actor, round_, participant, readers.get(participant.id))
    return found


def may_read(work: Work, participant: Participant) -> bool:
    """Tell whether the one who is signed in may read this report now."""
    round_ = find_round(work, participant.round_id)
    return _is_open(round_, participant, reader_kind(work, participant))


def readable_reports(work: Work, round_id: str) -> list[tuple[Participant, Person]]:
    """Return whose reports of a round the one who is signed in may read now, by name."""
    round_ = find_round(work, round_id)
    readers = readers_of_round(work.session, round_id)
    return [
        (participant, person)
        for participant, person in participants_with_persons(work.session, round_id)
        if _is_open(round_, participant, _kind(work.actor, round_, participant, readers.get(participant.id)))
    ]


def _kind(
    actor: Actor, round_: Round, participant: Participant, reader: ReportReader | None
) -> ReaderKind | None:
    if actor == SYSTEM:
        return ReaderKind.OPERATOR
    # Whoever the report is about waits for it like every participant, administrator or not.
    if actor.person_id is not None and participant.person_id == actor.person_id:
        return ReaderKind.PARTICIPANT
    is_reader = reader is not None and reader.reads_from_at is not None and round_.report_reader != NOBODY
    if (
        is_reader
        and reader is not None
        and actor.person_id is not None
        and reader.person_id == actor.person_id
    ):
        return ReaderKind(round_.report_reader)
    # Not before the participant: what a coach leaves out, HR does not read either.
    if actor.is_administrator and round_.hr_reads_reports and participant.released_at is not None:
        return ReaderKind.HR
    return None


def may_choose_core(round_: Round) -> bool:
    """Tell whether HR still chooses between releasing a round as it is and releasing it under `core`."""
    return round_.policy_name == CLASSIC and round_.state == RoundState.CLOSED


def _is_open(round_: Round, participant: Participant, kind: ReaderKind | None) -> bool:
    if kind is None or not is_allowed(round_.state, RoundAct.READ):
        return False
    if may_choose_core(round_):
        # The operator waits too: whoever had both versions of a report could subtract them.
        return False
    return kind != ReaderKind.PARTICIPANT or participant.released_at is not None
