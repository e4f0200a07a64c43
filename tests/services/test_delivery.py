"""The outbox is emptied: once each, in spite of everything mail servers do."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from jinja2 import UndefinedError

from app.bootstrap import Bundle
from app.domain.mail import (
    MailConfigurationError,
    MailError,
    RefusedMailError,
    RenderedMail,
    TemporaryMailError,
    ThrottledMailError,
)
from app.domain.mail_answers import refusal_in_words
from app.services.delivery import deliver_due, ring_if_due
from app.services.finding import find_round
from app.services.ports import JobName, Renderer, Tools
from app.services.raters import remove_rater
from app.services.sending_gate import LEASE
from app.services.work import SYSTEM, open_work
from app.storage.claims import claim_due
from app.storage.raters import rater_lines
from tests.builders import a_launched_round, rater_tokens, send_in_all
from tests.fakes import FakeMailer, FakeQueue, FixedClock
from tests.services.outboxes import a_round_with_mails, outbox, states


class OnceBrokenRenderer:
    """Fails at the first mail."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._is_broken = True

    def render(self, message: str, language: str, values: Mapping[str, object]) -> RenderedMail:
        if self._is_broken:
            self._is_broken = False
            raise UndefinedError("no such value")
        return self._renderer.render(message, language, values)

    def day(self, instant: datetime, language: str) -> str:
        return self._renderer.day(instant, language)


@pytest.fixture
def tools(mailed_bundle: Bundle) -> Tools:
    """Return tools whose mailer collects."""
    return mailed_bundle.tools


def test_every_mail_leaves_once_over_one_connection(tools: Tools, mailer: FakeMailer) -> None:
    a_round_with_mails(tools)
    assert deliver_due(tools) == 3
    assert deliver_due(tools) == 0
    assert len({mail.to_address for mail in mailer.sent}) == len(mailer.sent) == 3
    assert mailer.connections == 1
    assert states(tools) == ["sent"] * 3


def test_an_empty_outbox_opens_no_connection(tools: Tools, mailer: FakeMailer) -> None:
    assert deliver_due(tools) == 0
    assert mailer.connections == 0


def test_a_full_batch_rings_for_the_next(tools: Tools, queue: FakeQueue) -> None:
    a_round_with_mails(tools)
    queue.published.clear()
    assert deliver_due(tools, limit=2) == 2
    assert set(queue.published) == {(JobName.DELIVER,)}


def test_a_refused_mail_fails_with_its_reason_and_the_others_go_on(tools: Tools, mailer: FakeMailer) -> None:
    a_round_with_mails(tools)
    mailer.failures = [RefusedMailError(550, "no such mailbox")]
    assert deliver_due(tools) == 2
    failed = next(message for message in outbox(tools) if message.state == "failed")
    assert (failed.last_code, failed.last_error) == (550, "no such mailbox")


@pytest.mark.parametrize(
    ("error", "pause", "attempts"),
    [
        (TemporaryMailError(451, "greylisted"), timedelta(minutes=1), 1),
        (TemporaryMailError(0, "timed out"), timedelta(minutes=1), 1),
        (ThrottledMailError(421, "too fast"), timedelta(minutes=1), 0),
        (MailConfigurationError(535, "sign-in failed"), timedelta(minutes=5), 0),
    ],
    ids=["temporary", "no answer", "throttled", "configuration"],
)
def test_a_mail_that_may_leave_later_is_tried_again(
    tools: Tools, mailer: FakeMailer, clock: FixedClock, error: MailError, pause: timedelta, attempts: int
) -> None:
    a_round_with_mails(tools, peers=0)
    mailer.failures = [error]
    assert deliver_due(tools) == 0
    (message,) = outbox(tools)
    assert (message.state, message.attempts) == ("pending", attempts)
    clock.now += pause - timedelta(seconds=1)
    assert deliver_due(tools) == 0
    clock.now += timedelta(seconds=1)
    assert deliver_due(tools) == 1


def test_a_dead_server_is_not_asked_for_every_mail(tools: Tools, mailer: FakeMailer) -> None:
    a_round_with_mails(tools, peers=9)
    mailer.failures = [TemporaryMailError(0, "connection refused") for _ in range(10)]
    deliver_due(tools)
    assert len(mailer.failures) == 7
    assert states(tools) == ["pending"] * 10


def test_a_mail_is_tried_for_three_days_and_then_given_up(
    tools: Tools, mailer: FakeMailer, clock: FixedClock
) -> None:
    a_round_with_mails(tools, peers=0)
    begun_at = clock.now
    tries: list[float] = []
    while outbox(tools)[0].state == "pending":
        mailer.failures = [TemporaryMailError(451, "later")]
        deliver_due(tools)
        tries.append((clock.now - begun_at).total_seconds() / 60)
        clock.now = max(outbox(tools)[0].not_before_at, clock.now)
    assert tries[:8] == [0, 1, 6, 21, 51, 111, 171, 231]
    assert 71 * 60 < tries[-1] <= 72 * 60
    assert (outbox(tools)[0].state, outbox(tools)[0].last_error) == ("failed", "later")


def test_a_turn_ends_after_fifteen_seconds_and_rings_for_the_next(
    tools: Tools, mailer: FakeMailer, clock: FixedClock, queue: FakeQueue
) -> None:
    a_round_with_mails(tools, peers=9)
    mailer.on_send = lambda: clock.move(seconds=4)
    queue.published.clear()
    assert deliver_due(tools) == 4
    assert queue.published == [(JobName.DELIVER,)]


def test_the_sweep_does_not_ring_among_many_bells(tools: Tools, queue: FakeQueue) -> None:
    a_round_with_mails(tools, peers=0)
    queue.published.clear()
    queue.is_full = True
    assert not ring_if_due(tools)
    assert queue.published == []


def test_the_message_id_and_the_date_stay_on_every_attempt(
    tools: Tools, mailer: FakeMailer, clock: FixedClock
) -> None:
    a_round_with_mails(tools, peers=0)
    (before,) = outbox(tools)
    mailer.failures = [TemporaryMailError(451, "later")]
    deliver_due(tools)
    clock.move(hours=2)
    deliver_due(tools)
    assert (mailer.sent[0].message_id, mailer.sent[0].dated_at) == (before.message_id, before.dated_at)


def test_a_row_of_a_dead_worker_comes_back_after_the_lease(tools: Tools, clock: FixedClock) -> None:
    a_round_with_mails(tools, peers=0)
    with open_work(tools, SYSTEM) as work:
        claim_due(work.session, work.now, "dead", LEASE)
    assert deliver_due(tools) == 0
    clock.now += LEASE + timedelta(seconds=1)
    assert deliver_due(tools) == 1


def test_a_mail_without_a_reason_is_cancelled(tools: Tools, mailer: FakeMailer) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1, managers=0, peers=4, direct_reports=0)
        for token in rater_tokens(work, round_.id).values():
            send_in_all(work, token)
    assert deliver_due(tools) == 0
    assert set(states(tools)) == {"cancelled"}
    assert mailer.sent == []


def test_nothing_leaves_after_the_closing_instant(tools: Tools, clock: FixedClock) -> None:
    a_round_with_mails(tools, peers=0)
    clock.move(days=15)
    assert deliver_due(tools) == 0
    assert states(tools) == ["cancelled"]


def test_a_mail_that_cannot_be_written_fails_alone(tools: Tools, mailer: FakeMailer) -> None:
    lost = a_round_with_mails(tools, peers=0)
    a_round_with_mails(tools, peers=0)
    tools.keys.destroy(lost)
    assert deliver_due(tools) == 1
    assert states(tools) == ["failed", "sent"]
    assert len(mailer.sent) == 1


def test_a_fault_of_ours_in_one_mail_lets_it_wait_and_the_others_go_on(
    tools: Tools, mailer: FakeMailer, clock: FixedClock
) -> None:
    a_round_with_mails(tools)
    renderer = OnceBrokenRenderer(tools.renderer)
    assert deliver_due(replace(tools, renderer=renderer)) == 2
    assert states(tools) == ["pending", "sent", "sent"]
    clock.move(minutes=1)
    assert deliver_due(tools) == 1
    assert len({mail.to_address for mail in mailer.sent}) == 3


def test_many_mails_of_a_round_that_cannot_be_written_do_not_hold_up_another_round(
    tools: Tools, mailer: FakeMailer
) -> None:
    broken = a_round_with_mails(tools, peers=7)
    a_round_with_mails(tools, peers=0)
    with open_work(tools, SYSTEM) as work:
        find_round(work, broken).questionnaires = {}
    assert deliver_due(tools) == 1
    assert len(mailer.sent) == 1


def test_a_withdrawn_rater_gets_the_withdrawal_only(tools: Tools, mailer: FakeMailer) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1, managers=1, peers=0, direct_reports=0)
        boss = next(
            line for line in rater_lines(work.session, round_.id) if line.assignment.rater_group == "manager"
        )
        remove_rater(work, round_.id, boss.assignment.id)
    deliver_due(tools)
    to_boss = [mail for mail in mailer.sent if mail.to_address == boss.rater.email]
    assert ["No longer" in mail.subject or "/r/" not in mail.text for mail in to_boss] == [True]


def test_the_sweep_rings_only_when_something_is_due(
    tools: Tools, queue: FakeQueue, mailer: FakeMailer
) -> None:
    assert not ring_if_due(tools)
    a_round_with_mails(tools, peers=0)
    queue.published.clear()
    assert ring_if_due(tools)
    assert queue.published == [(JobName.DELIVER,)]


def test_the_sweep_rings_for_several_workers_when_many_mails_are_due(tools: Tools, queue: FakeQueue) -> None:
    a_round_with_mails(tools, peers=29)
    queue.published.clear()
    assert ring_if_due(tools)
    assert queue.published == [(JobName.DELIVER,)] * 3


def test_a_turn_rings_before_it_begins_so_that_its_death_silences_nothing(
    tools: Tools, mailer: FakeMailer, queue: FakeQueue
) -> None:
    a_round_with_mails(tools, peers=9)
    queue.published.clear()
    rung: list[int] = []
    mailer.on_send = lambda: rung.append(len(queue.published))
    deliver_due(tools, limit=2)
    assert rung == [1, 1]


def test_a_mail_that_may_have_arrived_twice_is_held_and_hr_reads_why(
    tools: Tools, mailer: FakeMailer, clock: FixedClock
) -> None:
    a_round_with_mails(tools, peers=0)
    mailer.failures = [
        TemporaryMailError(0, "closed", may_have_arrived=True),
        TemporaryMailError(451, "later"),
        TemporaryMailError(0, "closed", may_have_arrived=True),
    ]
    for _ in range(5):
        deliver_due(tools)
        clock.move(hours=2)
    (message,) = outbox(tools)
    assert (message.state, message.attempts, mailer.sent) == ("failed", 3, [])
    assert "may have arrived" in str(refusal_in_words(message.last_code, message.last_error))
