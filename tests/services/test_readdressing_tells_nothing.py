"""Another mail address: the mails about it, and that nobody learns from it who has answered."""

import pytest
from sqlalchemy import func, select

from app.bootstrap import Bundle
from app.domain.people import EMAIL, NAME
from app.domain.tables import Row, Table
from app.services.audit_trail import audit_lines
from app.services.delivery import deliver_due
from app.services.people import change_address, import_people
from app.services.ports import JobName, Tools
from app.services.progress import round_progress
from app.services.rating import (
    decline,
    open_desk,
)
from app.services.relinking import renew_link
from app.services.work import SYSTEM, Work, open_reading, open_work
from app.storage.audit import AuditEntry
from app.storage.messages import Message
from app.storage.people import Person
from app.storage.replaced_links import ReplacedLink
from tests.builders import a_person, rater_tokens, send_in_all
from tests.fakes import FakeMailer, FakeQueue, FixedClock
from tests.services.answering import begin_one, send_in_one
from tests.services.readdressing import NEW, OLD, WAYS, a_scene


def test_one_mail_goes_to_the_new_address_and_says_what_became_of_the_old_link(
    mailed_bundle: Bundle, mailer: FakeMailer, clock: FixedClock
) -> None:
    tools = mailed_bundle.tools
    with open_work(tools, SYSTEM) as work:
        round_, rater_id, (sent, _) = a_scene(work)
        send_in_one(work, rater_tokens(work, round_.id)[rater_id], sent)
    deliver_due(tools)
    mailer.sent.clear()
    clock.move(minutes=1)
    with open_work(tools, SYSTEM) as work:
        renew_link(work, round_.id, rater_id)
        change_address(work, rater_id, NEW)
        new = rater_tokens(work, round_.id)[rater_id]
    deliver_due(tools)
    (mail,) = mailer.sent
    assert mail.to_address == NEW
    assert new in mail.text
    assert "Your mail address changed" in mail.text
    assert "you find it behind the new one" not in mail.text


def test_an_invitation_that_still_waits_carries_the_new_link(
    mailed_bundle: Bundle, mailer: FakeMailer
) -> None:
    tools = mailed_bundle.tools
    with open_work(tools, SYSTEM) as work:
        round_, rater_id, _ = a_scene(work)
        change_address(work, rater_id, NEW)
        new = rater_tokens(work, round_.id)[rater_id]
    deliver_due(tools)
    (mail,) = [each for each in mailer.sent if each.to_address in {OLD, NEW}]
    assert (mail.to_address, new in mail.text) == (NEW, True)


def do(work: Work, what: str, token: str, own: list[str]) -> None:
    if what == "a draft":
        begin_one(work, token, own[0])
    elif what == "half":
        send_in_one(work, token, own[0])
    elif what == "all":
        send_in_all(work, token)
    elif what == "no":
        decline(work, token, own[0], "no")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("shows_progress", [True, False], ids=["small group", "round without progress"])
def test_for_a_hidden_rater_everything_is_alike_whatever_was_done(
    mailed_bundle: Bundle,
    mailer: FakeMailer,
    queue: FakeQueue,
    clock: FixedClock,
    shows_progress: bool,
    way: str,
) -> None:
    tools = mailed_bundle.tools
    seen = {}
    for done in ("nothing", "a draft", "half", "all", "no"):
        with open_work(tools, SYSTEM) as work:
            for person in work.session.scalars(select(Person)):
                person.email, person.name = None, f"Earlier {person.name}"
            work.session.flush()
            round_, rater_id, own = a_scene(work, peers=2)
            round_.hr_sees_progress = shows_progress
        deliver_due(tools)
        clock.move(minutes=1)
        with open_work(tools, SYSTEM) as work:
            do(work, done, rater_tokens(work, round_.id)[rater_id], own)
        queue.published.clear()
        with open_work(tools, SYSTEM) as work:
            said = WAYS[way](work, round_.id, rater_id, NEW)
        rung = list(queue.published)
        mailer.sent.clear()
        deliver_due(tools)
        assert sum("Your mail address changed" in mail.text for mail in mailer.sent) == (done != "all")
        with open_reading(tools, SYSTEM) as work:
            counts = [
                work.session.scalar(
                    select(func.count()).select_from(table).where(table.round_id == round_.id)
                )
                for table in (ReplacedLink, Message, AuditEntry)
            ]
            acts = [str(line.act) for line in audit_lines(work, round_.id)]
            noted = acts.count("corrected the mail address of Rater")
            progress = round_progress(work, round_.id)
            seen[done] = (said, rung, counts, noted, progress.mails, progress.done)
    assert all(each == seen["nothing"] for each in seen.values()), seen
    assert set(seen["nothing"][1]) == {(JobName.DELIVER,)}


def test_a_dry_run_says_for_how_many_links_are_replaced_whatever_they_have_done(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id, _ = a_scene(work)
        token = rater_tokens(work, round_.id)[rater_id]
        send_in_all(work, token)
        other = a_person(work, "Rates nobody")
        work.session.get_one(Person, rater_id).email = other.email = None
        work.session.flush()
        rows = tuple(
            Row(number, {EMAIL: f"p{number}@example.net", NAME: name})
            for number, name in enumerate(("Rater", other.name, "Somebody new"), start=2)
        )
        result = import_people(work, Table((EMAIL, NAME), rows), is_dry_run=True)
        assert (len(result.changed), len(result.new), result.new_links) == (2, 1, 1)
        work.session.flush()
        assert open_desk(work, token).is_finished
