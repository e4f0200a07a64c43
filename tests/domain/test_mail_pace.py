"""Pauses between tries, rests, and the estimate before a launch."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.mail_pace import (
    GIVE_UP_AFTER,
    MailLimits,
    next_rest,
    next_try_at,
    sending_time,
    sending_words,
)

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(0, 1), (1, 1), (2, 5), (3, 15), (4, 30), (5, 60), (6, 60), (70, 60)]
)
def test_pauses_grow_to_an_hour(attempts: int, minutes: int) -> None:
    assert next_try_at(attempts, NOW, NOW) == NOW + timedelta(minutes=minutes)


def test_a_mail_is_given_up_three_days_after_its_first_failure() -> None:
    late = NOW + GIVE_UP_AFTER - timedelta(minutes=60)
    assert next_try_at(70, NOW, late) == NOW + GIVE_UP_AFTER
    assert next_try_at(70, NOW, late + timedelta(seconds=1)) is None


@pytest.mark.parametrize(
    ("before", "rested_until", "expected"),
    [
        (0, None, 60),
        (60, NOW, 120),
        (600, NOW, 900),
        (900, NOW - timedelta(minutes=14), 900),
        (900, NOW - timedelta(minutes=16), 60),
    ],
    ids=["first", "again", "longest", "soon after", "after a calm while"],
)
def test_a_server_rests_longer_each_time_until_it_is_calm(
    before: int, rested_until: datetime | None, expected: int
) -> None:
    assert next_rest(before, rested_until, NOW) == expected


@pytest.mark.parametrize(
    ("mails", "limits", "seconds", "words"),
    [
        (20, MailLimits(), None, "a minute or two"),
        (1200, MailLimits(), None, "about 10 minutes"),
        (1200, MailLimits(), 0.1, "about 2 minutes"),
        (330, MailLimits(per_minute=30), None, "about 11 minutes, with your limit of 30 mails per minute"),
        (30, MailLimits(per_minute=30), None, "a minute or two"),
        (10_000, MailLimits(per_minute=30), None, "about 6 hours, with your limit of 30 mails per minute"),
        (10_000, MailLimits(per_day=2000), None, "about 4 days, with your limit of 2000 mails per day"),
        (2000, MailLimits(per_day=2000), None, "about 17 minutes"),
    ],
)
def test_the_estimate_says_which_limit_makes_it_long(
    mails: int, limits: MailLimits, seconds: float | None, words: str
) -> None:
    assert str(sending_words(mails, limits, seconds)) == words


@given(st.integers(0, 100_000), st.integers(0, 1000), st.integers(0, 50_000))
def test_a_limit_never_makes_sending_faster(mails: int, per_minute: int, per_day: int) -> None:
    limited = sending_time(mails, MailLimits(per_minute, per_day))
    assert limited >= sending_time(mails, MailLimits())
    assert sending_time(mails + 1, MailLimits(per_minute, per_day)) >= limited
