"""A server that is not ready, or a fault of our own: all workers wait, and go on by themselves."""

from datetime import timedelta

import pytest

from app.bootstrap import Bundle
from app.domain.mail import (
    MailConfigurationError,
    MailError,
    RefusedMailError,
    ThrottledMailError,
)
from app.services.delivery import deliver_due, ring_if_due
from app.services.finding import find_round
from app.services.ports import JobName, Tools
from app.services.sending_gate import sending_pause, try_again_now
from app.services.sign_in import request_link
from app.services.work import SYSTEM, open_reading, open_work
from tests.builders import an_administrator
from tests.fakes import FakeMailer, FakeQueue, FixedClock
from tests.services.outboxes import a_round_with_mails, outbox, states


@pytest.fixture
def tools(mailed_bundle: Bundle) -> Tools:
    """Return tools whose mailer collects."""
    return mailed_bundle.tools


@pytest.mark.parametrize("kind", [ThrottledMailError, MailConfigurationError])
def test_a_server_that_is_not_ready_is_left_alone_by_every_worker(
    tools: Tools, mailer: FakeMailer, queue: FakeQueue, kind: type[MailError]
) -> None:
    a_round_with_mails(tools)
    mailer.failures = [kind(421, "not now")]
    assert deliver_due(tools) == 0
    connections = mailer.connections
    assert deliver_due(tools) == 0
    queue.published.clear()
    assert not ring_if_due(tools)
    assert (mailer.sent, mailer.connections, queue.published) == ([], connections, [])


def test_a_fault_of_our_own_pauses_the_whole_queue_and_says_why(
    tools: Tools, mailer: FakeMailer, clock: FixedClock
) -> None:
    a_round_with_mails(tools)
    mailer.failures = [MailConfigurationError(535, "sign-in failed") for _ in range(2)]
    deliver_due(tools)
    since = clock.now
    clock.move(minutes=5)
    deliver_due(tools)
    with open_reading(tools, SYSTEM) as work:
        pause = sending_pause(work)
    assert pause is not None
    assert (pause.since, pause.code, pause.reason) == (since, 535, "sign-in failed")
    assert pause.next_try_at == clock.now + timedelta(minutes=5)
    assert [message.attempts for message in outbox(tools)] == [0, 0, 0]


def test_a_paused_queue_goes_on_by_itself_once_one_mail_gets_through(
    tools: Tools, mailer: FakeMailer, clock: FixedClock
) -> None:
    a_round_with_mails(tools)
    mailer.failures = [MailConfigurationError(535, "sign-in failed")]
    deliver_due(tools)
    clock.move(minutes=5)
    assert deliver_due(tools) == 3
    with open_reading(tools, SYSTEM) as work:
        assert sending_pause(work) is None


def test_a_button_tries_a_paused_queue_at_once(tools: Tools, mailer: FakeMailer, queue: FakeQueue) -> None:
    a_round_with_mails(tools)
    mailer.failures = [MailConfigurationError(535, "sign-in failed")]
    deliver_due(tools)
    queue.published.clear()
    with open_work(tools, SYSTEM) as work:
        try_again_now(work)
    assert queue.published == [(JobName.DELIVER,)]
    assert deliver_due(tools) == 3


def test_a_refused_recipient_ends_a_pause_too(tools: Tools, mailer: FakeMailer, clock: FixedClock) -> None:
    a_round_with_mails(tools)
    mailer.failures = [MailConfigurationError(530, "TLS first"), RefusedMailError(550, "nobody here")]
    deliver_due(tools)
    clock.move(minutes=5)
    assert deliver_due(tools) == 2
    assert states(tools) == ["failed", "sent", "sent"]


def test_a_server_that_goes_on_throttling_rests_longer(
    tools: Tools, mailer: FakeMailer, clock: FixedClock
) -> None:
    a_round_with_mails(tools)
    mailer.failures = [ThrottledMailError(421, "too fast") for _ in range(2)]
    deliver_due(tools)
    clock.move(seconds=60)
    deliver_due(tools)
    clock.move(seconds=119)
    assert deliver_due(tools) == 0
    clock.move(seconds=1)
    assert deliver_due(tools) == 3


def test_a_mail_that_nobody_needs_any_more_does_not_use_up_the_try_of_a_paused_queue(
    tools: Tools, mailer: FakeMailer, clock: FixedClock
) -> None:
    closed = a_round_with_mails(tools)
    mailer.failures = [MailConfigurationError(535, "sign-in failed")]
    deliver_due(tools)
    with open_work(tools, SYSTEM) as work:
        find_round(work, closed).closes_at = clock.now
    a_round_with_mails(tools)
    clock.move(minutes=5)
    assert deliver_due(tools) == 3


def test_a_server_that_rests_because_of_one_reader_takes_the_mails_to_the_others_first(
    tools: Tools, mailer: FakeMailer, clock: FixedClock
) -> None:
    a_round_with_mails(tools)
    mailer.failures = [ThrottledMailError(421, "too many to this mailbox")]
    deliver_due(tools)
    blamed = {message.id for message in outbox(tools) if message.last_code == 421}
    clock.move(seconds=60)
    mailer.after_send = lambda: mailer.failures.append(ThrottledMailError(421, "again"))
    deliver_due(tools)
    sent = {message.id for message in outbox(tools) if message.state == "sent"}
    assert len(sent) == 1
    assert not blamed & sent


def test_a_sign_in_that_met_a_busy_server_still_passes_the_mails_of_a_round(
    tools: Tools, mailer: FakeMailer, clock: FixedClock
) -> None:
    a_round_with_mails(tools)
    an_administrator(tools)
    with open_work(tools, SYSTEM) as work:
        request_link(work, "hr@example.org")
    mailer.failures = [ThrottledMailError(421, "too fast")]
    deliver_due(tools)
    clock.move(seconds=60)
    deliver_due(tools)
    assert mailer.sent[0].to_address == "hr@example.org"
