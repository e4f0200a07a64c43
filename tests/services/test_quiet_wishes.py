"""Who wants no reminders is told to nobody, for raters whom HR may follow too."""

import pytest
from sqlalchemy import update

from app.bootstrap import Bundle
from app.services.deliveries import all_deliveries, rater_mails
from app.services.delivery import deliver_due
from app.services.opting_out import no_reminders_address, set_reminders
from app.services.reminders import remind_open_raters
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.messages import Message
from app.storage.raters import round_invitations
from tests.builders import a_launched_round, link_token
from tests.fakes import FakeMailer, FixedClock
from tests.services.outboxes import let_mails_leave


def seen_after_a_reminder(bundle: Bundle, clock: FixedClock) -> tuple[str, dict[str, list[object]]]:
    """Return who wants no reminders, and what HR sees of the mails to each rater after one."""
    tools = bundle.tools
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1, managers=0, direct_reports=0)
        unwilling, *_ = round_invitations(work.session, round_.id)
        stop = link_token(no_reminders_address(work, unwilling))
    deliver_due(tools)
    clock.move(days=2)
    with open_work(tools, SYSTEM) as work:
        set_reminders(work, stop, are_wanted=False)
    with open_work(tools, SYSTEM) as work:
        let_mails_leave(work)
        remind_open_raters(work, round_.id)
    with open_reading(tools, SYSTEM) as work:
        assert len({str(each.written_at) for each in all_deliveries(work, round_.id)}) == 1
    deliver_due(tools)
    with open_reading(tools, SYSTEM) as work:
        return unwilling.rater_id, {
            each.rater_id: [
                each.is_followed,
                each.state,
                each.written_at,
                [(mail.kind, mail.written_at) for mail in rater_mails(work, round_.id, each)],
            ]
            for each in all_deliveries(work, round_.id)
        }


def test_the_list_of_mails_does_not_tell_who_wants_no_reminders(
    mailed_bundle: Bundle, mailer: FakeMailer, clock: FixedClock
) -> None:
    unwilling, seen = seen_after_a_reminder(mailed_bundle, clock)
    others = [seen[each] for each in seen if each != unwilling]
    # Six are invited and five of them reminded.
    assert len(mailer.sent) == 2 * len(seen) - 1
    assert all(each == seen[unwilling] for each in others)


@pytest.mark.parametrize(
    "loss",
    [{"state": "failed"}, {"bounced_at": FixedClock().now}, {"soft_bounces": 1}],
    ids=["refused", "came back", "came back for now"],
)
def test_a_reminder_that_did_not_arrive_is_shown(
    mailed_bundle: Bundle, clock: FixedClock, loss: dict[str, object]
) -> None:
    seen_after_a_reminder(mailed_bundle, clock)
    with open_work(mailed_bundle.tools, SYSTEM) as work:
        lost = work.session.scalars(
            update(Message).where(Message.kind == "reminder").values(**loss).returning(Message.round_id)
        ).all()
        assert lost[0] is not None
        assert sum(each.is_trouble for each in all_deliveries(work, lost[0])) == len(lost) == 5
