"""Mails that keep hours: reminders by the timetable reach people within the hours of their own time zone.

When such a mail is written it gets the first instant its reader may be mailed. What could not leave then,
because sending paused or a try failed, is looked at again before every turn of a worker.
"""

from datetime import datetime, timedelta

from app.domain.sending_hours import leaving_instant
from app.domain.time_zones import zone_named
from app.services.ports import Tools
from app.services.work import SYSTEM, Work, open_reading, open_work
from app.storage.reminding import DueReaders, due_readers, put_off

AHEAD = timedelta(minutes=1)
"""What becomes due while a turn lasts is judged before it begins."""


def leaves_at(work: Work, closes_at: datetime, time_zone: str) -> datetime:
    """Return when a mail that keeps hours may leave to a reader in this time zone; empty is our own.

    The same for all of one time zone: it tells nothing about a reader but that.
    """
    site = work.site
    reader_zone = zone_named(time_zone, site.timezone)
    return leaving_instant(work.now, closes_at, reader_zone, site.timezone, site.sending_hours)


def put_off_odd_hours(tools: Tools) -> None:
    """Let mails that are due wait where it is night, or a day without mails; no try is used up."""
    with open_reading(tools, SYSTEM) as work:
        waiting = _waiting(work, due_readers(work.session, work.now, work.now + AHEAD))
    if not waiting:
        return
    with open_work(tools, SYSTEM) as work:
        for readers, instant in waiting:
            while put_off(work.session, readers, work.now, work.now + AHEAD, instant):
                pass


def _waiting(work: Work, due: list[DueReaders]) -> list[tuple[DueReaders, datetime]]:
    instants = ((each, leaves_at(work, each.closes_at, each.time_zone)) for each in due)
    return [(each, instant) for each, instant in instants if instant > work.now]
