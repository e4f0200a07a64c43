"""Noting who opened whose report, and telling the participant.

Participants' own reading is not noted: whether and how often somebody looks at the own feedback is nobody's
business, and HR reads the log.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.report_reading import ReaderKind, ReadingRules
from app.services.finding import find_round
from app.services.report_readers import reader_kinds, reading_rules
from app.services.work import Work
from app.storage.accounts import accounts_by_email
from app.storage.former_addresses import address_changes
from app.storage.people import Person
from app.storage.report_readers import ReportReader, note_openings, openings_of
from app.storage.rounds import Participant


@dataclass(frozen=True)
class Opening:
    """A day on which somebody other than the participant opened a report."""

    kind: ReaderKind
    name: str
    opened_on: date


@dataclass(frozen=True)
class OtherReaders:
    """Who else may read a report, and who did; `reader_name` is the manager or coach, if there is one.

    `address_changed_on` are the days since the launch on which the participant's mail address was changed:
    whoever reads the mails at the new one can sign in as the participant.
    """

    rules: ReadingRules
    reader_name: str
    openings: tuple[Opening, ...]
    address_changed_on: tuple[date, ...] = ()


def note_reading(work: Work, participants: Sequence[Participant]) -> None:
    """Note that the one who is signed in reads these reports now; once per reader, report and day.

    Call it with those that may be read, before showing them. The participant's own reading leaves no trace.
    """
    kinds = reader_kinds(work, participants)
    noted = {
        participant_id: str(kind)
        for participant_id, kind in kinds.items()
        if kind is not None and kind != ReaderKind.PARTICIPANT
    }
    today = work.now.astimezone(work.site.timezone).date()
    rounds = {participant.id: participant.round_id for participant in participants}
    for participant_id in note_openings(work.session, work.actor.label, today, noted):
        work.audit("report_read", rounds[participant_id], participant=participant_id)


def note_reading_of(work: Work, participant_id: str) -> None:
    """Note that the one who is signed in reads this one report, which has been found to be readable."""
    note_reading(work, [work.session.get_one(Participant, participant_id)])


def readers_of_report(work: Work, participant_id: str) -> OtherReaders:
    """Return who else may read a report that has been found to be readable, and on which days they did."""
    participant = work.session.get_one(Participant, participant_id)
    round_ = find_round(work, participant.round_id)
    changes = address_changes(work.session, participant.person_id, round_.launched_at or round_.created_at)
    row = work.session.get(ReportReader, participant.id)
    is_given = row is not None and row.reads_from_at is not None and row.person_id is not None
    reader = work.session.get(Person, row.person_id) if row is not None and is_given else None
    openings = openings_of(work.session, (participant.id,))
    names = {
        account.email: account.name
        for account in accounts_by_email(work.session, (each.reader for each in openings))
    }
    return OtherReaders(
        rules=reading_rules(round_),
        reader_name=reader.name if reader is not None else "",
        openings=tuple(
            Opening(ReaderKind(each.kind), names.get(each.reader, each.reader), each.opened_on)
            for each in openings
        ),
        address_changed_on=tuple(each.astimezone(work.site.timezone).date() for each in changes),
    )
