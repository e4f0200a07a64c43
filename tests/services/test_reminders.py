"""Reminders: to whoever has something open, and never twice by accident."""

import pytest
from sqlalchemy import select

from app.domain.errors import RefusedError
from app.services.delivery import deliver_due
from app.services.ports import JobName, Tools
from app.services.rating import decline, open_desk
from app.services.reminders import remind_open_raters
from app.services.work import SYSTEM, Work, open_work
from app.storage.messages import Message
from app.storage.people import Person
from app.storage.raters import Invitation
from tests.builders import a_launched_round, a_round, rater_tokens, send_in_all
from tests.fakes import FakeQueue, FixedClock
from tests.services.outboxes import let_mails_leave


def reminded(work: Work) -> set[str]:
    """Return the ids of the persons for whom a reminder is in the outbox."""
    query = (
        select(Invitation.rater_id)
        .join(Message, Message.invitation_id == Invitation.id)
        .where(Message.kind == "reminder")
    )
    return set(work.session.scalars(query))


def test_everybody_with_something_open_is_reminded_once(tools: Tools, queue: FakeQueue) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1, peers=3, direct_reports=0)
    queue.published.clear()
    with open_work(tools, SYSTEM) as work:
        raters = set(rater_tokens(work, round_.id))
        let_mails_leave(work)
        assert remind_open_raters(work, round_.id) == len(raters) == 5
        assert reminded(work) == raters
    assert queue.published == [(JobName.DELIVER,)]


def test_who_has_finished_or_declined_is_left_alone(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1, peers=2, direct_reports=0)
        (done, done_token), (declined, declined_token), *others = rater_tokens(work, round_.id).items()
        send_in_all(work, done_token)
        decline(work, declined_token, open_desk(work, declined_token).tasks[0].assignment_id, "")
        let_mails_leave(work)
        remind_open_raters(work, round_.id)
        assert reminded(work) == {rater_id for rater_id, _ in others}
        assert {done, declined}.isdisjoint(reminded(work))


def test_a_rater_without_an_address_is_not_counted(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1, managers=0, peers=1, direct_reports=0)
        work.session.get_one(Person, next(iter(rater_tokens(work, round_.id)))).email = None
        work.session.flush()
        let_mails_leave(work)
        assert remind_open_raters(work, round_.id) == 1


def test_a_second_click_within_the_hour_is_refused(tools: Tools, clock: FixedClock) -> None:
    with open_work(tools, SYSTEM) as work:
        round_id = a_launched_round(work, 1).id
        remind_open_raters(work, round_id)
    clock.move(minutes=59)
    with open_work(tools, SYSTEM) as work, pytest.raises(RefusedError, match="less than an hour"):
        remind_open_raters(work, round_id)


def test_an_hour_later_everybody_can_be_reminded_again(tools: Tools, clock: FixedClock) -> None:
    with open_work(tools, SYSTEM) as work:
        round_id = a_launched_round(work, 1, peers=0, direct_reports=0).id
        let_mails_leave(work)
        remind_open_raters(work, round_id)
    deliver_due(tools)
    clock.move(minutes=61)
    with open_work(tools, SYSTEM) as work:
        assert remind_open_raters(work, round_id) == 2


def test_whoever_still_waits_for_the_invitation_is_not_reminded_of_it(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_id = a_launched_round(work, 1, peers=0, direct_reports=0).id
        first = work.session.scalars(select(Message).order_by(Message.id)).first()
        let_mails_leave(work)
        assert first is not None
        first.state = "pending"
        work.session.flush()
        assert remind_open_raters(work, round_id) == 1


def test_whoever_has_a_reminder_waiting_gets_no_second_one(tools: Tools, clock: FixedClock) -> None:
    with open_work(tools, SYSTEM) as work:
        round_id = a_launched_round(work, 1, peers=0, direct_reports=0).id
        let_mails_leave(work)
        remind_open_raters(work, round_id)
    clock.move(minutes=61)
    with open_work(tools, SYSTEM) as work:
        assert remind_open_raters(work, round_id) == 0


def test_a_draft_reminds_nobody(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work, pytest.raises(RefusedError, match="only while"):
        remind_open_raters(work, a_round(work).id)
