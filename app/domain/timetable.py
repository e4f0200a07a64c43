"""What a round does by the clock: when reminders go out, and when the round is deleted.

Days count in the organisation's time zone, so that nine o'clock stays nine o'clock when the clocks change.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.domain.errors import InvalidError
from app.domain.sending_hours import WORKING_HOURS, SendingHours
from app.domain.text import text

REMINDER_HOUR = time(9, 0)
MOST_REMINDERS = 5
EARLIEST_REMINDER = 60
LONGEST_KEPT = 120
SETTLING = timedelta(hours=20)
"""Nobody is reminded by itself so soon after the invitation or after a reminder that HR sent."""


@dataclass(frozen=True)
class PlannedReminder:
    """A reminder that goes out by itself, meant for so many days before the close."""

    days_before: int
    at: datetime


def checked_reminder_days(days: Iterable[int]) -> tuple[int, ...]:
    """Return the days before the close, the earliest reminder first; raises InvalidError."""
    chosen = tuple(sorted(set(days), reverse=True))
    if len(chosen) > MOST_REMINDERS:
        raise InvalidError(
            text("Choose at most %(most)s reminders; more only annoy people.", most=MOST_REMINDERS)
        )
    if any(not 1 <= day <= EARLIEST_REMINDER for day in chosen):
        raise InvalidError(
            text("A reminder goes out between 1 and %(most)s days before the close.", most=EARLIEST_REMINDER)
        )
    return chosen


def planned_reminders(
    closes_at: datetime, days_before: Iterable[int], zone: ZoneInfo, hours: SendingHours = WORKING_HOURS
) -> tuple[PlannedReminder, ...]:
    """Return when reminders are written: at nine, or the first hour for mails, on the last day for mails.

    That is where the organisation is; when each one leaves depends on its reader. Two that fall on the same
    day, because of a weekend, are one.
    """
    hour = REMINDER_HOUR if hours.first <= REMINDER_HOUR.hour < hours.last else time(hours.first)
    last_day = closes_at.astimezone(zone).date()
    planned: dict[date, PlannedReminder] = {}
    for days in sorted(set(days_before), reverse=True):
        day = _day_for_mails(last_day - timedelta(days=days), hours)
        planned[day] = PlannedReminder(days, local_instant(day, hour, zone))
    return tuple(planned[day] for day in sorted(planned))


def due_reminders(
    planned: Iterable[PlannedReminder], acted_until_at: datetime, now: datetime
) -> tuple[PlannedReminder, ...]:
    """Return the reminders whose time has come since the timetable was last acted on."""
    return tuple(each for each in planned if acted_until_at < each.at <= now)


def local_instant(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """Return an hour of a day as a UTC instant; one that the clocks leave out is the next there is."""
    instant = datetime.combine(day, hour, tzinfo=zone).astimezone(UTC)
    back = instant.astimezone(zone).replace(tzinfo=None)
    # In a gap the offset before it counts, which lands after the gap, as far behind it as was asked for.
    return instant if back >= datetime.combine(day, hour) else instant + (datetime.combine(day, hour) - back)


def deletion_instant(closed_at: datetime, months: int, zone: ZoneInfo) -> datetime:
    """Return when a round is deleted: so many months after its close, at the end of that day."""
    day = closed_at.astimezone(zone).date()
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = first_of_next - timedelta(days=1)
    kept_until = date(year, month + 1, min(day.day, last.day))
    return local_instant(kept_until, time(23, 59, 59), zone)


def checked_opening(opens_at: datetime, closes_at: datetime, now: datetime) -> datetime:
    """Return the instant of a planned launch; raises InvalidError when it is over or too late to answer."""
    if opens_at <= now:
        raise InvalidError(text("The planned launch lies in the past. Choose a later moment."))
    if opens_at >= closes_at:
        raise InvalidError(text("The planned launch lies after the last day for answers."))
    return opens_at


def checked_keep_months(months: int | None) -> int | None:
    """Return for how many months a round is kept, None for ever; raises InvalidError."""
    if months is not None and not 1 <= months <= LONGEST_KEPT:
        raise InvalidError(
            text("A round can be kept for 1 to %(most)s months, or for ever.", most=LONGEST_KEPT)
        )
    return months


def _day_for_mails(day: date, hours: SendingHours) -> date:
    return next(
        before
        for before in (day - timedelta(days=days) for days in range(7))
        if before.weekday() in hours.days
    )
