"""Who reads which report of a round, and when, for whoever releases it: names and days, never contents."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.report_reading import BY_MANAGER, NOBODY
from app.services.finding import find_round
from app.services.handing_over import own_reading_begins_at
from app.services.work import Work
from app.storage.people import Person, persons_by_id
from app.storage.report_readers import ReportReader, readers_of_round
from app.storage.rounds import Participant, Round, participants_with_persons, reading_manager_id

AT_RELEASE = "at_release"
AFTER_CONVERSATION = "after_conversation"
READS = "reads"


@dataclass(frozen=True)
class ReadingLine:
    """One participant: who reads beside him or her, and how far that is.

    `state` is AT_RELEASE or AFTER_CONVERSATION before the participant reads, READS since `at`;
    AFTER_CONVERSATION has in `at` the last moment, once the reader has the report. `may_open` tells whether
    whoever looks may read it from HR.
    """

    participant_id: str
    name: str
    reader: str
    state: str
    at: datetime | None
    is_handed_out: bool
    may_open: bool


def release_overview(work: Work, round_id: str) -> tuple[ReadingLine, ...]:
    """Return who reads what when, by name of the participant."""
    round_ = find_round(work, round_id)
    people = participants_with_persons(work.session, round_id)
    rows = readers_of_round(work.session, round_id)
    reader_ids = {
        participant.id: _reader_id(round_, rows.get(participant.id), participant, person)
        for participant, person in people
    }
    persons = persons_by_id(work.session, (each for each in reader_ids.values() if each))
    return tuple(
        _line(
            work,
            round_,
            participant,
            person,
            row=rows.get(participant.id),
            reader=persons.get(reader_ids[participant.id]),
        )
        for participant, person in people
    )


def _reader_id(round_: Round, row: ReportReader | None, participant: Participant, person: Person) -> str:
    if round_.report_reader == NOBODY:
        return ""
    if row is not None and row.reads_from_at is not None:
        return row.person_id or ""
    if round_.report_reader == BY_MANAGER:
        return reading_manager_id(participant, person) or ""
    return (row.person_id or "") if row is not None else ""


def _line(
    work: Work,
    round_: Round,
    participant: Participant,
    person: Person,
    *,
    row: ReportReader | None,
    reader: Person | None,
) -> ReadingLine:
    is_handed_out = row is not None and row.reads_from_at is not None
    can_read = reader is not None and (is_handed_out or bool(reader.email))
    at: datetime | None = None
    if participant.released_at is not None:
        # Whoever was released without a reader stays without one, whatever the reporting line says now.
        state, at, can_read = READS, participant.released_at, is_handed_out and can_read
    elif round_.is_reader_first and can_read:
        state = AFTER_CONVERSATION
        at = own_reading_begins_at(work, round_, row) if row is not None else None
    else:
        state = AT_RELEASE
    is_own = participant.person_id == work.actor.person_id
    return ReadingLine(
        participant_id=participant.id,
        name=person.name,
        reader=reader.name if reader is not None and can_read else "",
        state=state,
        at=at,
        is_handed_out=is_handed_out or participant.released_at is not None,
        may_open=round_.hr_reads_reports and participant.released_at is not None and not is_own,
    )
