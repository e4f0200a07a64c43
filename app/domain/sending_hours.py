"""Within which hours a mail that nobody waits for reaches its reader, by the reader's own clock."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_STEP = timedelta(minutes=15)
"""Windows open on whole hours, and both offsets and changes of the clocks are whole quarters of an hour."""
_HOURS = re.compile(r"(\d{1,2})\s*-\s*(\d{1,2})")


@dataclass(frozen=True)
class SendingHours:
    """Whole hours, from `first` until before `last` (24 is midnight), on `days` of the week; Monday is 0."""

    first: int = 8
    last: int = 18
    days: tuple[int, ...] = (0, 1, 2, 3, 4)


WORKING_HOURS = SendingHours()


def read_hours(words: str) -> tuple[int, int]:
    """Return the first and last hour of "8-18"; raises ValueError, for a window over midnight too."""
    found = _HOURS.fullmatch(words.strip())
    first, last = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 0 <= first < last <= 24:
        raise ValueError(words)
    return first, last


def read_days(words: str) -> tuple[int, ...]:
    """Return the days of "mon-fri", "sun-thu" or "mon, wed", in the order of a week; raises ValueError."""
    found: set[int] = set()
    for part in words.lower().split(","):
        begin, separator, end = (each.strip() for each in part.partition("-"))
        first = DAY_NAMES.index(begin)
        length = (DAY_NAMES.index(end) - first) % 7 if separator else 0
        found |= {(first + more) % 7 for more in range(length + 1)}
    return tuple(sorted(found))


def is_sending_hour(now: datetime, zone: ZoneInfo, hours: SendingHours) -> bool:
    """Tell whether mails may reach people of a time zone at this instant."""
    local = now.astimezone(zone)
    return local.weekday() in hours.days and hours.first <= local.hour < hours.last


def next_sending_instant(now: datetime, zone: ZoneInfo, hours: SendingHours) -> datetime:
    """Return the first instant from `now` on within the hours of a time zone, as UTC.

    It is looked for step by step, so that hours and days the clocks leave out or repeat are nothing special.
    """
    found = now.astimezone(UTC)
    if is_sending_hour(found, zone, hours):
        return found
    found = found.replace(minute=found.minute // 15 * 15, second=0, microsecond=0) + _STEP
    while not is_sending_hour(found, zone, hours):
        found += _STEP
    return found


def leaving_instant(
    now: datetime, closes_at: datetime, reader_zone: ZoneInfo, own_zone: ZoneInfo, hours: SendingHours
) -> datetime:
    """Return when a reminder leaves: `now`, or the first instant within the hours where its reader is.

    If the round closes before that, within those of the organisation (`own_zone`): at an odd hour is better
    than never. If it closes before either, the reader's hours stand: nothing is sent unless the close moves.
    """
    instant = next_sending_instant(now, reader_zone, hours)
    if instant < closes_at:
        return instant
    otherwise = next_sending_instant(now, own_zone, hours)
    return otherwise if otherwise < closes_at else instant
