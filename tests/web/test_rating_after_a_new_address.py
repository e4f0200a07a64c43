"""What a rater's pages say after the mail address has changed: what was sent in before is out of reach."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser

from app.bootstrap import Bundle
from app.services.people import change_address
from app.services.rating import save_and_send_in
from app.services.work import RATER, SYSTEM, open_work
from app.storage.raters import Invitation
from tests.builders import rater_tokens
from tests.web.console_scenes import words
from tests.web.raters import RaterAtWork, a_rater_at_work

BEFORE = "before your mail address changed"


@pytest.fixture
def rater(app: Flask, bundle: Bundle) -> RaterAtWork:
    """Return somebody who sent in answers about Anna, and then got another address and a new link."""
    rater = a_rater_at_work(app, bundle)
    fields = {name: str(value) for name, value in rater.complete("Anna", 2, "Once at lunch").items()}
    with open_work(bundle.tools, RATER) as work:
        assert save_and_send_in(work, rater.token, rater.tasks["Anna"], fields).is_sent_in
    with open_work(bundle.tools, SYSTEM) as work:
        rater_id = work.session.get_one(Invitation, rater.invitation_id).rater_id
        change_address(work, rater_id, "elsewhere@example.org")
        rater.token = rater_tokens(work, rater.round_id)[rater_id]
    return rater


def test_the_list_says_what_was_sent_in_before(rater: RaterAtWork) -> None:
    rater.start()
    page = rater.visitor.page(rater.desk)
    rows = {row.select("a")[0].get_text(): row.get_text(" ") for row in page.select(".rows li")}
    assert "Sent in before the address changed" in rows["Anna"]
    assert "Not started" in rows["Bram"]
    assert "Your mail address has changed" in words(page)


@pytest.mark.parametrize("path", ["", "review", "all", "soft-skills"])
def test_every_page_about_such_a_colleague_says_it_and_shows_no_answer(rater: RaterAtWork, path: str) -> None:
    rater.start()
    response = rater.visitor.get(rater.at("Anna", path), follow_redirects=True)
    assert response.status_code == 200
    assert BEFORE in response.text
    assert "Once at lunch" not in response.text
    assert "Take back" not in response.text
    assert "checked" not in response.text


@pytest.mark.parametrize("path", ["soft-skills", "all", "submit", "take-back", "drop-changes", "decline"])
def test_nothing_that_is_posted_changes_it(rater: RaterAtWork, path: str) -> None:
    rater.start()
    fields: dict[str, object] = {"rating-empathie": "4", "action": "save", "page": path}
    response = rater.visitor.send(rater.at("Anna", path), fields, follow_redirects=True)
    assert BEFORE in response.text
    assert rater.rows() == (0, 1)
    assert rater.state("Anna") == "done"


def test_a_page_that_saves_by_itself_is_told_why_nothing_is_saved(rater: RaterAtWork) -> None:
    rater.start()
    response = rater.visitor.send(rater.at("Anna", "autosave"), {"page": "all", "rating-empathie": "4"})
    assert response.status_code == 422
    assert BEFORE in response.text


def test_the_old_browser_is_told_of_the_newer_link(rater: RaterAtWork, app: Flask, bundle: Bundle) -> None:
    other = a_rater_at_work(app, bundle, name="Griet")
    other.start()
    with open_work(bundle.tools, SYSTEM) as work:
        rater_id = work.session.get_one(Invitation, other.invitation_id).rater_id
        change_address(work, rater_id, "griet-elsewhere@example.org")
    for address in (other.desk, other.landing):
        response = other.visitor.get(address)
        assert response.status_code == 404
        assert "replaced by a newer one" in response.text


@pytest.mark.browser
def test_the_pages_are_accessible_and_fit_a_small_screen(
    browser: Browser, served: str, rater: RaterAtWork
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740}, locale="en-GB")
    page.goto(served + rater.landing)
    page.get_by_role("button", name="Start").click()
    for address in (rater.desk, rater.at("Anna", "review")):
        page.goto(served + address)
        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.context.close()
