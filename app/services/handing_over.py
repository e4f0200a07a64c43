"""Giving participants their reports after somebody else has read first: by hand, or when the time is over."""

from collections.abc import Sequence
from datetime import datetime

from app.domain.report_reading import opens_at
from app.services.ports import Tools
from app.services.report_mails import IS_READY, mail_participants
from app.services.report_wishes import want_released
from app.services.work import SYSTEM, Work, open_work
from app.storage.people import Person, persons_by_id
from app.storage.report_readers import ReportReader, still_waiting
from app.storage.rounds import Participant, Round, give_reports


def own_reading_begins_at(work: Work, round_: Round, reader: ReportReader) -> datetime | None:
    """Return when a report opens for its participant by itself; None before the release."""
    if reader.reads_from_at is None:
        return None
    return opens_at(reader.reads_from_at, round_.reader_days, reader.conversation_on, work.site.timezone)


def open_waiting_reports(tools: Tools) -> int:
    """Give every participant the report whose reader's time is over; returns how many.

    Running it twice, or twice at once, gives and mails nothing twice.
    """
    with open_work(tools, SYSTEM) as work:
        due: dict[str, list[Participant]] = {}
        rounds: dict[str, Round] = {}
        for reader, participant, round_ in still_waiting(work.session):
            begins_at = own_reading_begins_at(work, round_, reader)
            if begins_at is not None and begins_at <= work.now:
                due.setdefault(round_.id, []).append(participant)
                rounds[round_.id] = round_
        count = 0
        for round_id, participants in due.items():
            for participant in hand_over(work, rounds[round_id], participants):
                work.audit("report_opened_by_itself", round_id, participant=participant.id)
                count += 1
        return count


def hand_over(work: Work, round_: Round, participants: Sequence[Participant]) -> list[Participant]:
    """Let these participants read from now on and mail them; returns those who could not do so before."""
    given = give_reports(work.session, [participant.id for participant in participants], work.now)
    new = [participant for participant in participants if participant.id in given]
    persons: dict[str, Person] = persons_by_id(work.session, (each.person_id for each in new))
    opened = [(each, persons[each.person_id]) for each in new]
    mail_participants(work, round_, opened, IS_READY)
    want_released(work, opened)
    return new
