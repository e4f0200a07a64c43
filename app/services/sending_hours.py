"""Mails that keep hours: reminders by the timetable reach people within the hours of their own time zone.

When such a mail is written it gets the first instant its reader may be mailed. What could not leave then,
because sending paused or a try failed, is judged again when a worker claims it.
"""

from collections.abc import Sequence
from datetime import datetime

from app.domain.sending_hours import leaving_instant
from app.domain.time_zones import zone_named
from app.services.work import Work
from app.storage.claims import unclaim
from app.storage.messages import Message
from app.storage.reminding import put_off, readers_of


def leaves_at(work: Work, closes_at: datetime, time_zone: str) -> datetime:
    """Return when a mail that keeps hours may leave to a reader in this time zone; empty is our own.

    The same for all of one time zone: it tells nothing about a reader but that.
    """
    site = work.site
    reader_zone = zone_named(time_zone, site.timezone)
    return leaving_instant(work.now, closes_at, reader_zone, site.timezone, site.sending_hours)


def kept_hours(work: Work, claim: str, messages: Sequence[Message]) -> list[Message]:
    """Return those of the messages just claimed that may reach their readers now.

    The others wait for their readers' hours, and all that are like them; no try is used up.
    """
    keeping = [message for message in messages if message.keeps_hours]
    readers = readers_of(work.session, keeping) if keeping else {}
    instants = {each: leaves_at(work, each.closes_at, each.time_zone) for each in set(readers.values())}
    late = {message_id for message_id, each in readers.items() if instants[each] > work.now}
    if late:
        unclaim(work.session, claim, late)
        for each, instant in instants.items():
            if instant > work.now:
                put_off(work.session, each, work.now, instant)
    return [message for message in messages if message.id not in late]
