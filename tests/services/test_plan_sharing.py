"""Sharing a plan: one mail, to the named person, as long as it is shared."""

import pytest
from sqlalchemy import select

from app.bootstrap import Bundle
from app.domain.errors import InvalidError
from app.services.delivery import deliver_due
from app.services.plan_sharing import plans_for_me, proposed_reader, share_plan, stop_sharing
from app.services.work import SYSTEM, Actor, open_reading, open_work
from app.storage.messages import Message
from app.storage.people import Person
from tests.builders import a_person
from tests.fakes import FakeMailer, FixedClock
from tests.services.after_report import AfterReport, a_released_report

SECRET = "Let Bram finish his sentences"


@pytest.fixture
def after(mailed_bundle: Bundle, mailer: FakeMailer, clock: FixedClock) -> AfterReport:
    """Return a participant with a plan, and a coach nearby; all earlier mails have left."""
    made = a_released_report(mailed_bundle.tools, clock, level=2)
    made.plan("analyseren", goal=SECRET)
    with open_work(made.tools, SYSTEM) as work:
        a_person(work, name="Greet", email="greet@example.org", language="nl")
    deliver_due(made.tools)
    mailer.sent.clear()
    return made


def share(after: AfterReport, address: str = "greet@example.org") -> str:
    with open_work(after.tools, after.actor) as work:
        return share_plan(work, after.participant_id, address).id


def test_the_named_person_gets_one_mail_without_a_word_of_the_plan(
    after: AfterReport, mailer: FakeMailer
) -> None:
    share(after)
    deliver_due(after.tools)
    (mail,) = mailer.sent
    assert mail.to_address == "greet@example.org"
    assert mail.subject == "Anna 1 deelt een ontwikkelplan met je"
    assert f"/reports/{after.participant_id}/plan/shared" in mail.text
    assert SECRET not in mail.text + mail.html
    assert "/sign-in/" not in mail.text + mail.html


def test_sharing_again_sends_no_second_mail(after: AfterReport, mailer: FakeMailer) -> None:
    person_id = share(after)
    deliver_due(after.tools)
    with open_work(after.tools, after.actor) as work:
        stop_sharing(work, after.participant_id, person_id)
    share(after)
    deliver_due(after.tools)
    assert len(mailer.sent) == 1


def test_a_mail_that_has_not_left_is_not_sent_once_sharing_stops(
    after: AfterReport, mailer: FakeMailer
) -> None:
    person_id = share(after)
    with open_work(after.tools, after.actor) as work:
        stop_sharing(work, after.participant_id, person_id)
    deliver_due(after.tools)
    assert mailer.sent == []


def test_the_mail_belongs_to_no_round_that_hr_counts(after: AfterReport) -> None:
    share(after)
    with open_reading(after.tools, SYSTEM) as work:
        messages = work.session.scalars(select(Message).where(Message.kind == "plan_shared"))
        assert [message.round_id for message in messages] == [None]


def test_three_people_at_most_read_a_plan(after: AfterReport) -> None:
    with open_work(after.tools, SYSTEM) as work:
        addresses = [a_person(work).email or "" for _ in range(3)]
    for address in addresses:
        share(after, address)
    with pytest.raises(InvalidError, match="Three people"):
        share(after)


def test_the_reader_finds_the_plan_in_a_list(after: AfterReport) -> None:
    person_id = share(after)
    with open_reading(after.tools, Actor("greet", None, person_id)) as work:
        assert [line.participant_name for line in plans_for_me(work)] == ["Anna 1"]


def test_the_own_manager_is_proposed(after: AfterReport) -> None:
    with open_reading(after.tools, after.actor) as work:
        assert proposed_reader(work, after.participant_id) is None
    with open_work(after.tools, SYSTEM) as work:
        work.session.get_one(Person, after.person_id).manager_id = a_person(work, name="Mieke").id
    with open_reading(after.tools, after.actor) as work:
        found = proposed_reader(work, after.participant_id)
        assert found is not None
        assert found.name == "Mieke"
