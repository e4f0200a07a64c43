"""What rounds do by the clock: launch, remind, be deleted; once each, also when two schedulers meet."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.domain.errors import RefusedError
from app.services.delivery import deliver_due
from app.services.ports import Tools
from app.services.reminders import LEFT_OUT, WRITTEN, remind_open_raters
from app.services.rounds import clone_round, extend_round
from app.services.schedule import (
    RoundSchedule,
    change_schedule,
    run_schedule,
    schedule_of,
)
from app.services.sealing import begin_close, seal_round
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.audit import AuditEntry
from app.storage.messages import Message
from app.storage.rounds import Round
from tests.builders import a_launched_round, a_round, rater_tokens, send_in_all
from tests.fakes import FixedClock

# The clock begins on Monday 23 November 2026 at 10:00 UTC, 11:00 in Brussels; rounds of the builders close
# two weeks later at that hour. So reminders 7 and 2 days before the close go out on Monday 30 November and,
# because of the weekend, on Friday 4 December, at 8:00 UTC.
FIRST = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
SECOND = datetime(2026, 12, 4, 8, 0, tzinfo=UTC)


def reminders(tools: Tools) -> int:
    with open_reading(tools, SYSTEM) as work:
        query = select(func.count()).select_from(Message).where(Message.kind == "reminder")
        return work.session.scalar(query) or 0


def acts(tools: Tools, *names: str) -> int:
    with open_reading(tools, SYSTEM) as work:
        query = select(func.count()).select_from(AuditEntry).where(AuditEntry.action.in_(names))
        return work.session.scalar(query) or 0


def a_running_round(tools: Tools) -> str:
    """Return the id of a round with two raters whose invitations have left."""
    with open_work(tools, SYSTEM) as work:
        round_id = a_launched_round(work, 1, managers=1, peers=0, direct_reports=0).id
    deliver_due(tools)
    return round_id


def test_reminders_go_out_when_their_time_has_come_and_once(tools: Tools, clock: FixedClock) -> None:
    a_running_round(tools)
    clock.now = FIRST - timedelta(seconds=1)
    assert run_schedule(tools) == 0
    clock.now = FIRST
    assert (run_schedule(tools), run_schedule(tools)) == (1, 0)
    assert reminders(tools) == 2
    deliver_due(tools)
    clock.now = SECOND
    run_schedule(tools)
    assert reminders(tools) == 4


def test_only_who_has_something_open_is_reminded(tools: Tools, clock: FixedClock) -> None:
    round_id = a_running_round(tools)
    with open_work(tools, SYSTEM) as work:
        send_in_all(work, next(iter(rater_tokens(work, round_id).values())))
    clock.now = FIRST
    run_schedule(tools)
    assert reminders(tools) == 1


def test_the_act_is_noted_whether_or_not_anybody_was_open(tools: Tools, clock: FixedClock) -> None:
    round_id = a_running_round(tools)
    with open_work(tools, SYSTEM) as work:
        for token in rater_tokens(work, round_id).values():
            send_in_all(work, token)
    clock.now = FIRST
    assert run_schedule(tools) == 1
    assert (reminders(tools), acts(tools, WRITTEN)) == (0, 1)


def test_a_scheduler_that_was_away_makes_up_for_what_it_missed_once(tools: Tools, clock: FixedClock) -> None:
    a_running_round(tools)
    clock.now = SECOND + timedelta(hours=5)
    assert (run_schedule(tools), run_schedule(tools)) == (1, 0)
    assert reminders(tools) == 2


def test_two_schedulers_at_once_remind_once(tools: Tools, clock: FixedClock) -> None:
    a_running_round(tools)
    clock.now = FIRST
    ready = threading.Barrier(4)

    def work() -> None:
        ready.wait()
        run_schedule(tools)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (reminders(tools), acts(tools, WRITTEN)) == (2, 1)


def test_late_reminders_wait_for_the_hours_people_work(tools: Tools, clock: FixedClock) -> None:
    a_running_round(tools)
    clock.now = FIRST.replace(hour=20)
    run_schedule(tools)
    assert deliver_due(tools) == 0
    clock.now = FIRST.replace(day=1, month=12, hour=7)
    assert deliver_due(tools) == 2


def test_reminders_by_hand_leave_at_any_hour(tools: Tools, clock: FixedClock) -> None:
    round_id = a_running_round(tools)
    clock.now = FIRST.replace(hour=20)
    with open_work(tools, SYSTEM) as work:
        remind_open_raters(work, round_id)
    assert deliver_due(tools) == 2


def test_a_planned_reminder_is_left_out_after_one_by_hand(tools: Tools, clock: FixedClock) -> None:
    round_id = a_running_round(tools)
    clock.now = FIRST - timedelta(hours=2)
    with open_work(tools, SYSTEM) as work:
        remind_open_raters(work, round_id)
    deliver_due(tools)
    clock.now = FIRST
    run_schedule(tools)
    assert (reminders(tools), acts(tools, LEFT_OUT)) == (2, 1)


def test_nobody_is_reminded_in_the_hours_after_the_invitation(tools: Tools, clock: FixedClock) -> None:
    clock.now = FIRST - timedelta(hours=3)
    round_id = a_running_round(tools)
    with open_work(tools, SYSTEM) as work:
        round_ = work.session.get_one(Round, round_id)
        round_.closes_at = FIRST + timedelta(days=7)
    clock.now = FIRST
    run_schedule(tools)
    assert (reminders(tools), acts(tools, LEFT_OUT)) == (0, 1)


def test_nothing_is_sent_for_days_that_a_change_puts_into_the_past(tools: Tools, clock: FixedClock) -> None:
    round_id = a_running_round(tools)
    clock.move(days=9)
    run_schedule(tools)
    before = reminders(tools)
    with open_work(tools, SYSTEM) as work:
        change_schedule(work, round_id, RoundSchedule(None, (10, 7, 6, 2)))
    assert run_schedule(tools) == 0
    assert reminders(tools) == before
    clock.now = SECOND
    assert run_schedule(tools) == 1


def test_reminders_move_with_the_close(tools: Tools, clock: FixedClock) -> None:
    round_id = a_running_round(tools)
    clock.move(days=5)
    with open_work(tools, SYSTEM) as work:
        extend_round(work, round_id, work.now + timedelta(days=16))
    clock.now = FIRST
    assert run_schedule(tools) == 0
    clock.move(days=7)
    assert run_schedule(tools) == 1


def test_a_closed_round_reminds_nobody(tools: Tools, clock: FixedClock) -> None:
    round_id = a_running_round(tools)
    with open_work(tools, SYSTEM) as work:
        begin_close(work, round_id)
    clock.now = FIRST
    assert run_schedule(tools) == 0


def test_a_round_is_deleted_months_after_its_close_only_when_that_was_said(
    tools: Tools, clock: FixedClock
) -> None:
    kept, deleted = (a_running_round(tools) for _ in range(2))
    with open_work(tools, SYSTEM) as work:
        change_schedule(work, deleted, RoundSchedule(None, (), 2))
        for round_id in (kept, deleted):
            begin_close(work, round_id)
    for round_id in (kept, deleted):
        seal_round(tools, round_id)
    clock.now = datetime(2027, 1, 23, 22, 0, tzinfo=UTC)
    assert run_schedule(tools) == 0
    clock.now = datetime(2027, 1, 23, 23, 0, tzinfo=UTC)
    assert (run_schedule(tools), run_schedule(tools)) == (1, 0)
    with open_reading(tools, SYSTEM) as work:
        assert work.session.get(Round, deleted) is None
        assert work.session.get(Round, kept) is not None
    assert acts(tools, "round_deleted") == 1


def test_what_is_over_cannot_be_planned(tools: Tools, clock: FixedClock) -> None:
    round_id = a_running_round(tools)
    with open_work(tools, SYSTEM) as work:
        with pytest.raises(RefusedError, match="launched already"):
            change_schedule(work, round_id, RoundSchedule(work.now + timedelta(hours=1), (7, 2)))
        begin_close(work, round_id)
        with pytest.raises(RefusedError, match="nobody is reminded"):
            change_schedule(work, round_id, RoundSchedule(None, (3,)))
        change_schedule(work, round_id, RoundSchedule(None, (7, 2), 12))


def test_a_copy_keeps_what_happens_by_itself_but_not_the_launch(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_id = a_round(work, 1).id
        change_schedule(work, round_id, RoundSchedule(work.now + timedelta(hours=1), (5, 1), 18))
        copy = clone_round(work, round_id, "Again", work.now + timedelta(days=30))
        assert schedule_of(copy) == RoundSchedule(None, (5, 1), 18)
