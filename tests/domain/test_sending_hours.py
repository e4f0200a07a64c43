"""When mails that nobody waits for may reach people, wherever they are and however their clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.sending_hours import (
    WORKING_HOURS,
    SendingHours,
    is_sending_hour,
    leaving_instant,
    next_sending_instant,
    read_days,
    read_hours,
)

BRUSSELS = ZoneInfo("Europe/Brussels")
ZONES = (
    "Europe/Brussels",
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Havana",
    "America/Santiago",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Etc/GMT+12",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "UTC",
)
EVERY_DAY = tuple(range(7))
ALWAYS = SendingHours(0, 24, EVERY_DAY)

zones = st.sampled_from(ZONES).map(ZoneInfo)
moments = st.datetimes(datetime(2012, 6, 1), datetime(2039, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
edges = st.lists(st.integers(0, 24), min_size=2, max_size=2, unique=True).map(sorted)
week_days = st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))
windows = st.builds(lambda edge, days: SendingHours(edge[0], edge[1], days), edges, week_days)


def local(moment: str, zone: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("moment", "is_within"),
    [
        ("2026-11-23 08:00", True),
        ("2026-11-23 07:59", False),
        ("2026-11-23 17:59", True),
        ("2026-11-23 18:00", False),
        ("2026-11-28 10:00", False),
        ("2026-11-29 10:00", False),
    ],
)
def test_people_work_on_weekdays_from_eight_to_six(moment: str, is_within: bool) -> None:
    assert is_sending_hour(local(moment, "Europe/Brussels"), BRUSSELS, WORKING_HOURS) is is_within


# The clocks of Brussels go forward on 29 March 2026 at two and back on 25 October at three, both Sundays.
@pytest.mark.parametrize(
    ("now", "zone", "hours", "expected"),
    [
        ("2026-11-23T10:00:30+00:00", "Europe/Brussels", WORKING_HOURS, "2026-11-23T10:00:30+00:00"),
        ("2026-11-23T17:00+00:00", "Europe/Brussels", WORKING_HOURS, "2026-11-24T07:00+00:00"),
        ("2026-11-27T17:00+00:00", "Europe/Brussels", WORKING_HOURS, "2026-11-30T07:00+00:00"),
        ("2026-03-27T17:00+00:00", "Europe/Brussels", WORKING_HOURS, "2026-03-30T06:00+00:00"),
        ("2026-10-23T16:00+00:00", "Europe/Brussels", WORKING_HOURS, "2026-10-26T07:00+00:00"),
        ("2026-11-23T08:00+00:00", "America/New_York", WORKING_HOURS, "2026-11-23T13:00+00:00"),
        ("2026-11-23T08:00+00:00", "Asia/Kathmandu", WORKING_HOURS, "2026-11-23T08:00+00:00"),
        ("2026-11-23T13:00+00:00", "Asia/Kathmandu", WORKING_HOURS, "2026-11-24T02:15+00:00"),
        ("2026-11-27T08:00+00:00", "Pacific/Kiritimati", WORKING_HOURS, "2026-11-29T18:00+00:00"),
        ("2026-11-23T08:00+00:00", "Etc/GMT+12", WORKING_HOURS, "2026-11-23T20:00+00:00"),
        ("2026-11-28T03:00+00:00", "Europe/Brussels", ALWAYS, "2026-11-28T03:00+00:00"),
        ("2026-03-29T00:10+00:00", "Europe/Brussels", SendingHours(3, 4, (6,)), "2026-03-29T01:00+00:00"),
        ("2026-03-29T00:10+00:00", "Europe/Brussels", SendingHours(2, 3, (6,)), "2026-04-05T00:00+00:00"),
        ("2026-03-29T00:50+00:00", "Antarctica/Troll", SendingHours(2, 9, (6,)), "2026-03-29T01:00+00:00"),
        ("2026-10-25T00:10+00:00", "Europe/Brussels", SendingHours(3, 4, (6,)), "2026-10-25T02:00+00:00"),
        ("2026-10-25T01:10+00:00", "Europe/Brussels", SendingHours(2, 3, (6,)), "2026-10-25T01:10+00:00"),
    ],
    ids=[
        "at once",
        "over at six",
        "after the weekend",
        "clocks forward",
        "clocks back",
        "still night",
        "afternoon already",
        "quarters of an hour",
        "farthest east, where it is the weekend already",
        "farthest west",
        "the whole day",
        "an hour behind the gap",
        "an hour in the gap comes a week later",
        "a gap the window begins in",
        "an hour after the repeated one",
        "the second time of a repeated hour",
    ],
)
def test_a_mail_leaves_at_the_first_instant_within_the_hours(
    now: str, zone: str, hours: SendingHours, expected: str
) -> None:
    found = next_sending_instant(datetime.fromisoformat(now), ZoneInfo(zone), hours)
    assert found == datetime.fromisoformat(expected)


@given(moments, zones, windows)
def test_the_instant_lies_within_the_hours_and_none_before_it_does(
    now: datetime, zone: ZoneInfo, hours: SendingHours
) -> None:
    found = next_sending_instant(now, zone, hours)
    assert found >= now
    assert is_sending_hour(found, zone, hours)
    minutes = int((found - now).total_seconds() // 60)
    for minute in {*range(0, minutes, 7), minutes - 1} if minutes else ():
        assert not is_sending_hour(now + timedelta(minutes=minute), zone, hours)


@given(moments, zones, windows)
def test_the_instant_found_is_found_again_from_there_on(
    now: datetime, zone: ZoneInfo, hours: SendingHours
) -> None:
    found = next_sending_instant(now, zone, hours)
    assert next_sending_instant(found, zone, hours) == found


@given(moments, zones)
def test_a_window_over_the_whole_week_never_waits(now: datetime, zone: ZoneInfo) -> None:
    assert next_sending_instant(now, zone, ALWAYS) == now


@pytest.mark.parametrize(
    ("now", "closes_at", "zone", "expected"),
    [
        ("2026-11-23T09:30+00:00", "2026-11-30T22:59:59+00:00", "Asia/Tokyo", "2026-11-23T23:00+00:00"),
        ("2026-11-27T08:00+00:00", "2026-11-30T08:00+00:00", "America/New_York", "2026-11-27T13:00+00:00"),
        ("2026-11-30T07:30+00:00", "2026-11-30T08:00+00:00", "America/New_York", "2026-11-30T07:30+00:00"),
        ("2026-11-28T12:00+00:00", "2026-11-30T08:00+00:00", "America/New_York", "2026-11-30T07:00+00:00"),
        ("2026-11-28T12:00+00:00", "2026-11-29T08:00+00:00", "America/New_York", "2026-11-30T13:00+00:00"),
        ("2026-11-23T17:00+00:00", "2026-11-24T07:00+00:00", "Europe/Brussels", "2026-11-24T07:00+00:00"),
    ],
    ids=[
        "the reader's morning",
        "the reader's morning, though late here",
        "now, as the reader's morning comes too late",
        "the first hour here, as the reader's morning comes too late",
        "neither comes in time",
        "the close itself is too late",
    ],
)
def test_the_readers_hours_come_first_and_then_our_own(
    now: str, closes_at: str, zone: str, expected: str
) -> None:
    found = leaving_instant(
        datetime.fromisoformat(now),
        datetime.fromisoformat(closes_at),
        ZoneInfo(zone),
        BRUSSELS,
        WORKING_HOURS,
    )
    assert found == datetime.fromisoformat(expected)


@given(moments, st.timedeltas(timedelta(), timedelta(days=10)), zones, zones, windows)
def test_whoever_can_be_reminded_before_the_close_is(
    now: datetime, left: timedelta, reader_zone: ZoneInfo, own_zone: ZoneInfo, hours: SendingHours
) -> None:
    closes_at = now + left
    found = leaving_instant(now, closes_at, reader_zone, own_zone, hours)
    instants = [next_sending_instant(now, zone, hours) for zone in (reader_zone, own_zone)]
    assert found in instants
    assert (found < closes_at) == (min(instants) < closes_at)
    assert found == instants[0] or instants[0] >= closes_at


@pytest.mark.parametrize(
    ("words", "expected"), [("8-18", (8, 18)), (" 0 - 24 ", (0, 24)), ("09-17", (9, 17)), ("23-24", (23, 24))]
)
def test_hours_are_read(words: str, expected: tuple[int, int]) -> None:
    assert read_hours(words) == expected


@pytest.mark.parametrize(
    "words", ["", "8", "18-8", "8-8", "8-25", "-1-8", "8:00-18:00", "22-6", "nine-five", "8-18-20"]
)
def test_hours_that_make_no_sense_are_refused(words: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the settings say what is wrong
        read_hours(words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("sun-thu", (0, 1, 2, 3, 6)),
        ("Thu, mon,MON", (0, 3)),
        ("mon-wed,fri", (0, 1, 2, 4)),
        ("mon-sun", EVERY_DAY),
        ("sat", (5,)),
        ("wed-wed", (2,)),
    ],
)
def test_days_are_read(words: str, expected: tuple[int, ...]) -> None:
    assert read_days(words) == expected


@pytest.mark.parametrize("words", ["", "mon,", "ma-vr", "mon-", "1-5", "mon-wed-fri"])
def test_days_that_make_no_sense_are_refused(words: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the settings say what is wrong
        read_days(words)


def test_a_day_that_somewhere_never_was_is_passed_over() -> None:
    # Samoa went from Thursday 29 to Saturday 31 December 2011.
    apia = ZoneInfo("Pacific/Apia")
    thursday = datetime.combine(date(2011, 12, 29), time(20), tzinfo=apia)
    found = next_sending_instant(thursday, apia, SendingHours(8, 18, (4,)))
    assert found.astimezone(apia).replace(tzinfo=None) == datetime(2012, 1, 6, 8)  # noqa: DTZ001 - local
