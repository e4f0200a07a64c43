"""Planned reminders reach people within the hours for mails of their own time zone, whatever held them up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.bootstrap import Bundle
from app.domain.mail import TemporaryMailError
from app.domain.sending_hours import SendingHours
from app.services.delivery import deliver_due
from app.services.ports import Tools
from app.services.reminders import remind_open_raters
from app.services.schedule import run_schedule
from app.services.sealing import begin_close
from app.services.work import SYSTEM, open_reading, open_work
from app.storage import reminding
from app.storage.messages import Message
from app.storage.people import Person
from app.storage.raters import Invitation
from app.storage.rounds import Round
from tests.builders import a_launched_round, rater_tokens, send_in_all
from tests.fakes import FakeMailer, FixedClock

# On Monday 30 November 2026 at nine in Brussels reminders are written; the round closes a week later.
NINE = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
NEXT_MORNING = NINE + timedelta(hours=23)
NIGHT = NINE + timedelta(hours=18)

TOKYO, NEW_YORK, AUCKLAND = "Asia/Tokyo", "America/New_York", "Pacific/Auckland"


def a_round_with_readers(tools: Tools, *time_zones: str, closes_at: datetime | None = None) -> str:
    """Return the id of a round with a rater in each of these time zones; the invitations have left."""
    with open_work(tools, SYSTEM) as work:
        count = len(time_zones) - 1
        round_id = a_launched_round(work, 1, managers=0, peers=count, direct_reports=0).id
        for rater_id, time_zone in zip(sorted(rater_tokens(work, round_id)), time_zones, strict=True):
            work.session.get_one(Person, rater_id).time_zone = time_zone
        if closes_at is not None:
            work.session.get_one(Round, round_id).closes_at = closes_at
    deliver_due(tools)
    return round_id


def reminders(tools: Tools) -> dict[str, Message]:
    """Return the newest reminders by the time zone of their reader."""
    with open_reading(tools, SYSTEM) as work:
        query = (
            select(Person.time_zone, Message)
            .join(Invitation, Invitation.id == Message.invitation_id)
            .join(Person, Person.id == Invitation.rater_id)
            .where(Message.kind == "reminder")
            .order_by(Message.dated_at)
        )
        found: dict[str, Message] = dict(work.session.execute(query).all())
        return found


def sent_to(tools: Tools) -> set[str]:
    return {zone for zone, message in reminders(tools).items() if message.state == "sent"}


def hours_later(tools: Tools) -> dict[str, float]:
    """Return by time zone how many hours after nine a reminder may leave."""
    return {
        zone: (message.not_before_at - NINE) / timedelta(hours=1)
        for zone, message in reminders(tools).items()
    }


def test_each_reminder_leaves_within_the_hours_of_its_reader(tools: Tools, clock: FixedClock) -> None:
    a_round_with_readers(tools, "", TOKYO, NEW_YORK, AUCKLAND)
    clock.now = NINE
    run_schedule(tools)
    # Nine in Brussels is five in the afternoon in Tokyo, three at night in New York, nine in the evening in
    # Auckland.
    assert hours_later(tools) == {"": 0, TOKYO: 0, NEW_YORK: 5, AUCKLAND: 11}
    assert (deliver_due(tools), sent_to(tools)) == (2, {"", TOKYO})
    clock.move(hours=5)
    assert (deliver_due(tools), sent_to(tools)) == (1, {"", TOKYO, NEW_YORK})
    # Eight in the evening here, where nothing leaves any more.
    clock.move(hours=6)
    assert (deliver_due(tools), sent_to(tools)) == (1, {"", TOKYO, NEW_YORK, AUCKLAND})


def test_a_reminder_that_could_not_leave_does_not_leave_at_night(tools: Tools, clock: FixedClock) -> None:
    a_round_with_readers(tools, "", TOKYO, NEW_YORK)
    clock.now = NINE
    run_schedule(tools)
    clock.now = NIGHT
    # Three at night here, eleven in the morning in Tokyo, nine in the evening in New York.
    assert (deliver_due(tools), sent_to(tools)) == (1, {TOKYO})
    assert hours_later(tools) == {"": 23, TOKYO: 0, NEW_YORK: 29}
    assert {each.attempts for each in reminders(tools).values() if each.state == "pending"} == {0}
    clock.now = NEXT_MORNING
    assert (deliver_due(tools), sent_to(tools)) == (1, {"", TOKYO})


def test_a_reminder_of_friday_that_could_not_leave_waits_for_monday(tools: Tools, clock: FixedClock) -> None:
    a_round_with_readers(tools, "", closes_at=NINE + timedelta(days=8))
    clock.now = NINE + timedelta(days=1)
    run_schedule(tools)
    clock.now = NINE + timedelta(days=5)
    assert deliver_due(tools) == 0
    clock.now = NINE + timedelta(days=7) - timedelta(hours=1)
    assert deliver_due(tools) == 1


def test_the_next_try_after_a_failure_keeps_the_hours_too(
    mailed_bundle: Bundle, mailer: FakeMailer, clock: FixedClock
) -> None:
    tools = mailed_bundle.tools
    a_round_with_readers(tools, "")
    clock.now = NINE + timedelta(hours=8, minutes=59, seconds=30)
    run_schedule(tools)
    mailer.failures = [TemporaryMailError(450, "later")]
    assert deliver_due(tools) == 0
    clock.move(minutes=2)
    assert deliver_due(tools) == 0
    (waiting,) = reminders(tools).values()
    assert (waiting.not_before_at, waiting.attempts, waiting.state) == (NEXT_MORNING, 1, "pending")
    clock.now = NEXT_MORNING
    assert deliver_due(tools) == 1


def test_a_reminder_whose_worker_died_is_tried_again_in_the_morning(tools: Tools, clock: FixedClock) -> None:
    a_round_with_readers(tools, "")
    clock.now = NINE
    run_schedule(tools)
    with open_work(tools, SYSTEM) as work:
        (message,) = work.session.scalars(select(Message).where(Message.kind == "reminder"))
        message.state, message.claim, message.attempts = "sending", work.new_id(), 1
        message.lease_until_at = work.now + timedelta(minutes=2)
    clock.now = NIGHT
    assert deliver_due(tools) == 0
    clock.now = NEXT_MORNING + timedelta(seconds=1)
    assert deliver_due(tools) == 1
    (sent,) = reminders(tools).values()
    assert (sent.lapses, sent.attempts) == (1, 2)


def test_a_reader_whose_morning_comes_after_the_close_is_reminded_within_our_hours(
    tools: Tools, clock: FixedClock
) -> None:
    a_round_with_readers(tools, NEW_YORK, "", closes_at=NINE + timedelta(hours=4))
    with open_work(tools, SYSTEM) as work:
        (round_,) = work.session.scalars(select(Round))
        round_.reminder_days, round_.launched_at = [3], NINE - timedelta(days=8)
    # Friday's reminders, by a scheduler that was away until Monday at nine, three at night in New York.
    clock.now = NINE
    run_schedule(tools)
    assert hours_later(tools) == {"": 0, NEW_YORK: 0}
    assert (deliver_due(tools), sent_to(tools)) == (2, {"", NEW_YORK})


def test_where_no_hour_comes_before_the_close_nobody_is_reminded(tools: Tools, clock: FixedClock) -> None:
    round_id = a_round_with_readers(tools, "", closes_at=NINE + timedelta(hours=18))
    with open_work(tools, SYSTEM) as work:
        work.session.get_one(Round, round_id).reminder_days = [1]
    clock.now = NINE + timedelta(hours=12)
    run_schedule(tools)
    assert deliver_due(tools) == 0
    clock.now = NIGHT
    assert deliver_due(tools) == 0
    with open_work(tools, SYSTEM) as work:
        begin_close(work, round_id)
    clock.now = NEXT_MORNING
    assert deliver_due(tools) == 0
    assert {each.state for each in reminders(tools).values()} == {"cancelled"}


def test_a_close_that_moves_lets_a_waiting_reminder_leave_after_all(tools: Tools, clock: FixedClock) -> None:
    round_id = a_round_with_readers(tools, "", closes_at=NINE + timedelta(hours=18))
    with open_work(tools, SYSTEM) as work:
        work.session.get_one(Round, round_id).reminder_days = [1]
    clock.now = NINE + timedelta(hours=12)
    run_schedule(tools)
    with open_work(tools, SYSTEM) as work:
        work.session.get_one(Round, round_id).closes_at = NINE + timedelta(days=7)
    clock.now = NEXT_MORNING
    assert deliver_due(tools) == 1


def test_a_reader_who_moves_is_reminded_by_the_new_clock(tools: Tools, clock: FixedClock) -> None:
    a_round_with_readers(tools, NEW_YORK)
    clock.now = NINE
    run_schedule(tools)
    with open_work(tools, SYSTEM) as work:
        for person in work.session.scalars(select(Person).where(Person.time_zone == NEW_YORK)):
            person.time_zone = TOKYO
    # Nine in the morning in New York, eleven at night in Tokyo.
    clock.now = NINE + timedelta(hours=6)
    assert deliver_due(tools) == 0
    assert hours_later(tools) == {TOKYO: 15}


def test_a_time_zone_that_this_machine_does_not_know_counts_as_ours(tools: Tools, clock: FixedClock) -> None:
    a_round_with_readers(tools, "Europe/Atlantis")
    clock.now = NINE
    run_schedule(tools)
    assert deliver_due(tools) == 1


def test_the_hours_are_those_of_the_installation(tools: Tools, clock: FixedClock) -> None:
    always = replace(tools, site=replace(tools.site, sending_hours=SendingHours(0, 24, tuple(range(7)))))
    a_round_with_readers(always, "", NEW_YORK)
    clock.now = NINE
    run_schedule(always)
    clock.now = NIGHT
    assert deliver_due(always) == 2


def test_mails_that_keep_no_hours_are_not_put_off(tools: Tools, clock: FixedClock) -> None:
    round_id = a_round_with_readers(tools, "", TOKYO)
    clock.now = NIGHT
    with open_work(tools, SYSTEM) as work:
        remind_open_raters(work, round_id)
        a_launched_round(work, 1, managers=0, peers=1, direct_reports=0)
    assert deliver_due(tools) == 4


def test_however_many_are_due_none_is_left_over(
    tools: Tools, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminding, "AT_A_TIME", 2)
    a_round_with_readers(tools, *[""] * 5)
    clock.now = NINE
    run_schedule(tools)
    clock.now = NIGHT
    assert deliver_due(tools) == 0
    with open_reading(tools, SYSTEM) as work:
        query = select(Message.not_before_at).where(Message.kind == "reminder")
        assert list(work.session.scalars(query)) == [NEXT_MORNING] * 5


@pytest.mark.parametrize("is_late", [False, True], ids=["as it is written", "as it is put off"])
def test_the_moment_tells_the_time_zone_and_nothing_about_answers(
    tools: Tools, clock: FixedClock, is_late: bool
) -> None:
    round_id = a_round_with_readers(tools, "", "", NEW_YORK, NEW_YORK, TOKYO)
    with open_work(tools, SYSTEM) as work:
        first = min(rater_tokens(work, round_id))
        # One of two at home has sent in everything, and gets no reminder; all others nothing.
        send_in_all(work, rater_tokens(work, round_id)[first])
    clock.now = NINE
    run_schedule(tools)
    if is_late:
        clock.now = NIGHT
        deliver_due(tools)
    with open_reading(tools, SYSTEM) as work:
        query = (
            select(Person.time_zone, Message.not_before_at, Message.dated_at)
            .join(Invitation, Invitation.rater_id == Person.id)
            .join(Message, Message.invitation_id == Invitation.id)
            .where(Message.kind == "reminder")
        )
        found = [tuple(row) for row in work.session.execute(query)]
    later = {"": NEXT_MORNING, NEW_YORK: NINE + timedelta(hours=29), TOKYO: NINE}
    at_once = {"": NINE, NEW_YORK: NINE + timedelta(hours=5), TOKYO: NINE}
    expected = later if is_late else at_once
    assert sorted(found) == sorted((zone, expected[zone], NINE) for zone in ("", NEW_YORK, NEW_YORK, TOKYO))
