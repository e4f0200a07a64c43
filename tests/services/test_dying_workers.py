"""A mail whose workers die: it may be what kills them, or they die of something else."""

from datetime import timedelta

import pytest

from app.bootstrap import Bundle
from app.domain.mail_answers import BROKE_OFF
from app.domain.mail_pace import MOST_LAPSES
from app.services.delivery import deliver_due
from app.services.ports import Tools
from app.services.sending_gate import LEASE
from app.services.work import SYSTEM, open_work
from app.storage.claims import claim_due
from tests.fakes import FakeMailer, FixedClock
from tests.services.outboxes import a_round_with_mails, outbox, states


@pytest.fixture
def tools(mailed_bundle: Bundle) -> Tools:
    """Return tools whose mailer collects."""
    return mailed_bundle.tools


def let_die(tools: Tools, clock: FixedClock, workers: int) -> None:
    for _ in range(workers):
        with open_work(tools, SYSTEM) as work:
            assert claim_due(work.session, work.now, "dead", LEASE)
        clock.now += LEASE + timedelta(seconds=1)


def test_a_mail_whose_workers_keep_dying_lets_the_others_go_first(
    tools: Tools, mailer: FakeMailer, clock: FixedClock
) -> None:
    a_round_with_mails(tools, peers=3)
    let_die(tools, clock, MOST_LAPSES + 1)
    assert deliver_due(tools) == 3
    assert sorted(states(tools)) == ["pending", "sent", "sent", "sent"]


def test_a_mail_whose_workers_kept_dying_leaves_when_one_lives(
    tools: Tools, mailer: FakeMailer, clock: FixedClock
) -> None:
    a_round_with_mails(tools, peers=0)
    let_die(tools, clock, MOST_LAPSES + 1)
    assert deliver_due(tools) == 0
    clock.move(minutes=1)
    assert deliver_due(tools) == 1
    assert states(tools) == ["sent"]
    assert len(mailer.sent) == 1


def test_a_mail_that_kills_every_worker_for_three_days_is_given_up(
    tools: Tools, mailer: FakeMailer, clock: FixedClock
) -> None:
    a_round_with_mails(tools, peers=0)
    begun_at = clock.now
    let_die(tools, clock, MOST_LAPSES)
    pauses: list[float] = []
    while states(tools) != ["failed"]:
        let_die(tools, clock, 1)
        put_off_at = clock.now
        assert deliver_due(tools) == 0
        clock.now = max(outbox(tools)[0].not_before_at, clock.now)
        pauses.append((clock.now - put_off_at).total_seconds() / 60)
    assert pauses[:6] == [1, 5, 15, 30, 60, 60]
    assert timedelta(hours=70) < clock.now - begun_at <= timedelta(hours=73)
    assert outbox(tools)[0].last_error == BROKE_OFF
    assert mailer.sent == []
