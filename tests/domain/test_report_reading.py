"""Who reads a report and when, as rules."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidError
from app.domain.reader_sentences import decided, told_to_oneself, told_to_raters
from app.domain.report_reading import READERS, ReadingRules, opens_at

BRUSSELS = ZoneInfo("Europe/Brussels")
RELEASED = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "wrong",
    [
        {"reader": "everybody"},
        {"reader": "none", "is_reader_first": True},
        {"reader": "coach", "is_reader_first": True, "days": 0},
        {"reader": "coach", "is_reader_first": True, "days": 31},
        {"reader": "coach", "coach_edits": True},
        {"reader": "manager", "is_reader_first": True, "coach_edits": True},
    ],
    ids=["unknown", "nobody-first", "no-days", "too-many-days", "edits-what-is-read", "manager-edits"],
)
def test_rules_that_contradict_each_other_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidError):
        ReadingRules(**wrong)


@pytest.mark.parametrize(
    ("conversation_on", "expected"),
    [
        (None, datetime(2026, 12, 15, 9, 0, tzinfo=UTC)),
        (date(2026, 12, 4), datetime(2026, 12, 4, 23, 0, tzinfo=UTC)),
        (date(2027, 3, 1), datetime(2026, 12, 15, 9, 0, tzinfo=UTC)),
    ],
    ids=["no-day", "after-the-day", "never-later"],
)
def test_a_report_opens_by_itself(conversation_on: date | None, expected: datetime) -> None:
    assert opens_at(RELEASED, 14, conversation_on, BRUSSELS) == expected


@given(st.integers(1, 30), st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2027, 12, 31))))
def test_nobody_waits_longer_than_the_round_says(days: int, conversation_on: date | None) -> None:
    assert opens_at(RELEASED, days, conversation_on, BRUSSELS) <= RELEASED + timedelta(days=days)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("is_first", [False, True])
def test_raters_participants_and_hr_hear_the_same(reader: str, is_first: bool) -> None:
    if reader == "none" and is_first:
        return
    rules = ReadingRules(reader, is_reader_first=is_first)
    for told in (told_to_raters(rules), told_to_oneself(rules), decided(rules)):
        words = " ".join(map(str, told))
        assert ("14 days later at the latest" in words) is is_first
        assert (reader in words) or reader == "none"
