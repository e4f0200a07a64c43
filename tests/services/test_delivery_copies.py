"""A worker may die at any instant of a mail: two copies at the most, and no mail is held that never left."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.bootstrap import Bundle
from app.domain.mail import MailError, RefusedMailError, TemporaryMailError
from app.domain.mail_answers import MAY_HAVE_ARRIVED
from app.services.delivery import AT_ONCE, deliver_due
from app.services.ports import Tools
from app.services.sending_gate import LEASE
from app.services.work import SYSTEM, open_work
from app.storage.claims import claim_due
from app.storage.engine import Database
from tests.fakes import FakeMailer, FixedClock
from tests.services.outboxes import a_round_with_mails, outbox, states


class KilledError(BaseException):
    """Ends a worker on the spot, as kill -9 does: nothing of ours may catch it."""


@dataclass(frozen=True)
class MortalDatabase(Database):
    """A database that a dead worker does not reach any more, whatever it would still tidy up."""

    dead: list[bool] = field(default_factory=list)

    def reading(self) -> Session:
        """Return a session, or raise KilledError."""
        return self._of_the_living(super().reading())

    def writing(self) -> Session:
        """Return a session, or raise KilledError."""
        return self._of_the_living(super().writing())

    def _of_the_living(self, session: Session) -> Session:
        if self.dead:
            raise KilledError
        return session


@pytest.fixture
def tools(mailed_bundle: Bundle) -> Tools:
    """Return tools whose mailer collects."""
    return mailed_bundle.tools


def killed_at(tools: Tools, mailer: FakeMailer, number: int) -> None:
    """Let a worker die the moment so many mails have been taken."""
    database = MortalDatabase(tools.database.engine)

    def die() -> None:
        database.dead.append(True)
        raise KilledError

    mailer.after_send = _at(number, die)
    with pytest.raises(KilledError):
        deliver_due(replace(tools, database=database))
    mailer.after_send = lambda: None


def lapse(clock: FixedClock) -> None:
    clock.now += LEASE + timedelta(seconds=1)


def killed_before_sending(tools: Tools, clock: FixedClock) -> None:
    with open_work(tools, SYSTEM) as work:
        claim_due(work.session, work.now, "dead", LEASE)
    lapse(clock)


def killed_after_the_yes(tools: Tools, mailer: FakeMailer, clock: FixedClock) -> None:
    killed_at(tools, mailer, 1)
    lapse(clock)


def test_killed_after_every_yes_a_mail_arrives_twice_and_is_then_held(
    tools: Tools, mailer: FakeMailer, clock: FixedClock
) -> None:
    a_round_with_mails(tools, peers=0)
    for _ in range(2):
        killed_after_the_yes(tools, mailer, clock)
    assert deliver_due(tools) == 0
    assert len(mailer.sent) == 2
    (message,) = outbox(tools)
    assert message.state == "failed"
    assert message.last_error.startswith(MAY_HAVE_ARRIVED)


@pytest.mark.parametrize("times", [1, 2, 4])
def test_a_mail_whose_workers_died_before_its_last_line_is_sent_all_the_same(
    tools: Tools, mailer: FakeMailer, clock: FixedClock, times: int
) -> None:
    a_round_with_mails(tools, peers=0)
    for _ in range(times):
        killed_before_sending(tools, clock)
    assert deliver_due(tools) == 1
    assert states(tools) == ["sent"]


@pytest.mark.parametrize("is_taken_first", [True, False], ids=["first taken", "first not taken"])
def test_a_death_before_and_one_after_the_yes_leave_a_mail_for_one_more_try(
    tools: Tools, mailer: FakeMailer, clock: FixedClock, is_taken_first: bool
) -> None:
    a_round_with_mails(tools, peers=0)
    if is_taken_first:
        killed_after_the_yes(tools, mailer, clock)
    killed_before_sending(tools, clock)
    if not is_taken_first:
        killed_after_the_yes(tools, mailer, clock)
    assert deliver_due(tools) == 1
    assert len(mailer.sent) == 2


def test_of_mails_claimed_together_only_the_one_under_way_may_have_arrived(
    tools: Tools, mailer: FakeMailer
) -> None:
    a_round_with_mails(tools, peers=AT_ONCE - 1)
    killed_at(tools, mailer, 3)
    may_have_arrived = [each.possible_copies for each in outbox(tools) if each.state == "sending"]
    assert sorted(may_have_arrived) == [0] * (AT_ONCE - 3) + [1]


@pytest.mark.parametrize(
    ("error", "copies"),
    [
        (TemporaryMailError(451, "later"), 1),
        (TemporaryMailError(0, "closed", may_have_arrived=True), 2),
        (RefusedMailError(550, "nobody"), 1),
    ],
    ids=["later", "silence after the content", "refused"],
)
def test_what_the_server_says_of_a_second_copy_is_believed(
    tools: Tools, mailer: FakeMailer, clock: FixedClock, error: MailError, copies: int
) -> None:
    a_round_with_mails(tools, peers=0)
    killed_after_the_yes(tools, mailer, clock)
    mailer.failures = [error]
    deliver_due(tools)
    assert outbox(tools)[0].possible_copies == copies


def test_a_mail_is_not_ended_once_another_worker_has_it(
    tools: Tools, mailer: FakeMailer, clock: FixedClock
) -> None:
    a_round_with_mails(tools, peers=0)

    def lose_it() -> None:
        mailer.on_send = lambda: None
        lapse(clock)
        with open_work(tools, SYSTEM) as work:
            assert claim_due(work.session, work.now, "another", LEASE)

    mailer.on_send = lose_it
    assert deliver_due(tools) == 0
    assert mailer.sent == []


@pytest.mark.parametrize("dies_at", range(1, AT_ONCE + 1, 3))
def test_of_mails_claimed_together_only_the_one_under_way_is_doubled(
    tools: Tools, mailer: FakeMailer, clock: FixedClock, dies_at: int
) -> None:
    a_round_with_mails(tools, peers=AT_ONCE - 1)
    killed_at(tools, mailer, dies_at)
    lapse(clock)
    deliver_due(tools)
    sent = [mail.message_id for mail in mailer.sent]
    assert len(set(sent)) == AT_ONCE
    assert len(sent) == AT_ONCE + 1
    assert states(tools) == ["sent"] * AT_ONCE


def test_a_mail_that_waited_long_after_it_was_written_is_written_anew(
    tools: Tools, mailer: FakeMailer, clock: FixedClock
) -> None:
    a_round_with_mails(tools, peers=3)
    mailer.on_send = lambda: clock.move(days=15, seconds=1)
    deliver_due(tools)
    deliver_due(tools)
    assert states(tools) == ["cancelled", "cancelled", "cancelled", "sent"]


def _at(number: int, act: Callable[[], None]) -> Callable[[], None]:
    count = 0

    def after() -> None:
        nonlocal count
        count += 1
        if count == number:
            act()

    return after
