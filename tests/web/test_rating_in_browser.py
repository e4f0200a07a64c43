"""The rater's pages in a real browser: saving by itself, without scripts, by keyboard, on a small screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize, expect

from app.bootstrap import Bundle
from tests.web.raters import RaterAtWork, a_rater_at_work

pytestmark = pytest.mark.browser

SMALL: ViewportSize = {"width": 360, "height": 740}


@pytest.fixture
def rater(app: Flask, bundle: Bundle) -> RaterAtWork:
    """Return somebody who has just got the mail."""
    return a_rater_at_work(app, bundle)


def started(browser: Browser, served: str, rater: RaterAtWork, *, has_scripts: bool = True) -> Page:
    page = browser.new_page(viewport=SMALL, java_script_enabled=has_scripts, locale="en-GB")
    page.goto(served + rater.landing)
    page.get_by_role("button", name="Start").click()
    return page


def test_the_page_says_saved_only_after_the_server_did(
    browser: Browser, served: str, rater: RaterAtWork
) -> None:
    page = started(browser, served, rater)
    page.goto(served + rater.at("Anna", "soft-skills"))
    state = page.locator(".save-state")
    expect(state).to_have_text("Nothing is saved yet.")
    page.locator("#rating-empathie-3").check()
    expect(state).to_have_text("Saved at 11:00, not sent in.", timeout=10_000)
    assert rater.stored("Anna").ratings == {"empathie": 3}
    page.context.set_offline(True)
    page.locator("#comment-empathie").fill("Written in a tunnel")
    expect(state).to_contain_text("Not saved yet: Comment on Empathy", timeout=10_000)
    assert rater.stored("Anna").comments == {}
    page.context.set_offline(False)
    expect(state).to_have_text("Saved at 11:00, not sent in.", timeout=20_000)
    assert rater.stored("Anna").comments == {"empathie": "Written in a tunnel"}
    page.context.close()


def test_answered_so_far_moves_with_what_is_saved(browser: Browser, served: str, rater: RaterAtWork) -> None:
    page = started(browser, served, rater)
    page.goto(served + rater.at("Anna", "soft-skills"))
    progress, words = page.locator(".progress progress"), page.locator(".progress-text")
    asked = int(progress.get_attribute("max") or "0")
    expect(words).to_have_text(f"0 of {asked}")
    page.locator("#rating-empathie-3").check()
    expect(words).to_have_text(f"1 of {asked}", timeout=10_000)
    expect(progress).to_have_js_property("value", 1)
    page.reload()
    expect(words).to_have_text(f"1 of {asked}")
    page.context.close()


def test_what_the_server_refuses_is_named_and_saved_after_the_next_change(
    browser: Browser, served: str, rater: RaterAtWork
) -> None:
    page = started(browser, served, rater)
    page.goto(served + rater.at("Anna", "closing-questions"))
    page.locator("#comment-keep").fill("x" * 10_001)
    expect(page.locator(".save-state")).to_contain_text("10001 characters", timeout=10_000)
    page.locator("#comment-keep").fill("short")
    expect(page.locator(".save-state")).to_contain_text("Saved at", timeout=10_000)
    assert rater.stored("Anna").comments == {"keep": "short"}
    page.context.close()


def test_a_stale_page_goes_on_saving(browser: Browser, served: str, rater: RaterAtWork) -> None:
    page = started(browser, served, rater)
    page.goto(served + rater.at("Anna", "soft-skills"))
    page.context.clear_cookies(name="rondom-forms")
    page.locator("#rating-empathie-2").check()
    expect(page.locator(".save-state")).to_contain_text("Saved at", timeout=20_000)
    assert rater.stored("Anna").ratings == {"empathie": 2}
    page.context.close()


def test_everything_works_without_scripts(browser: Browser, served: str, rater: RaterAtWork) -> None:
    page = started(browser, served, rater, has_scripts=False)
    page.get_by_role("link", name="Anna").click()
    page.locator("#rating-analyseren-2").check()
    page.get_by_role("button", name="Save and next").click()
    page.locator("#rating-empathie-cannot_judge").check()
    page.get_by_role("button", name="Save and next").click()
    page.locator("#comment-stop").fill("Interrupting")
    page.get_by_role("button", name="Save and review").click()
    page.get_by_role("button", name="Send in").click()
    expect(page.locator(".flash")).to_have_text("Your answers are sent in.")
    assert rater.stored("Anna").ratings == {"analyseren": 2, "empathie": "cannot_judge"}
    page.context.close()


def test_the_keyboard_alone_is_enough(browser: Browser, served: str, rater: RaterAtWork) -> None:
    page = started(browser, served, rater)
    page.goto(served + rater.at("Anna", "soft-skills"))
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "rating-empathie":
            break
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("By keyboard")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(served + rater.at("Anna", "closing-questions"))
    stored = rater.stored("Anna")
    assert (stored.ratings, stored.comments) == ({"empathie": 2}, {"empathie": "By keyboard"})
    page.context.close()


def test_no_page_has_an_accessibility_violation_or_needs_scrolling_sideways(
    browser: Browser, served: str, rater: RaterAtWork
) -> None:
    page = started(browser, served, rater)
    pages = [
        rater.landing,
        rater.desk,
        *(
            rater.at("Anna", each)
            for each in ("soft-skills", "all", "closing-questions", "review", "decline")
        ),
    ]
    for path in pages:
        page.goto(served + path)
        violations = Axe().run(page).response["violations"]
        assert [(path, each["id"], each["help"]) for each in violations] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]
    page.context.close()
