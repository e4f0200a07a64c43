"""Limits hold for all workers together, in every window, whatever happens to single mails."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.bootstrap import Bundle
from app.domain.mail import Delivered, OutgoingMail, TemporaryMailError
from app.domain.mail_pace import MailLimits
from app.services.delivery import deliver_due, ring_if_due
from app.services.ports import Tools
from app.services.sign_in import request_link
from app.services.tidying import tidy
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.mail_gate import MailLine, MailSending
from app.storage.messages import Message
from app.storage.outbox_figures import oldest_due_at
from tests.builders import a_launched_round, an_administrator
from tests.fakes import START, FakeMailer, FixedClock

SPEED = 30
"""The hurrying clock makes a minute pass in two seconds."""


def limited(tools: Tools, **limits: int) -> Tools:
    return replace(tools, site=replace(tools.site, mail_limits=MailLimits(**limits)))


def a_round_with_mails(tools: Tools, peers: int) -> None:
    """Put `peers` + 1 mails into the outbox."""
    with open_work(tools, SYSTEM) as work:
        a_launched_round(work, 1, managers=0, peers=peers, direct_reports=0)


@pytest.fixture
def tools(mailed_bundle: Bundle) -> Tools:
    """Return tools whose mailer collects."""
    return mailed_bundle.tools


def test_the_minute_is_full_for_every_worker(tools: Tools, mailer: FakeMailer, clock: FixedClock) -> None:
    a_round_with_mails(tools, 9)
    four = limited(tools, per_minute=4)
    assert (deliver_due(four), deliver_due(four)) == (4, 0)
    assert not ring_if_due(four)
    clock.move(seconds=60)
    assert deliver_due(four) == 0
    clock.move(seconds=2)
    assert ring_if_due(four)
    assert deliver_due(four) == 4


def test_the_day_is_full_too(tools: Tools, clock: FixedClock) -> None:
    a_round_with_mails(tools, 9)
    four = limited(tools, per_minute=3, per_day=4)
    sent = []
    for _ in range(4):
        sent.append(deliver_due(four))
        clock.move(minutes=2)
    assert sent == [3, 1, 0, 0]
    clock.move(hours=24)
    assert deliver_due(four) == 3


def test_a_server_that_was_never_reached_uses_nothing_up(tools: Tools, mailer: FakeMailer) -> None:
    a_round_with_mails(tools, 4)
    mailer.failures = [TemporaryMailError(0, "connection refused"), TemporaryMailError(451, "later")]
    deliver_due(limited(tools, per_minute=3))
    assert len(mailer.sent) == 2
    with open_reading(tools, SYSTEM) as work:
        assert len(work.session.scalars(select(MailSending)).all()) == 3


def test_a_sign_in_does_not_stand_behind_a_round(tools: Tools, mailer: FakeMailer, clock: FixedClock) -> None:
    an_administrator(tools)
    a_round_with_mails(tools, 9)
    clock.move(minutes=1)
    with open_work(tools, SYSTEM) as work:
        request_link(work, "hr@example.org")
    assert deliver_due(limited(tools, per_minute=1)) == 1
    assert [mail.to_address for mail in mailer.sent] == ["hr@example.org"]


def test_without_limits_nothing_is_counted(tools: Tools) -> None:
    a_round_with_mails(tools, 2)
    deliver_due(tools)
    with open_reading(tools, SYSTEM) as work:
        assert work.session.scalars(select(MailSending)).all() == []


def test_what_was_counted_is_forgotten_after_a_day(tools: Tools, clock: FixedClock) -> None:
    a_round_with_mails(tools, 2)
    deliver_due(limited(tools, per_day=10))
    clock.move(hours=25)
    tidy(tools)
    with open_reading(tools, SYSTEM) as work:
        assert work.session.scalars(select(MailSending)).all() == []


def test_only_so_many_connections_are_open_at_a_time(tools: Tools, mailer: FakeMailer) -> None:
    a_round_with_mails(tools, 4)
    one = limited(tools, connections=1)
    met: list[int] = []
    mailer.on_send = lambda: met.append(deliver_due(one)) if not met else None
    assert deliver_due(one) == 5
    assert (met, mailer.connections) == ([0], 1)
    with open_reading(tools, SYSTEM) as work:
        assert work.session.scalars(select(MailLine)).all() == []


def test_the_connection_of_a_dead_worker_comes_back(tools: Tools, clock: FixedClock) -> None:
    a_round_with_mails(tools, 1)
    with open_work(tools, SYSTEM) as work:
        held_until_at = clock.now + timedelta(seconds=120)
        work.session.add(MailLine(number=1, holder="dead", held_until_at=held_until_at))
    one = limited(tools, connections=1)
    assert deliver_due(one) == 0
    clock.move(seconds=121)
    assert deliver_due(one) == 2


class HurryingClock:
    """A clock that runs thirty times as fast as ours."""

    def __init__(self) -> None:
        self._begun = time.monotonic()

    def __call__(self) -> datetime:
        return START + timedelta(seconds=(time.monotonic() - self._begun) * SPEED)


class WatchedMailer(FakeMailer):
    """Notes when each mail was taken, and takes its time over some."""

    def __init__(self, clock: HurryingClock) -> None:
        super().__init__()
        self._clock = clock
        self.taken: list[datetime] = []
        self._lock = threading.Lock()

    def send(self, mail: OutgoingMail, before_end: Callable[[], None] | None = None) -> Delivered:
        time.sleep(0.02 * (len(self.taken) % 3))
        with self._lock:
            self.taken.append(self._clock())
            if len(self.taken) % 11 == 0:
                raise TemporaryMailError(451, "later")
            return super().send(mail, before_end)


def test_eight_workers_never_exceed_the_limit_in_any_minute(tools: Tools) -> None:
    a_round_with_mails(tools, 59)
    limit, hurrying = 20, HurryingClock()
    mailer = WatchedMailer(hurrying)
    eight = replace(limited(tools, per_minute=limit), clock=hurrying, mailer=mailer)
    end = time.monotonic() + 5

    def work() -> None:
        while time.monotonic() < end:
            deliver_due(eight)
            time.sleep(0.02)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    taken = sorted(mailer.taken)
    most = max(sum(begin <= each < begin + timedelta(seconds=60) for each in taken) for begin in taken)
    assert most <= limit
    assert len(taken) > limit
    addresses = [mail.to_address for mail in mailer.sent]
    assert len(set(addresses)) == len(addresses)
    with open_reading(tools, SYSTEM) as work_:
        states = set(work_.session.scalars(select(Message.state)))
    assert states <= {"sent", "pending"}


def test_a_sign_in_that_passed_others_counts_as_waiting_since_it_was_written(
    tools: Tools, clock: FixedClock
) -> None:
    an_administrator(tools)
    with open_work(tools, SYSTEM) as work:
        request_link(work, "hr@example.org")
    written_at = clock.now
    clock.move(seconds=30)
    with open_reading(tools, SYSTEM) as work:
        assert oldest_due_at(work.session, work.now) == written_at
