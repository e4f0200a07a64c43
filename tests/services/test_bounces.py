"""A mail that came back is noted on its row; no reminder goes to that address until it is corrected."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from sqlalchemy import select

from app.bootstrap import Bundle
from app.domain.bounces import Bounce, BounceMailboxError
from app.domain.mail import RefusedMailError
from app.services.bounces import fetch_bounces, note_bounce, takes_mail
from app.services.deliveries import round_deliveries
from app.services.delivery import deliver_due
from app.services.ports import Tools
from app.services.reminders import remind_open_raters
from app.services.resending import correct_address, send_again
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.messages import Message
from app.storage.people import Person
from app.storage.raters import Invitation, rater_lines
from tests.builders import a_launched_round, rater_tokens
from tests.domain.made_bounces import TOKEN, a_report
from tests.fakes import FakeMailer, FixedClock


@dataclass
class FakeMailbox:
    """Holds mails; those that were understood are gone."""

    mails: list[bytes] = field(default_factory=list)
    is_away: bool = False

    def take(self, limit: int, read: Callable[[bytes], bool]) -> int:
        if self.is_away:
            raise BounceMailboxError("TimeoutError: timed out")
        before = len(self.mails)
        self.mails = [mail for mail in self.mails[:limit] if not read(mail)] + self.mails[limit:]
        return before - len(self.mails)

    def check(self) -> None:
        """Do nothing: this mailbox is always there."""


@pytest.fixture
def tools(mailed_bundle: Bundle) -> Tools:
    """Return tools whose mailer collects, and that have an address for returned mails."""
    made = mailed_bundle.tools
    return replace(made, site=replace(made.site, bounce_address="bounces@example.org"))


def a_sent_round(tools: Tools, clock: FixedClock) -> tuple[str, str, Message]:
    """Return a round, a peer, and the mail to that peer that a server has taken over."""
    with open_work(tools, SYSTEM) as work:
        round_id = a_launched_round(work, 1).id
    deliver_due(tools)
    clock.move(minutes=1)
    with open_reading(tools, SYSTEM) as work:
        line = next(
            each for each in rater_lines(work.session, round_id) if each.assignment.rater_group == "peer"
        )
        query = select(Message).where(Message.invitation_id == line.assignment.invitation_id)
        return round_id, line.rater.id, work.session.scalars(query).one()


def bounced(tools: Tools, mail: Message, status: str = "5.1.1", said: str = "no such user") -> bool:
    with open_work(tools, SYSTEM) as work:
        return note_bounce(work, Bounce(mail.bounce_token or "", "", status, said))


def stored(tools: Tools, mail: Message) -> Message:
    with open_reading(tools, SYSTEM) as work:
        return work.session.get_one(Message, mail.id)


def reminded(tools: Tools, mailer: FakeMailer, round_id: str, rater_id: str) -> bool:
    """Send reminders; tell whether this rater got one."""
    mailer.sent.clear()
    with open_work(tools, SYSTEM) as work:
        remind_open_raters(work, round_id)
        address = work.session.get_one(Person, rater_id).email
    deliver_due(tools)
    assert mailer.sent
    return address in {mail.to_address for mail in mailer.sent}


def test_every_mail_leaves_under_a_random_address_of_its_own(
    tools: Tools, mailer: FakeMailer, clock: FixedClock
) -> None:
    round_id, _, _ = a_sent_round(tools, clock)
    senders = {mail.envelope_from for mail in mailer.sent}
    assert len(senders) == len(mailer.sent)
    with open_reading(tools, SYSTEM) as work:
        rows = work.session.scalars(select(Message)).all()
        assert senders == {f"bounces+{row.bounce_token}@example.org" for row in rows}
        known = set(rater_tokens(work, round_id).values()) | set(
            work.session.scalars(select(Invitation.token_hash))
        )
        assert not known & {row.bounce_token for row in rows}
    assert all(mail.from_address == tools.site.mail_from for mail in mailer.sent)


def test_without_the_setting_nothing_changes(mailed_bundle: Bundle, mailer: FakeMailer) -> None:
    with open_work(mailed_bundle.tools, SYSTEM) as work:
        a_launched_round(work, 1)
    deliver_due(mailed_bundle.tools)
    assert {mail.envelope_from for mail in mailer.sent} == {None}
    assert fetch_bounces(mailed_bundle.tools) == 0


def test_a_wrong_address_gets_no_reminder_until_it_is_corrected(
    tools: Tools, mailer: FakeMailer, clock: FixedClock
) -> None:
    round_id, rater_id, mail = a_sent_round(tools, clock)
    assert bounced(tools, mail)
    assert not reminded(tools, mailer, round_id, rater_id)
    clock.move(hours=2)
    with open_work(tools, SYSTEM) as work:
        correct_address(work, round_id, rater_id, "right@example.org")
    mailer.sent.clear()
    assert deliver_due(tools) == 1
    assert [mail.to_address for mail in mailer.sent] == ["right@example.org"]
    clock.move(hours=2)
    assert reminded(tools, mailer, round_id, rater_id)


def test_a_bounce_that_comes_late_blames_the_old_address(
    tools: Tools, mailer: FakeMailer, clock: FixedClock
) -> None:
    round_id, rater_id, mail = a_sent_round(tools, clock)
    with open_work(tools, SYSTEM) as work:
        correct_address(work, round_id, rater_id, "right@example.org")
    assert bounced(tools, mail)
    with open_reading(tools, SYSTEM) as work:
        assert takes_mail(work, "right@example.org")
        # A newer mail waits for the corrected address.
        assert round_deliveries(work, round_id, only_troubles=True).lines == ()
    assert reminded(tools, mailer, round_id, rater_id)


def test_sending_again_to_the_same_address_forgives_it(
    tools: Tools, mailer: FakeMailer, clock: FixedClock
) -> None:
    round_id, rater_id, mail = a_sent_round(tools, clock)
    bounced(tools, mail)
    with open_work(tools, SYSTEM) as work:
        send_again(work, round_id, rater_id)
    assert deliver_due(tools) == 1
    clock.move(hours=2)
    assert reminded(tools, mailer, round_id, rater_id)
    with open_reading(tools, SYSTEM) as work:
        assert round_deliveries(work, round_id).troubles == 0


@pytest.mark.parametrize("status", ["5.2.2", "5.7.1", "4.4.7"])
def test_a_full_mailbox_or_a_policy_is_shown_and_counted_but_blames_nobody(
    tools: Tools, mailer: FakeMailer, clock: FixedClock, status: str
) -> None:
    round_id, rater_id, mail = a_sent_round(tools, clock)
    bounced(tools, mail, status)
    bounced(tools, mail, status)
    noted = stored(tools, mail)
    assert (noted.bounced_at, noted.soft_bounces, noted.bounce_status) == (None, 2, status)
    with open_reading(tools, SYSTEM) as work:
        assert [line.state for line in round_deliveries(work, round_id, only_troubles=True).lines] == [
            "came back"
        ]
    assert reminded(tools, mailer, round_id, rater_id)


def test_the_first_verdict_stays_and_no_address_is_kept(tools: Tools, clock: FixedClock) -> None:
    round_id, rater_id, mail = a_sent_round(tools, clock)
    with open_reading(tools, SYSTEM) as work:
        address = work.session.get_one(Person, rater_id).email or ""
    local_part = address.partition("@")[0]
    bounced(tools, mail, said=f"550 <{address}> user {local_part.upper()} unknown")
    clock.move(minutes=1)
    bounced(tools, mail, "5.2.2", "full")
    noted = stored(tools, mail)
    assert (noted.bounce_status, noted.bounce_text) == ("5.1.1", "550 (address) user (address) unknown")
    assert round_id


def test_a_refusal_at_once_stops_reminders_too(tools: Tools, mailer: FakeMailer, clock: FixedClock) -> None:
    with open_work(tools, SYSTEM) as work:
        round_id = a_launched_round(work, 1).id
    mailer.failures = [RefusedMailError(550, "5.1.1 no such user")]
    deliver_due(tools)
    clock.move(minutes=1)
    with open_reading(tools, SYSTEM) as work:
        (line,) = round_deliveries(work, round_id, only_troubles=True).lines
        assert str(line.reason) == "There is no such address."
    assert not reminded(tools, mailer, round_id, line.rater_id)


def test_the_mailbox_is_read_and_other_mail_is_left(tools: Tools, clock: FixedClock) -> None:
    _, _, mail = a_sent_round(tools, clock)
    ours = a_report(to=f"bounces+{mail.bounce_token}@example.org", original="")
    box = FakeMailbox([ours, b"Subject: hello\r\n\r\nhow are you", a_report()])
    assert fetch_bounces(replace(tools, bounces=box)) == 2
    assert stored(tools, mail).bounce_status == "5.1.1"
    assert box.mails == [b"Subject: hello\r\n\r\nhow are you"]
    assert mail.bounce_token != TOKEN


def test_a_mailbox_that_is_away_is_only_noted(tools: Tools, caplog: pytest.LogCaptureFixture) -> None:
    assert fetch_bounces(replace(tools, bounces=FakeMailbox(is_away=True))) == 0
    assert "timed out" in caplog.text


def test_a_reminder_that_bounces_tells_nothing_about_a_hidden_rater(
    tools: Tools, mailer: FakeMailer, clock: FixedClock
) -> None:
    with open_work(tools, SYSTEM) as work:
        round_id = a_launched_round(work, 1, direct_reports=2).id
    deliver_due(tools)
    clock.move(hours=2)
    with open_work(tools, SYSTEM) as work:
        remind_open_raters(work, round_id)
        reminders = work.session.scalars(select(Message.id).where(Message.kind == "reminder")).all()
    deliver_due(tools)
    with open_reading(tools, SYSTEM) as work:
        before = round_deliveries(work, round_id)
    for message_id in reminders:
        with open_reading(tools, SYSTEM) as work:
            mail = work.session.get_one(Message, message_id)
        bounced(tools, mail)
    with open_reading(tools, SYSTEM) as work:
        after = round_deliveries(work, round_id)
    hidden = [line for line in after.lines if not line.is_followed]
    assert len(hidden) == 2
    assert hidden == [line for line in before.lines if not line.is_followed]
    assert after.troubles == len(after.lines) - 2
