"""The check before release, and the release."""

from sqlalchemy import select

from app.bootstrap import Bundle
from app.services.sign_in import invite_administrator
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.accounts import Account
from app.storage.rounds import Participant, Round, participants_with_persons
from tests.web.console_scenes import Scene, a_closing_round, a_running_round, a_sealed_round, words
from tests.web.visitor import Visitor


def state(bundle: Bundle, scene: Scene) -> str:
    with open_reading(bundle.tools, SYSTEM) as work:
        return work.session.get_one(Round, scene.round_id).state


def test_before_the_seal_there_is_nothing_to_release(administrator: Visitor, bundle: Bundle) -> None:
    for scene in (a_running_round(bundle), a_closing_round(bundle)):
        page = administrator.page(scene.at("release?lang=en"))
        assert "Not yet" in words(page)
        assert not page.select("main form")


def test_the_check_says_in_which_reports_what_is_hidden_and_why(
    administrator: Visitor, bundle: Bundle
) -> None:
    scene = a_sealed_round(bundle)
    page = words(administrator.page(scene.at("release?lang=en")))
    assert "In every report: The highest and the lowest rating of each group are left out" in page
    assert "single answer" in page


def test_a_release_makes_reports_visible_once(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_sealed_round(bundle)
    first = administrator.send(scene.at("release?lang=en"), follow_redirects=True)
    assert "1 report released." in first.text
    assert state(bundle, scene) == "released"
    second = administrator.send(scene.at("release?lang=en"), follow_redirects=True)
    assert "released already" in second.text


def test_a_released_round_offers_no_second_release(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_sealed_round(bundle)
    administrator.send(scene.at("release"))
    page = administrator.page(scene.at("release?lang=en"))
    assert "All reports of this round are released." in words(page)
    assert not page.select("main form")


def test_ones_own_report_waits_for_another_administrator(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_sealed_round(bundle)
    with open_work(bundle.tools, SYSTEM) as work:
        _, person = participants_with_persons(work.session, scene.round_id)[0]
        work.session.scalars(select(Account)).one().person_id = person.id
        invite_administrator(work, "other@example.org")
    page = administrator.page(scene.at("release?lang=en"))
    assert "Another administrator has to release your report" in words(page)
    assert not page.select("main form")
    response = administrator.send(scene.at("release?lang=en"), follow_redirects=True)
    assert "another administrator" in response.text
    with open_reading(bundle.tools, SYSTEM) as work:
        assert work.session.scalars(select(Participant.released_at)).all() == [None]


def test_looking_releases_nothing(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_sealed_round(bundle)
    administrator.get(scene.at("release"))
    assert state(bundle, scene) == "closed"
