"""The pages about frameworks in a real browser: accessible on small and large screens, light and dark."""

from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from app.bootstrap import Bundle
from app.services.framework_drafts import change_competency, fingerprint, start_draft
from app.services.frameworks import find_framework
from app.services.work import SYSTEM, open_work
from app.web.cookies import SIGN_IN
from tests.builders import an_administrator
from tests.services.own_frameworks import an_own_framework

pytestmark = pytest.mark.browser

OWN = "/console/framework/keuken"
PAGES = (
    "/console/framework",
    "/console/framework/rondom?language=fr",
    "/console/framework/rondom/competencies",
    "/console/framework/rondom/copy",
    "/console/frameworks/import",
    OWN,
    f"{OWN}/draft",
    f"{OWN}/draft/broodbakken",
    f"{OWN}/difference",
)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")], ids=["large", "small"])
def test_every_page_is_accessible_and_fits(
    browser: Browser, served: str, bundle: Bundle, width: int, scheme: str
) -> None:
    with open_work(bundle.tools, SYSTEM) as work:
        an_own_framework(work)
        start_draft(work, "keuken")
        competency = find_framework(work, "keuken", "nl", 2).competency("broodbakken")
        changed = replace(competency, definition="De kunst van brood.")
        change_competency(work, "keuken", "nl", changed, fingerprint(competency))
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
    )
    context.add_cookies([{"name": SIGN_IN, "value": an_administrator(bundle.tools), "url": served}])
    page = context.new_page()
    found = {}
    for path in PAGES:
        page.goto(served + path)
        violations = [each["id"] for each in Axe().run(page).response["violations"]]
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if violations or overflow > 0:
            found[path] = (violations, overflow)
    context.close()
    assert found == {}
