"""Saving in the background, and forms from a page that was open for very long."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from app.bootstrap import Bundle
from tests.fakes import FixedClock
from tests.web.raters import RaterAtWork, a_rater_at_work

JSON = {"Accept": "application/json"}


@pytest.fixture
def rater(app: Flask, bundle: Bundle) -> RaterAtWork:
    """Return somebody who has pressed Start."""
    found = a_rater_at_work(app, bundle)
    found.start()
    return found


def test_saving_in_the_background_says_when_and_what_is_missing(rater: RaterAtWork) -> None:
    fields: dict[str, object] = {"page": "soft-skills", "rating-empathie": "2"}
    response = rater.visitor.send(rater.at("Anna", "autosave"), fields, headers=JSON)
    assert response.json == {"saved": True, "at": "11:00", "missing": 1}
    assert (rater.stored("Anna").ratings, rater.rows()) == ({"empathie": 2}, (1, 0))


def test_saving_in_the_background_never_sends_in(rater: RaterAtWork) -> None:
    fields = {**rater.complete("Anna"), "page": "all", "action": "submit"}
    rater.visitor.send(rater.at("Anna", "autosave"), fields, headers=JSON)
    assert (rater.state("Anna"), rater.rows()) == ("open", (1, 0))


def test_what_cannot_be_kept_is_not_called_saved(rater: RaterAtWork) -> None:
    fields: dict[str, object] = {"page": "soft-skills", "comment-empathie": "x" * 10_001}
    response = rater.visitor.send(rater.at("Anna", "autosave"), fields, headers=JSON)
    assert response.status_code == 422
    assert response.json is not None
    assert response.json["saved"] is False
    assert "10001 characters" in response.json["problems"][0]


@pytest.mark.parametrize("page", ["", "nothing"])
def test_a_save_of_no_page_is_refused(rater: RaterAtWork, page: str) -> None:
    fields: dict[str, object] = {"page": page, "rating-empathie": "2"}
    response = rater.visitor.send(rater.at("Anna", "autosave"), fields, headers=JSON)
    assert (response.status_code, rater.rows()) == (404, (0, 0))


def test_after_the_close_the_background_says_that_nothing_is_taken(
    rater: RaterAtWork, clock: FixedClock
) -> None:
    clock.move(days=14, minutes=16)
    rater.visitor.set_cookie("rondom-rater", rater.token, path=rater.desk.rstrip("/"))
    fields: dict[str, object] = {"page": "soft-skills", "rating-empathie": "2"}
    response = rater.visitor.send(rater.at("Anna", "autosave"), fields, headers=JSON)
    assert response.status_code == 404
    assert response.json is not None
    assert response.json["saved"] is False


def test_a_form_without_a_valid_check_is_shown_again_with_what_was_typed(rater: RaterAtWork) -> None:
    typed: dict[str, object] = {
        "csrf_token": "stale",
        "rating-empathie": "4",
        "comment-empathie": "Half a page",
    }
    response = rater.visitor.post(rater.at("Anna", "soft-skills"), data=typed)
    page = BeautifulSoup(response.text, "html.parser")
    assert (response.status_code, rater.rows()) == (400, (0, 0))
    assert page.select("#comment-empathie")[0].get_text().strip() == "Half a page"
    assert page.select("#rating-empathie-4[checked]")
    fresh = {**typed, "csrf_token": str(page.select("[name=csrf_token]")[0]["value"])}
    assert rater.visitor.post(rater.at("Anna", "soft-skills"), data=fresh).status_code == 303
    assert rater.stored("Anna").comments == {"empathie": "Half a page"}


def test_the_background_gets_a_fresh_check(rater: RaterAtWork) -> None:
    fields: dict[str, object] = {"page": "soft-skills", "rating-empathie": "2", "csrf_token": "stale"}
    refused = rater.visitor.post(rater.at("Anna", "autosave"), data=fields, headers=JSON)
    assert (refused.status_code, rater.rows()) == (400, (0, 0))
    assert refused.json is not None
    fields["csrf_token"] = refused.json["csrf_token"]
    accepted = rater.visitor.post(rater.at("Anna", "autosave"), data=fields, headers=JSON)
    assert accepted.json is not None
    assert accepted.json["saved"] is True


@pytest.mark.parametrize("path", ["submit", "take-back", "drop-changes", "decline/undo"])
def test_a_button_without_a_valid_check_changes_nothing(rater: RaterAtWork, path: str) -> None:
    rater.visitor.send(rater.at("Anna", "all"), rater.complete("Anna"))
    response = rater.visitor.post(rater.at("Anna", path), data={"csrf_token": "stale"}, follow_redirects=True)
    assert "Please press the button again" in response.text
    assert (rater.state("Anna"), rater.rows()) == ("open", (1, 0))


def test_a_reason_without_a_valid_check_is_kept_on_the_page(rater: RaterAtWork) -> None:
    response = rater.visitor.post(rater.at("Anna", "decline"), data={"reason": "We hardly met"})
    page = BeautifulSoup(response.text, "html.parser")
    assert (response.status_code, rater.state("Anna")) == (400, "open")
    assert page.select("#reason")[0].get_text().strip() == "We hardly met"


def test_a_stale_form_opens_nothing_without_the_raters_cookie(app: Flask, rater: RaterAtWork) -> None:
    stranger = app.test_client()
    for page in ("soft-skills", "submit", "decline", "autosave"):
        assert stranger.post(rater.at("Anna", page), data={"csrf_token": "stale"}).status_code == 404


def test_a_stale_form_about_somebody_elses_colleague_is_a_page_that_is_not_there(rater: RaterAtWork) -> None:
    path = f"{rater.desk}{'0' * 32}/soft-skills"
    assert rater.visitor.post(path, data={"csrf_token": "stale"}).status_code == 404


def test_the_first_page_starts_without_a_check(rater: RaterAtWork) -> None:
    assert rater.visitor.post(rater.landing).location == rater.desk
    assert rater.visitor.post(f"/r/{'x' * 43}").status_code == 404
