"""Role profiles and targets in a real browser: nothing that axe finds, and the matrix scrolls by itself."""

import pytest
from flask import Flask
from playwright.sync_api import Browser

from app.bootstrap import Bundle
from app.services.role_profiles import save_profile
from app.services.work import SYSTEM, open_work
from app.web.cookies import SIGN_IN
from tests.builders import a_round, an_administrator
from tests.end_to_end.browsing import DESK, PHONE, Visitor, Watch, signed_in
from tests.web.report_scenes import a_scene

pytestmark = pytest.mark.browser


def test_the_pages_of_role_profiles_are_accessible(browser: Browser, watch: Watch, bundle: Bundle) -> None:
    with open_work(bundle.tools, SYSTEM) as work:
        for number in range(12):
            profile = save_profile(work, "rondom", f"Function with a name {number}", {"empathie": "3"})
        round_ = a_round(work)
    hr = signed_in(Visitor(browser, watch, DESK), watch, an_administrator(bundle.tools))
    home = "/console/profiles/rondom/"
    for address in (home, home + profile.id, home + "import", f"/console/rounds/{round_.id}/competencies"):
        hr.open(f"{address}?lang=en")
    hr.open(home + "new?lang=en")
    hr.press("Save the profile")
    assert hr.page.locator(".error-summary li").count() == 1
    assert watch.wrong == []
    hr.leave()


def test_the_matrix_scrolls_within_its_own_frame_and_keeps_the_competencies_in_sight(
    browser: Browser, watch: Watch, bundle: Bundle
) -> None:
    with open_work(bundle.tools, SYSTEM) as work:
        for number in range(12):
            save_profile(work, "rondom", f"Function {number}", {"empathie": "3"})
    hr = signed_in(Visitor(browser, watch, PHONE), watch, an_administrator(bundle.tools))
    hr.open("/console/profiles/rondom/?lang=en")
    frame = hr.page.locator(".matrix-frame")
    frame.focus()
    for _ in range(30):
        hr.page.keyboard.press("ArrowRight")
    hr.page.wait_for_function("document.querySelector('.matrix-frame').scrollLeft > 100")
    name = hr.page.get_by_role("rowheader", name="Empathy").bounding_box()
    assert name is not None
    assert 0 <= name["x"] < 40
    hr.leave()


def test_a_report_with_targets_is_accessible(
    browser: Browser, watch: Watch, app: Flask, bundle: Bundle
) -> None:
    with open_work(bundle.tools, SYSTEM) as work:
        save_profile(work, "rondom", "Team lead", {"empathie": "3"})
    scene = a_scene(app, bundle, {"self": [4], "manager": [2], "peer": [1, 2, 2, 3, 4]}, role="Team lead")
    cookie = scene.visitor.get_cookie(SIGN_IN)
    assert cookie is not None
    reader = signed_in(Visitor(browser, watch, DESK), watch, cookie.value)
    reader.open(f"{scene.address}?lang=en")
    assert reader.page.locator(".target-band").count() > 3
    assert watch.wrong == []
    reader.leave()
