"""The mails to raters in a real browser: nothing that axe finds, and all of it works by the keyboard."""

import pytest
from playwright.sync_api import Browser, ViewportSize

from app.bootstrap import Bundle
from app.services.delivery import deliver_due
from app.services.work import SYSTEM, open_work
from app.storage.messages import messages_of_round
from app.web.cookies import SIGN_IN
from tests.builders import an_administrator
from tests.end_to_end.browsing import DESK, PHONE, Visitor, Watch
from tests.fakes import FixedClock
from tests.web.console_scenes import Scene, a_running_round, lines_of

pytestmark = pytest.mark.browser


def with_troubles(bundle: Bundle, clock: FixedClock) -> Scene:
    """Return a running round in which mails were refused, came back, or wait."""
    scene = a_running_round(bundle, direct_reports=2)
    deliver_due(bundle.tools)
    with open_work(bundle.tools, SYSTEM) as work:
        first, second, third, *_ = messages_of_round(work.session, scene.round_id)
        first.state, first.last_code, first.last_error = "failed", 550, "550 5.1.1 (address): no such user"
        second.bounced_at, second.bounce_status = work.now, "5.2.1"
        third.state, third.last_code, third.last_error = "pending", 451, "451 4.7.1 greylisted"
    clock.move(minutes=1)
    return scene


def signed_in(browser: Browser, watch: Watch, bundle: Bundle, device: ViewportSize) -> Visitor:
    visitor = Visitor(browser, watch, device)
    cookie = an_administrator(bundle.tools)
    visitor.page.context.add_cookies([{"name": SIGN_IN, "value": cookie, "url": watch.origin}])
    return visitor


def test_the_pages_are_accessible(browser: Browser, watch: Watch, bundle: Bundle, clock: FixedClock) -> None:
    scene = with_troubles(bundle, clock)
    hr = signed_in(browser, watch, bundle, PHONE)
    hr.open(scene.at("deliveries?lang=en"))
    hr.open(scene.at("deliveries?show=attention&lang=en"))
    for line in lines_of(bundle, scene.round_id)[:4]:
        hr.open(scene.at(f"deliveries/{line.rater.id}?lang=en"))
        assert hr.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    hr.page.locator("#email").fill("no address at all")
    hr.press("Save the address")
    assert hr.page.locator(".error-summary li").count() == 1
    assert hr.page.locator("#email").input_value() == "no address at all"
    assert watch.wrong == []
    hr.leave()


def test_a_lost_link_is_replaced_with_the_keyboard(
    browser: Browser, watch: Watch, bundle: Bundle, clock: FixedClock
) -> None:
    scene = with_troubles(bundle, clock)
    hr = signed_in(browser, watch, bundle, DESK)
    rater = lines_of(bundle, scene.round_id)[-1].rater
    hr.open(scene.at(f"deliveries/{rater.id}?lang=en"))
    hr.page.locator("details.confirm summary").focus()
    hr.page.keyboard.press("Enter")
    hr.page.get_by_role("button", name="Yes, send a new link").focus()
    hr.page.keyboard.press("Enter")
    hr.page.wait_for_selector(".notice-success")
    assert "new link is on its way" in hr.page.locator(".notice-success").inner_text()
    assert watch.wrong == []
    hr.leave()
