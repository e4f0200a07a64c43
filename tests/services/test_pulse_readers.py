"""Whose a pulse is: administrators see that there is one and can remind, its participant reads it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.domain.errors import NotFoundError, RefusedError
from app.services.plans import plan_desk, plan_summary
from app.services.ports import Tools
from app.services.pulse_rounds import tend_pulses
from app.services.pulses import pulse_status
from app.services.raters import add_rater
from app.services.releases import release_round
from app.services.reminders import remind_open_raters
from app.services.reports import read_report, release_check
from app.services.rounds import clone_round, extend_round
from app.services.sealing import begin_close
from app.services.work import Actor, Work, open_reading, open_work
from tests.builders import everybody_answers
from tests.fakes import FixedClock
from tests.services.after_report import AfterReport, a_released_report, close_and_seal, pulse_rounds

HR = Actor("hr@example.org", is_administrator=True)


@pytest.fixture
def after(tools: Tools, clock: FixedClock) -> AfterReport:
    """Return a participant with a plan about one competency."""
    made = a_released_report(tools, clock, level=2)
    made.plan("analyseren")
    return made


@pytest.mark.parametrize("act", ["extend", "close", "change raters", "release", "check", "copy"])
def test_administrators_leave_a_pulse_alone(after: AfterReport, act: str) -> None:
    after.consent()
    after.wait_for_the_day()
    (pulse,) = pulse_rounds(after.tools)
    if act in {"release", "check"}:
        close_and_seal(after.tools, pulse.id)
    acts: dict[str, Callable[[Work], object]] = {
        "extend": lambda work: extend_round(work, pulse.id, work.now + timedelta(days=60)),
        "close": lambda work: begin_close(work, pulse.id),
        "change raters": lambda work: add_rater(work, pulse.id, "somebody", "somebody", "peer"),
        "release": lambda work: release_round(work, pulse.id),
        "check": lambda work: release_check(work, pulse.id),
        "copy": lambda work: clone_round(work, pulse.id, "Again", work.now + timedelta(days=9)),
    }
    with pytest.raises(RefusedError, match="pulse"), open_work(after.tools, HR) as work:
        acts[act](work)


def test_administrators_may_remind(after: AfterReport) -> None:
    after.consent()
    after.wait_for_the_day()
    (pulse,) = pulse_rounds(after.tools)
    with open_work(after.tools, HR) as work:
        assert remind_open_raters(work, pulse.id) is not None


def test_the_report_of_a_pulse_is_its_participants_alone(after: AfterReport) -> None:
    after.consent()
    after.wait_for_the_day()
    (pulse,) = pulse_rounds(after.tools)
    close_and_seal(after.tools, pulse.id)
    tend_pulses(after.tools)
    with open_reading(after.tools, after.actor) as work:
        status = pulse_status(work, after.participant_id, "en")
        assert status is not None
        assert status.report_id is not None
        report_id = status.report_id
    with pytest.raises(NotFoundError), open_reading(after.tools, HR) as work:
        read_report(work, report_id, "en", str)


def test_a_pulse_after_a_round_by_indicator_says_what_moved(tools: Tools, clock: FixedClock) -> None:
    after = a_released_report(tools, clock, level=2, questions="indicator")
    after.plan("analyseren-2-1")
    after.consent()
    after.wait_for_the_day()
    (pulse,) = pulse_rounds(tools)
    everybody_answers(tools, pulse.id, 4)
    close_and_seal(tools, pulse.id)
    tend_pulses(tools)
    with open_reading(tools, after.actor) as work:
        status = pulse_status(work, after.participant_id, "en")
        assert status is not None
        trend = read_report(work, status.report_id or "", "en", str).report["trend"]
    assert trend["since"]["id"] == after.round_id  # type: ignore[index]
    (question,) = trend["questions"]  # type: ignore[index]
    assert question["id"] == "analyseren-2-1"
    assert {movement["words"] for movement in question["movements"]} == {
        "seen more often, by about two steps"
    }


def test_a_pulse_leads_to_no_plan_and_no_pulse_of_its_own(after: AfterReport) -> None:
    after.consent()
    after.wait_for_the_day()
    (pulse,) = pulse_rounds(after.tools)
    close_and_seal(after.tools, pulse.id)
    tend_pulses(after.tools)
    with open_reading(after.tools, after.actor) as work:
        status = pulse_status(work, after.participant_id, "en")
        assert status is not None
        report_id = status.report_id or ""
        assert plan_summary(work, report_id, "en") is None
        assert plan_summary(work, after.participant_id, "en") is not None
        with pytest.raises(NotFoundError):
            plan_desk(work, report_id, "en")
