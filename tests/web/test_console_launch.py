"""The check list, and the launch."""

from sqlalchemy import func, select

from app.bootstrap import Bundle
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.messages import Message
from app.storage.rounds import Round
from tests.builders import a_round
from tests.web.console_scenes import Scene, a_draft, a_running_round, words
from tests.web.visitor import Visitor


def mails(bundle: Bundle) -> int:
    with open_reading(bundle.tools, SYSTEM) as work:
        return work.session.scalar(select(func.count()).select_from(Message)) or 0


def state(bundle: Bundle, scene: Scene) -> str:
    with open_reading(bundle.tools, SYSTEM) as work:
        return work.session.get_one(Round, scene.round_id).state


def test_what_is_missing_links_to_its_place_and_bars_the_launch(
    administrator: Visitor, bundle: Bundle
) -> None:
    with open_work(bundle.tools, SYSTEM) as work:
        round_id = a_round(work, 0, competencies=()).id
    page = administrator.page(f"/console/rounds/{round_id}/launch?lang=en")
    links = [link["href"].rsplit("/", 1)[1] for link in page.select("main .rows a")]  # type: ignore[union-attr]
    assert links == ["competencies", "raters"]
    assert not page.select("main form")


def test_the_check_tells_what_it_asks_of_people(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle, peers=2)
    page = administrator.page(scene.at("launch?lang=en"))
    facts = {term.get_text(): term.find_next("dd").get_text() for term in page.select("dt")}  # type: ignore[union-attr]
    assert facts["Raters"] == "3"
    assert facts["Mails that go out"] == "3"
    assert "2 peers" in words(page)
    assert "This is trial mode" in words(page)


def test_a_launch_leads_to_the_progress(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle)
    response = administrator.send(scene.at("launch"))
    assert (response.status_code, response.headers["Location"]) == (303, scene.at("progress"))
    assert state(bundle, scene) == "collecting"


def test_a_double_click_launches_once(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle, peers=2)
    administrator.send(scene.at("launch"))
    response = administrator.send(scene.at("launch?lang=en"), follow_redirects=True)
    assert response.status_code == 200
    assert "launched already; nothing was sent twice" in response.text
    assert mails(bundle) == 3


def test_looking_at_the_check_launches_nothing(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle)
    administrator.get(scene.at("launch"))
    assert state(bundle, scene) == "draft"


def test_a_refused_launch_comes_back_to_the_check(administrator: Visitor, bundle: Bundle) -> None:
    with open_work(bundle.tools, SYSTEM) as work:
        round_id = a_round(work, 0).id
    response = administrator.send(f"/console/rounds/{round_id}/launch?lang=en", follow_redirects=True)
    assert "Add at least one participant." in response.text


def test_the_check_of_a_running_round_is_its_progress(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_running_round(bundle)
    assert administrator.get(scene.at("launch")).headers["Location"] == scene.at("progress")
