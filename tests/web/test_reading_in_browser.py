"""The pages of readers in a real browser: nothing that axe finds, also on a small screen and by keyboard."""

import pytest
from playwright.sync_api import Browser, ViewportSize

from app.bootstrap import Bundle
from app.domain.report_reading import ReadingRules
from tests.builders import a_signed_in_person, an_administrator
from tests.end_to_end.browsing import DESK, PHONE, Visitor, Watch, signed_in
from tests.reading_scenes import ReadingScene, a_sealed_scene

pytestmark = pytest.mark.browser


@pytest.fixture
def scene(bundle: Bundle) -> ReadingScene:
    """Return a sealed report that its coach reads first and may edit."""
    return a_sealed_scene(bundle.tools, ReadingRules("coach", is_reader_first=True, coach_edits=True))


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_coach_reads_shortens_and_talks(
    browser: Browser, watch: Watch, bundle: Bundle, scene: ReadingScene, size: ViewportSize
) -> None:
    scene.release()
    cookie = a_signed_in_person(bundle.tools, scene.persons["coach"])
    coach = signed_in(Visitor(browser, watch, size), watch, cookie)
    talk = f"/conversations/{scene.participant_id}"
    for address in ("/conversations/", talk, f"{talk}/comments", f"/reports/{scene.participant_id}"):
        coach.open(f"{address}?lang=en")
    coach.open(f"{talk}/comments")
    desk = coach.page.locator(".desk-comment").last
    desk.get_by_text("Shorten", exact=True).click()
    box = desk.get_by_label("What the participant reads")
    box.fill("Anna never listens well.")
    coach.press("Show it like this")
    assert coach.page.locator(".error-summary li").count() == 1
    desk = coach.page.locator(".desk-comment").last
    desk.get_by_label("What the participant reads").fill("Anna listens well.")
    coach.press("Show it like this")
    assert coach.page.get_by_text("Anna listens well. […]").first.is_visible()
    coach.open(talk)
    coach.page.get_by_label("Day of the conversation").fill("2026-11-30")
    coach.press("Note the day")
    coach.page.locator("summary", has_text="The conversation was held").click()
    coach.press("Yes, give Anna the report")
    assert "You talked on 23 November 2026." in coach.page.locator("main").inner_text()
    assert watch.wrong == []
    coach.leave()


def test_hr_and_the_participant_see_who_reads(
    browser: Browser, watch: Watch, bundle: Bundle, scene: ReadingScene
) -> None:
    hr = signed_in(Visitor(browser, watch, PHONE), watch, an_administrator(bundle.tools))
    round_ = f"/console/rounds/{scene.round_id}"
    hr.open("/console/rounds/new?lang=en")
    hr.open(f"{round_}/settings")
    hr.open(f"{round_}/participants/{scene.participant_id}")
    hr.open(f"{round_}/release")
    scene.release()
    hr.open(f"{round_}/release")
    anna = signed_in(
        Visitor(browser, watch, PHONE),
        watch,
        a_signed_in_person(bundle.tools, scene.persons["participant"]),
    )
    anna.open("/reports/?lang=en")
    assert "Carla reads it first" in anna.page.locator("main").inner_text()
    assert watch.wrong == []
    hr.leave()
    anna.leave()
