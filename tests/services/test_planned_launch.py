"""Launches that happen by themselves: planned ones, and large ones that are left to the workers."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.domain.errors import InvalidError, RefusedError
from app.services import launch
from app.services.launch import request_launch, stop_launch
from app.services.ports import JobName, Tools
from app.services.raters import add_participant
from app.services.rounds import change_competencies
from app.services.schedule import RoundSchedule, change_schedule, launch_planned, run_schedule
from app.services.work import SYSTEM, Work, open_reading, open_work
from app.storage.audit import AuditEntry
from app.storage.messages import Message
from app.storage.rounds import Round
from tests.builders import a_person, a_round
from tests.fakes import FakeQueue, FixedClock


def acts(tools: Tools, name: str) -> int:
    with open_reading(tools, SYSTEM) as work:
        query = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == name)
        return work.session.scalar(query) or 0


def state(tools: Tools, round_id: str) -> str:
    with open_reading(tools, SYSTEM) as work:
        return work.session.get_one(Round, round_id).state


def test_a_planned_launch_happens_at_its_moment(tools: Tools, clock: FixedClock) -> None:
    with open_work(tools, SYSTEM) as work:
        round_id = a_round(work, 1).id
        change_schedule(work, round_id, RoundSchedule(work.now + timedelta(hours=3), (7,)))
    clock.move(hours=2)
    assert run_schedule(tools) == 0
    clock.move(hours=1)
    assert (run_schedule(tools), run_schedule(tools)) == (1, 0)
    assert state(tools, round_id) == "collecting"


def test_a_planned_launch_that_lacks_something_is_taken_back(tools: Tools, clock: FixedClock) -> None:
    with open_work(tools, SYSTEM) as work:
        round_id = a_round(work, 0).id
        change_schedule(work, round_id, RoundSchedule(work.now + timedelta(hours=3)))
    clock.move(hours=4)
    assert (run_schedule(tools), run_schedule(tools)) == (0, 0)
    assert acts(tools, "launch_failed") == 1
    with open_work(tools, SYSTEM) as work:
        assert work.session.get_one(Round, round_id).opens_at is None
        add_participant(work, round_id, a_person(work).id)


def test_nobody_changes_a_round_that_is_being_launched(tools: Tools, clock: FixedClock) -> None:
    with open_work(tools, SYSTEM) as work:
        round_id = a_round(work, 1).id
        change_schedule(work, round_id, RoundSchedule(work.now + timedelta(hours=3)))
    clock.move(hours=4)

    def refused(work: Work) -> None:
        with pytest.raises(RefusedError, match="being launched"):
            change_competencies(work, round_id, ("empathie",))
        with pytest.raises(RefusedError, match="being launched"):
            change_schedule(work, round_id, RoundSchedule())

    with open_work(tools, SYSTEM) as work:
        refused(work)
        stop_launch(work, round_id)
        change_competencies(work, round_id, ("empathie",))
    assert run_schedule(tools) == 0


def test_a_large_round_is_left_to_the_workers(
    tools: Tools, queue: FakeQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launch, "LARGE", 1)
    with open_work(tools, SYSTEM) as work:
        round_id = a_round(work, 2).id
        assert not request_launch(work, round_id)
    assert queue.published == [(JobName.LAUNCH_ROUND, round_id)]
    with open_work(tools, SYSTEM) as work:
        assert not request_launch(work, round_id)
    assert state(tools, round_id) == "draft"
    assert (launch_planned(tools, round_id), launch_planned(tools, round_id)) == (True, False)
    assert state(tools, round_id) == "collecting"
    with open_reading(tools, SYSTEM) as work:
        assert len(work.session.scalars(select(Message)).all()) == 2


def test_a_large_round_that_lacks_something_is_refused_at_once(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launch, "LARGE", -1)
    with open_work(tools, SYSTEM) as work:
        round_id = a_round(work, 0).id
        with pytest.raises(InvalidError):
            request_launch(work, round_id)


def test_a_small_round_is_launched_at_once(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_id = a_round(work, 1).id
        assert request_launch(work, round_id)
    assert state(tools, round_id) == "collecting"


def test_a_lost_bell_of_a_large_launch_is_found_by_the_clock(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launch, "LARGE", 1)
    with open_work(tools, SYSTEM) as work:
        round_id = a_round(work, 2).id
        request_launch(work, round_id)
    assert run_schedule(tools) == 1
    assert state(tools, round_id) == "collecting"
