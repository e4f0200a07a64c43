"""What is deleted after thirty days, and what a running round still needs."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.services.delivery import deliver_due
from app.services.ports import Tools
from app.services.reminders import remind_open_raters
from app.services.sealing import begin_close, seal_round
from app.services.tidying import tidy
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.messages import Message
from app.storage.rounds import Round
from tests.builders import a_launched_round
from tests.fakes import FixedClock
from tests.services.outboxes import let_mails_leave


@pytest.fixture
def round_id(tools: Tools, clock: FixedClock) -> str:
    """Return a round of two months, five weeks after its mails and its first reminders."""
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1, closes_at=work.now + timedelta(days=60))
    deliver_due(tools)
    clock.move(days=1)
    with open_work(tools, SYSTEM) as work:
        let_mails_leave(work)
        remind_open_raters(work, round_.id)
    deliver_due(tools)
    clock.move(days=35)
    return round_.id


def kinds(tools: Tools) -> set[str]:
    with open_reading(tools, SYSTEM) as work:
        return set(work.session.scalars(select(Message.kind)))


def test_a_running_round_keeps_its_invitations_and_forgets_its_reminders(tools: Tools, round_id: str) -> None:
    assert kinds(tools) == {"invitation", "reminder"}
    tidy(tools)
    assert kinds(tools) == {"invitation"}


def test_a_closed_round_forgets_them_all(tools: Tools, round_id: str) -> None:
    with open_work(tools, SYSTEM) as work:
        begin_close(work, round_id)
    seal_round(tools, round_id)
    tidy(tools)
    assert kinds(tools) == set()
    with open_reading(tools, SYSTEM) as work:
        assert work.session.get_one(Round, round_id).state == "closed"
