"""The worker without a broker does what the schedule names, and what its own jobs ring for."""

from app.services.outbox import write_message
from app.services.ports import JobName, Tools
from app.services.sign_in import invite_administrator
from app.services.watching import watch
from app.services.work import SYSTEM, open_reading, open_work
from tests.fakes import FixedClock
from worker.loop import Bells, Loop
from worker.schedule import SCHEDULE


def test_the_first_turn_serves_every_queue(tools: Tools) -> None:
    Loop(tools).turn(0.0)
    with open_reading(tools, SYSTEM) as work:
        assert set(watch(work).queue_ages) == {"mail", "reports", "periodic"}


def test_an_entry_waits_until_its_time_has_come(tools: Tools, clock: FixedClock) -> None:
    loop = Loop(tools)
    loop.turn(0.0)
    clock.move(seconds=5)
    loop.turn(5.0)
    with open_reading(tools, SYSTEM) as work:
        assert watch(work).queue_ages["mail"] == 5.0
    clock.move(seconds=5)
    loop.turn(10.0)
    with open_reading(tools, SYSTEM) as work:
        assert watch(work).queue_ages["mail"] == 0.0


def test_a_mail_that_the_sweep_rings_for_leaves_in_the_same_turn(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        invite_administrator(work, "hr@example.org", "Hilde")
        write_message(work, kind="test", dedupe_key="cannot be written")
    Loop(tools).turn(0.0)
    with open_reading(tools, SYSTEM) as work:
        assert watch(work).outbox["pending"] == 0


def test_a_bell_is_rung_once() -> None:
    bells = Bells()
    for _ in range(3):
        bells.publish(JobName.SEAL_ROUND, "a")
    assert bells.taken() == [("reports.seal_round", ("a",))]
    assert bells.taken() == []


def test_every_entry_of_the_schedule_can_be_run_by_it(tools: Tools) -> None:
    loop = Loop(tools)
    loop.turn(0.0)
    assert set(loop._last) == set(SCHEDULE)
