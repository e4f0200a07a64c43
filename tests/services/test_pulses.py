"""Pulses: with consent, once, on the chosen behaviours only, under the same rule, for one reader."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.bootstrap import Bundle
from app.domain.errors import InvalidError, NotFoundError, RefusedError
from app.services.delivery import deliver_due
from app.services.plans import delete_plan
from app.services.ports import Tools
from app.services.pulse_rounds import tend_pulses
from app.services.pulses import consent_to_pulse, pulse_offer, pulse_status, withdraw_consent
from app.services.reports import read_report
from app.services.sealing import close_due_rounds
from app.services.work import SYSTEM, Actor, open_reading, open_work
from app.storage.messages import Message
from app.storage.people import Person
from app.storage.plans import Pulse
from app.storage.raters import Assignment
from app.storage.rounds import Participant, Round
from tests.builders import everybody_answers
from tests.fakes import FakeMailer, FixedClock
from tests.services.after_report import AfterReport, a_released_report, pulse_rounds


@pytest.fixture
def after(tools: Tools, clock: FixedClock) -> AfterReport:
    """Return a participant with a plan about one competency."""
    made = a_released_report(tools, clock, level=2)
    made.plan("analyseren")
    return made


def test_a_pulse_asks_the_behaviours_of_the_next_level_of_what_was_chosen(after: AfterReport) -> None:
    assert after.questions()
    assert all(question.startswith("analyseren-3-") for question in after.questions())


def test_a_plan_about_one_behaviour_asks_that_one_only(after: AfterReport) -> None:
    after.plan("empathie-3-2")
    assert after.questions() == ("empathie-3-2",)


def test_nothing_happens_before_the_day(after: AfterReport) -> None:
    after.consent(days=100)
    after.wait_for_the_day(days=99)
    assert pulse_rounds(after.tools) == []


def test_on_its_day_the_same_people_are_asked_as_the_same_groups(after: AfterReport) -> None:
    after.consent()
    after.wait_for_the_day()
    (pulse,) = pulse_rounds(after.tools)
    with open_reading(after.tools, SYSTEM) as work:

        def asked(round_id: str) -> set[tuple[str, str]]:
            rows = work.session.scalars(select(Assignment).where(Assignment.round_id == round_id))
            return {(row.rater_id, row.rater_group) for row in rows}

        assert asked(pulse.id) == asked(after.round_id)
        source = work.session.get_one(Round, after.round_id)
        assert (pulse.state, pulse.policy_name, pulse.k) == ("collecting", source.policy_name, source.k)
    assert not pulse.has_comments
    assert not pulse.has_open_questions


def test_two_schedulers_make_one_pulse(after: AfterReport) -> None:
    after.consent()
    after.wait_for_the_day()
    tend_pulses(after.tools)
    assert len(pulse_rounds(after.tools)) == 1


def test_a_start_that_was_cut_off_is_made_good_with_the_same_keys(after: AfterReport) -> None:
    after.consent()
    with open_reading(after.tools, SYSTEM) as work:
        pulse_id = work.session.scalars(select(Pulse.id)).one()
    after.tools.keys.create(pulse_id)
    after.wait_for_the_day()
    assert [each.id for each in pulse_rounds(after.tools)] == [pulse_id]


def test_the_consent_can_be_taken_back_before_the_day(after: AfterReport) -> None:
    after.consent()
    with open_work(after.tools, after.actor) as work:
        withdraw_consent(work, after.participant_id)
    after.wait_for_the_day()
    assert pulse_rounds(after.tools) == []


def test_the_consent_cannot_be_taken_back_once_people_are_asked(after: AfterReport) -> None:
    after.consent()
    after.wait_for_the_day()
    with (
        pytest.raises(RefusedError, match="has begun"),
        open_work(after.tools, after.actor) as work,
    ):
        withdraw_consent(work, after.participant_id)


def test_deleting_the_plan_takes_the_consent_with_it(after: AfterReport) -> None:
    after.consent()
    with open_work(after.tools, after.actor) as work:
        delete_plan(work, after.participant_id)
    after.wait_for_the_day()
    assert pulse_rounds(after.tools) == []


@pytest.mark.parametrize("days", [0, 30, 89, 250], ids=["today", "in a month", "just too early", "too late"])
def test_a_pulse_begins_three_to_six_months_after_the_plan(after: AfterReport, days: int) -> None:
    with pytest.raises(InvalidError, match="three to six months"):
        after.consent(days=days)


def test_there_is_one_consent_at_a_time(after: AfterReport) -> None:
    after.consent()
    with pytest.raises(RefusedError, match="already"):
        after.consent()


def test_nobody_else_consents(after: AfterReport) -> None:
    with pytest.raises(NotFoundError), open_work(after.tools, Actor("hr", is_administrator=True)) as work:
        consent_to_pulse(work, after.participant_id, work.now.date() + timedelta(days=100))


def test_the_offer_says_in_invited_numbers_what_can_be_shown(after: AfterReport) -> None:
    with open_reading(after.tools, after.actor) as work:
        offer = pulse_offer(work, after.participant_id, "en")
    assert [str(line) for line in offer.prospects] == [
        "Peers: 5 asked again. Their answers are shown if at least 4 answer.",
        "Direct reports: 4 asked again. Their answers are shown only if all of them answer.",
    ]


def test_nothing_is_offered_where_no_group_could_be_shown(tools: Tools, clock: FixedClock) -> None:
    few = a_released_report(tools, clock, peers=2, direct_reports=1)
    few.plan("analyseren")
    with pytest.raises(RefusedError, match="Too few people"):
        few.consent()


def test_nothing_is_sent_when_too_few_are_left_on_the_day(after: AfterReport) -> None:
    after.consent()
    with open_work(after.tools, SYSTEM) as work:
        for assignment in work.session.scalars(select(Assignment).where(Assignment.rater_group != "self")):
            work.session.get_one(Person, assignment.rater_id).email = None
        before = work.session.scalar(select(func.count()).select_from(Message))
    after.wait_for_the_day()
    assert pulse_rounds(after.tools) == []
    with open_reading(after.tools, after.actor) as work:
        status = pulse_status(work, after.participant_id, "en")
        assert work.session.scalar(select(func.count()).select_from(Message)) == before
    assert status is not None
    assert status.state == "skipped"


def test_raters_without_an_address_are_left_out(after: AfterReport) -> None:
    after.consent()
    with open_work(after.tools, SYSTEM) as work:
        gone = next(iter(work.session.scalars(select(Assignment).where(Assignment.rater_group == "peer"))))
        work.session.get_one(Person, gone.rater_id).email = None
        gone_id = gone.rater_id
    after.wait_for_the_day()
    (pulse,) = pulse_rounds(after.tools)
    with open_reading(after.tools, SYSTEM) as work:
        asked = set(work.session.scalars(select(Assignment.rater_id).where(Assignment.round_id == pulse.id)))
    assert gone_id not in asked
    assert len(asked) == 10


def test_a_pulse_closes_after_two_weeks_and_is_released_to_its_participant(after: AfterReport) -> None:
    after.consent()
    after.wait_for_the_day()
    (pulse,) = pulse_rounds(after.tools)
    everybody_answers(after.tools, pulse.id, 4)
    after.clock.move(days=16)
    close_due_rounds(after.tools)
    tend_pulses(after.tools)
    with open_reading(after.tools, after.actor) as work:
        status = pulse_status(work, after.participant_id, "en")
        assert status is not None
        assert status.state == "released"
        assert status.report_id is not None
        report = read_report(work, status.report_id, "en", str).report
    assert [each["id"] for each in report["competencies"][0]["indicators"]] == list(after.questions())  # type: ignore[index]


def test_a_pulse_is_not_released_before_the_last_trace_of_its_answers_is_gone(after: AfterReport) -> None:
    after.consent()
    after.wait_for_the_day()
    (pulse,) = pulse_rounds(after.tools)
    with open_work(after.tools, SYSTEM) as work:
        work.session.get_one(Round, pulse.id).state = "closed"
    tend_pulses(after.tools)
    with open_reading(after.tools, SYSTEM) as work:
        rows = work.session.scalars(select(Participant).where(Participant.round_id == pulse.id))
        assert [row.released_at for row in rows] == [None]


def test_the_mail_says_what_a_pulse_is_and_how_short(
    mailed_bundle: Bundle, mailer: FakeMailer, clock: FixedClock
) -> None:
    after = a_released_report(mailed_bundle.tools, clock, level=2)
    deliver_due(after.tools)
    mailer.sent.clear()
    after.plan("analyseren")
    after.consent()
    after.wait_for_the_day()
    deliver_due(after.tools)
    assert len(mailer.sent) == 11
    for mail in mailer.sent:
        assert "short follow-up" in mail.text
        assert "minute" in mail.text
        assert "short follow-up" in mail.html


def test_two_schedulers_at_the_same_moment_make_one_pulse_and_one_mail_each(after: AfterReport) -> None:
    after.consent()
    after.clock.move(days=100)
    with ThreadPoolExecutor(2) as both:
        moved = [each.result() for each in [both.submit(tend_pulses, after.tools) for _ in range(2)]]
    assert sorted(moved) == [0, 1]
    (pulse,) = pulse_rounds(after.tools)
    with open_reading(after.tools, SYSTEM) as work:
        mails = work.session.scalars(select(Message).where(Message.round_id == pulse.id))
        assert len(list(mails)) == 11
