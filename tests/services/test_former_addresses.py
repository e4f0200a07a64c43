"""Somebody's mail address is changed: the old address is told, sign-ins end, and the report shows it."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.bootstrap import Bundle
from app.domain.errors import LinkError
from app.domain.people import EMAIL, LANGUAGE, NAME
from app.domain.report_reading import ReadingRules
from app.services.audit_trail import audit_lines
from app.services.delivery import deliver_due
from app.services.people import change_address, change_person
from app.services.ports import Tools
from app.services.report_openings import readers_of_report
from app.services.sign_in import check_link, request_link, signed_in
from app.services.work import SYSTEM, Actor, Work, open_reading, open_work
from app.storage.accounts import Account
from app.storage.former_addresses import FormerAddress
from app.storage.people import Person
from tests.builders import a_launched_round, a_person, a_signed_in_person, link_token
from tests.fakes import FakeMailer, FixedClock
from tests.reading_scenes import a_sealed_scene

OLD, NEW = "anna@example.org", "elsewhere@example.org"
RULES = ReadingRules("manager")


def told(mailer: FakeMailer) -> list[str]:
    return [
        mail.to_address for mail in mailer.sent if mail.subject == "Your mail address in Rondom was changed"
    ]


def by_hand(work: Work, person_id: str, email: str) -> None:
    person = work.session.get_one(Person, person_id)
    change_person(work, person_id, {NAME: person.name, LANGUAGE: "en", EMAIL: email})


def in_two_steps(work: Work, person_id: str, email: str) -> None:
    by_hand(work, person_id, "")
    by_hand(work, person_id, email)


def alone(work: Work, person_id: str, email: str) -> None:
    change_address(work, person_id, email)


WAYS: dict[str, Callable[[Work, str, str], None]] = {
    "by hand": by_hand,
    "in two steps": in_two_steps,
    "the address alone": alone,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("is_released", [True, False], ids=["released", "only sealed"])
@pytest.mark.parametrize("who", ["participant", "manager"])
def test_the_old_address_is_told_where_a_report_is_at_stake(
    mailed_bundle: Bundle, mailer: FakeMailer, way: str, is_released: bool, who: str
) -> None:
    scene = a_sealed_scene(mailed_bundle.tools, RULES)
    person = scene.persons[who]
    old = person.email
    if is_released:
        scene.release()
    deliver_due(scene.tools)
    mailer.sent.clear()
    with open_work(scene.tools, SYSTEM) as work:
        WAYS[way](work, person.id, NEW)
    deliver_due(scene.tools)
    assert told(mailer) == [old]
    assert all(NEW not in mail.text for mail in mailer.sent)


def test_it_is_told_in_the_language_of_that_person(mailed_bundle: Bundle, mailer: FakeMailer) -> None:
    tools = mailed_bundle.tools
    with open_work(tools, SYSTEM) as work:
        person = a_person(work, "Anna", OLD, language="nl")
    a_signed_in_person(tools, person)
    with open_work(tools, SYSTEM) as work:
        change_address(work, person.id, NEW)
    deliver_due(tools)
    assert [(mail.to_address, mail.subject) for mail in mailer.sent] == [
        (OLD, "Je mailadres in Rondom is gewijzigd")
    ]


@pytest.mark.parametrize("email", [OLD, "ANNA@Example.org", NEW], ids=["same", "capitals", "rates only"])
def test_nobody_is_told_where_nothing_is_at_stake(
    mailed_bundle: Bundle, mailer: FakeMailer, email: str
) -> None:
    tools = mailed_bundle.tools
    with open_work(tools, SYSTEM) as work:
        person = a_person(work, "Anna", OLD)
    if email != NEW:
        a_signed_in_person(tools, person)
    with open_work(tools, SYSTEM) as work:
        by_hand(work, person.id, email)
        assert work.session.scalars(select(FormerAddress)).all() == []
    deliver_due(tools)
    assert mailer.sent == []


def test_sessions_and_links_of_the_old_address_end_and_waiting_mails_do_not(
    mailed_bundle: Bundle, mailer: FakeMailer
) -> None:
    scene = a_sealed_scene(mailed_bundle.tools, RULES)
    tools, anna = scene.tools, scene.persons["participant"]
    cookie = a_signed_in_person(tools, anna)
    with open_work(tools, SYSTEM) as work:
        request_link(work, OLD)
    deliver_due(tools)
    (link,) = [
        line
        for mail in mailer.sent
        for line in mail.text.splitlines()
        if mail.to_address == OLD and "/sign-in/" in line
    ]
    scene.release()
    mailer.sent.clear()
    with open_work(tools, SYSTEM) as work:
        check_link(work, link_token(link))
        change_address(work, anna.id, NEW)
    with open_reading(tools, SYSTEM) as work:
        assert signed_in(work, cookie) is None
        with pytest.raises(LinkError):
            check_link(work, link_token(link))
    deliver_due(tools)
    assert sorted(mail.to_address for mail in mailer.sent) == sorted([OLD, NEW, "marc@example.org"])


def test_whoever_changes_the_own_address_stays_signed_in(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        person = a_person(work, "Anna", OLD)
    cookie = a_signed_in_person(tools, person)
    with open_reading(tools, SYSTEM) as work:
        account = work.session.scalars(select(Account)).one()
    with open_work(tools, Actor(OLD, account.id, person.id, is_administrator=True)) as work:
        change_address(work, person.id, NEW)
    with open_reading(tools, SYSTEM) as work:
        assert signed_in(work, cookie) is not None


def test_the_report_and_the_log_show_that_the_address_was_changed(tools: Tools, clock: FixedClock) -> None:
    with open_work(tools, SYSTEM) as work:
        other = a_launched_round(work, 1, managers=0, peers=0, direct_reports=0).id
    scene = a_sealed_scene(tools, RULES)
    scene.release()
    clock.move(days=2)
    with open_work(tools, SYSTEM) as work:
        change_address(work, scene.persons["participant"].id, NEW)
        day = work.now.date()
    with open_reading(tools, scene.actors["participant"]) as work:
        assert readers_of_report(work, scene.participant_id).address_changed_on == (day,)
        acts = [[str(line.act) for line in audit_lines(work, each)] for each in (scene.round_id, other)]
    assert [each.count("corrected the mail address of Anna") for each in acts] == [1, 0]
