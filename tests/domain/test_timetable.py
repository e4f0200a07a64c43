"""When reminders go out and rounds are deleted, wherever the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.errors import InvalidError
from app.domain.rounds import closing_instant
from app.domain.sending_hours import WORKING_HOURS, SendingHours, is_sending_hour
from app.domain.timetable import (
    checked_keep_months,
    checked_opening,
    checked_reminder_days,
    deletion_instant,
    due_reminders,
    local_instant,
    planned_reminders,
)

BRUSSELS = ZoneInfo("Europe/Brussels")
ZONES = (
    "Europe/Brussels",
    "Europe/Dublin",
    "America/New_York",
    "America/Santiago",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Chatham",
    "UTC",
)
zones = st.sampled_from(ZONES).map(ZoneInfo)
days = st.dates(date(2012, 6, 1), date(2039, 12, 31))


@pytest.mark.parametrize(
    ("closes_on", "before", "expected"),
    [
        (date(2026, 12, 18), [7, 2], ["2026-12-11 09:00", "2026-12-16 09:00"]),
        (date(2026, 12, 20), [7, 2], ["2026-12-11 09:00", "2026-12-18 09:00"]),
        (date(2026, 12, 14), [3, 2, 1], ["2026-12-11 09:00"]),
        (date(2026, 3, 30), [3, 1], ["2026-03-27 09:00"]),
        (date(2026, 10, 27), [5, 1], ["2026-10-22 09:00", "2026-10-26 09:00"]),
        (date(2026, 12, 18), [], []),
    ],
    ids=["weekdays", "weekend moves to Friday", "one per day", "clocks forward", "clocks back", "none"],
)
def test_reminders_go_out_at_nine_on_working_days(
    closes_on: date, before: list[int], expected: list[str]
) -> None:
    planned = planned_reminders(closing_instant(closes_on, BRUSSELS), before, BRUSSELS)
    assert [each.at.astimezone(BRUSSELS).strftime("%Y-%m-%d %H:%M") for each in planned] == expected


@given(days, st.lists(st.integers(1, 60), max_size=5), zones)
def test_planned_reminders_lie_before_the_close_within_the_hours_people_work(
    closes_on: date, before: list[int], zone: ZoneInfo
) -> None:
    closes_at = closing_instant(closes_on, zone)
    planned = planned_reminders(closes_at, before, zone)
    assert [each.at for each in planned] == sorted({each.at for each in planned})
    assert bool(planned) == bool(before)
    for each in planned:
        assert each.at < closes_at
        assert is_sending_hour(each.at, zone, WORKING_HOURS)


@given(days, st.lists(st.integers(1, 60), min_size=1, max_size=5), zones, st.data())
def test_every_reminder_is_due_in_exactly_one_of_two_looks(
    closes_on: date, before: list[int], zone: ZoneInfo, data: st.DataObject
) -> None:
    planned = planned_reminders(closing_instant(closes_on, zone), before, zone)
    begin, end = planned[0].at - timedelta(hours=1), planned[-1].at + timedelta(hours=1)
    between = begin + (end - begin) * data.draw(st.floats(0, 1))
    seen = (*due_reminders(planned, begin, between), *due_reminders(planned, between, end))
    assert seen == planned


@given(days, st.integers(0, 23), st.integers(0, 59), zones)
@example(date(2011, 12, 30), 9, 0, ZoneInfo("Pacific/Apia"))
@example(date(2026, 3, 29), 2, 30, BRUSSELS)
@example(date(2026, 10, 25), 2, 30, BRUSSELS)
def test_an_hour_of_a_day_is_that_hour_or_the_next_there_is(
    day: date, hour: int, minute: int, zone: ZoneInfo
) -> None:
    asked = datetime.combine(day, time(hour, minute))
    found = local_instant(day, time(hour, minute), zone).astimezone(zone).replace(tzinfo=None)
    assert timedelta(0) <= found - asked <= timedelta(hours=24)
    is_there = asked.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == asked
    assert (found == asked) == is_there


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (SendingHours(10, 16), ["2026-12-11 10:00", "2026-12-18 10:00"]),
        (SendingHours(6, 9), ["2026-12-11 06:00", "2026-12-18 06:00"]),
        (SendingHours(8, 18, (0, 1, 2, 3, 6)), ["2026-12-13 09:00", "2026-12-17 09:00"]),
        (SendingHours(0, 24, tuple(range(7))), ["2026-12-13 09:00", "2026-12-18 09:00"]),
        (SendingHours(8, 18, (2,)), ["2026-12-09 09:00", "2026-12-16 09:00"]),
    ],
    ids=["begins later", "ends before nine", "Sunday to Thursday", "always", "one day a week"],
)
def test_reminders_keep_the_hours_of_the_installation(hours: SendingHours, expected: list[str]) -> None:
    # The close is on Sunday 20 December; seven and two days before are a Sunday and a Friday.
    planned = planned_reminders(closing_instant(date(2026, 12, 20), BRUSSELS), [7, 2], BRUSSELS, hours)
    assert [each.at.astimezone(BRUSSELS).strftime("%Y-%m-%d %H:%M") for each in planned] == expected


@pytest.mark.parametrize("wrong", [[0], [-1], [61], [1, 2, 3, 4, 5, 6]])
def test_reminders_that_make_no_sense_are_refused(wrong: list[int]) -> None:
    with pytest.raises(InvalidError):
        checked_reminder_days(wrong)


def test_reminder_days_are_put_in_order_once_each() -> None:
    assert checked_reminder_days([2, 7, 2]) == (7, 2)


@pytest.mark.parametrize(
    ("closed_at", "months", "until"),
    [
        ("2026-11-23T10:00", 1, "2026-12-23"),
        ("2026-01-31T10:00", 1, "2026-02-28"),
        ("2027-12-31T10:00", 2, "2028-02-29"),
        ("2026-11-23T10:00", 24, "2028-11-23"),
        ("2026-12-31T23:30", 12, "2028-01-01"),
    ],
    ids=["a month", "a shorter month", "a leap year", "two years", "the day of the organisation"],
)
def test_a_round_is_kept_until_the_end_of_the_same_day_of_a_later_month(
    closed_at: str, months: int, until: str
) -> None:
    instant = deletion_instant(datetime.fromisoformat(closed_at).replace(tzinfo=UTC), months, BRUSSELS)
    assert instant == closing_instant(date.fromisoformat(until), BRUSSELS)


@given(days, st.integers(0, 86399), st.integers(1, 120), zones)
def test_longer_keeping_never_ends_earlier(day: date, second: int, months: int, zone: ZoneInfo) -> None:
    closed_at = datetime.combine(day, time(), tzinfo=UTC) + timedelta(seconds=second)
    first = deletion_instant(closed_at, months, zone)
    assert closed_at + timedelta(days=27 * months) < first < deletion_instant(closed_at, months + 1, zone)


@pytest.mark.parametrize("months", [0, -1, 121])
def test_a_time_of_keeping_that_makes_no_sense_is_refused(months: int) -> None:
    with pytest.raises(InvalidError):
        checked_keep_months(months)


def test_a_launch_is_planned_between_now_and_the_close() -> None:
    now = datetime(2026, 11, 23, 10, tzinfo=UTC)
    closes_at = now + timedelta(days=14)
    assert checked_opening(now + timedelta(days=1), closes_at, now) == now + timedelta(days=1)
    for wrong in (now, closes_at):
        with pytest.raises(InvalidError):
            checked_opening(wrong, closes_at, now)
