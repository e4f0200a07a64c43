"""The report in a real browser: light and dark, on a desk and on a phone, at all its edges."""

from collections.abc import Iterator
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from app.bootstrap import Bundle
from app.web.cookies import SIGN_IN
from tests.end_to_end.browsing import DESK, PHONE, Visitor, Watch
from tests.web.report_cases import CASES, serve_cases
from tests.web.report_scenes import a_scene

pytestmark = pytest.mark.browser

DRAWN = "() => [...document.querySelectorAll('.key use')].every(each => each.getBBox().width > 5)"
COLOURS = "() => [...document.querySelectorAll('.spider path')].map(each => getComputedStyle(each).stroke)"


@pytest.fixture
def watch(app: Flask) -> Iterator[Watch]:
    """Return a watch on the served application, the made-up reports included."""
    serve_cases(app)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield Watch(f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("case", CASES)
def test_no_report_has_an_error_or_needs_scrolling_sideways(
    browser: Browser, watch: Watch, case: str
) -> None:
    context = browser.new_context(viewport=PHONE, base_url=watch.origin)
    page = context.new_page()
    watch.on(page)
    page.goto(f"/made-up/{case}")
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert page.evaluate(DRAWN)
    context.close()
    assert watch.wrong == []


@pytest.mark.parametrize("case", ["only-self", "the-middle-one-of-three", "odd-names"])
def test_a_report_is_accessible_on_a_phone(browser: Browser, watch: Watch, case: str) -> None:
    reader = Visitor(browser, watch, PHONE)
    reader.open(f"/made-up/{case}")
    reader.leave()
    assert watch.wrong == []


@pytest.mark.parametrize("case", ["odd-names", "by-indicator"])
def test_a_report_is_accessible_in_the_dark_and_with_everything_open(
    browser: Browser, watch: Watch, case: str
) -> None:
    context = browser.new_context(viewport=DESK, color_scheme="dark", base_url=watch.origin)
    page = context.new_page()
    watch.on(page)
    page.goto(f"/made-up/{case}")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= DESK["width"]
    context.close()
    assert watch.wrong == []


def test_the_lines_of_a_net_take_their_colours_from_the_scheme(browser: Browser, watch: Watch) -> None:
    seen = []
    for scheme in ("light", "dark"):
        context = browser.new_context(viewport=DESK, color_scheme=scheme, base_url=watch.origin)
        page = context.new_page()
        page.goto("/made-up/odd-names")
        seen.append(set(page.evaluate(COLOURS)) - {"none"})
        context.close()
    light, dark = seen
    assert len(light) >= 5
    assert not light & dark


def test_what_stands_out_fits_on_the_first_screen(browser: Browser, app: Flask, bundle: Bundle) -> None:
    scene = a_scene(app, bundle, {"self": [4], "manager": [3], "peer": [1, 1, 2, 3, 3]})
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        origin = f"http://127.0.0.1:{server.server_port}"
        watch = Watch(origin)
        reader = Visitor(browser, watch, DESK)
        cookie = scene.visitor.get_cookie(SIGN_IN)
        assert cookie is not None
        reader.page.context.add_cookies([{"name": SIGN_IN, "value": cookie.value, "url": origin}])
        reader.open(scene.address)
        last = reader.page.locator("#explore").bounding_box()
        assert last is not None
        assert last["y"] + last["height"] <= DESK["height"]
        reader.leave()
        assert watch.wrong == []
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
