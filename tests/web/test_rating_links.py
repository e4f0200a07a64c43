"""The link in the mail: what it shows, what it changes, what it reveals."""

import logging
from http.cookies import SimpleCookie

import pytest
from flask import Flask

from app.bootstrap import Bundle
from tests.builders import an_administrator
from tests.fakes import FixedClock
from tests.web.conftest import visitor_of
from tests.web.raters import RaterAtWork, a_rater_at_work


@pytest.fixture
def rater(app: Flask, bundle: Bundle) -> RaterAtWork:
    """Return somebody who has just got the mail."""
    return a_rater_at_work(app, bundle)


def test_the_first_page_says_what_it_is_about(rater: RaterAtWork) -> None:
    words = " ".join(rater.visitor.page(rater.landing).select("main")[0].get_text(" ").split())
    assert "Autumn round" in words
    assert "about yourself and about 2 colleagues" in words
    assert "7 December 2026" in words
    assert "at least 4 of the 5 peers answer" in words


def test_the_first_page_has_one_button(rater: RaterAtWork) -> None:
    buttons = rater.visitor.page(rater.landing).select("main button, main a.button")
    assert [button.get_text() for button in buttons] == ["Start"]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_opening_the_link_neither_changes_anything_nor_lets_in(rater: RaterAtWork, method: str) -> None:
    before = rater.look()
    response = rater.visitor.open(rater.landing, method=method)
    assert response.status_code == 200
    assert "rondom-rater" not in str(response.headers.getlist("Set-Cookie"))
    assert rater.rows() == (0, 0)
    assert rater.look().tasks == before.tasks
    assert rater.visitor.get(rater.desk).status_code == 404


def test_starting_moves_the_token_from_the_address_into_a_cookie(rater: RaterAtWork) -> None:
    response = rater.start()
    assert (response.status_code, response.location) == (303, rater.desk)
    cookies = SimpleCookie()
    for header in response.headers.getlist("Set-Cookie"):
        cookies.load(header)
    cookie = cookies["rondom-rater"]
    assert cookie.value == rater.token
    assert cookie["path"] == rater.desk.rstrip("/")
    assert (cookie["samesite"], bool(cookie["httponly"]), cookie["secure"]) == ("Lax", True, "")
    assert cookie["expires"] == "Mon, 07 Dec 2026 10:15:00 GMT"


def test_no_page_after_the_first_holds_the_token(rater: RaterAtWork) -> None:
    rater.start()
    pages = [rater.desk, *(rater.at("Anna", page) for page in ("all", "review", "decline", "soft-skills"))]
    for page in pages:
        response = rater.visitor.get(page)
        assert response.status_code == 200
        assert rater.token not in response.text
        assert rater.token not in str(response.headers)


def test_logs_do_not_hold_the_token(rater: RaterAtWork, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        rater.visitor.get(rater.landing)
        rater.start()
        rater.visitor.send(rater.at("Anna", "all"), {**rater.complete("Anna"), "action": "submit"})
    assert rater.token not in caplog.text


def refused_words(rater: RaterAtWork, path: str) -> tuple[int, str]:
    response = rater.visitor.get(path)
    return response.status_code, " ".join(response.text.split())


def test_every_link_that_opens_nothing_gets_the_same_page(
    app: Flask, rater: RaterAtWork, clock: FixedClock
) -> None:
    unknown = refused_words(rater, f"/r/{'x' * 43}")
    short = refused_words(rater, f"/r/{rater.token[:20]}")
    clock.move(days=14, seconds=1)
    closed = refused_words(rater, rater.landing)
    assert unknown[0] == 404
    assert unknown == short == closed
    assert "Autumn round" not in closed[1]


def test_within_the_grace_nobody_starts_but_an_open_page_is_taken(
    rater: RaterAtWork, clock: FixedClock
) -> None:
    rater.start()
    clock.move(days=14, minutes=14)
    assert rater.visitor.get(rater.landing).status_code == 404
    assert "has just closed" in rater.visitor.get(rater.at("Anna", "all")).text
    sent = rater.visitor.send(rater.at("Anna", "all"), {**rater.complete("Anna"), "action": "submit"})
    assert (sent.status_code, rater.state("Anna")) == (303, "done")


def test_after_the_grace_nothing_is_taken(rater: RaterAtWork, clock: FixedClock) -> None:
    fields = {**rater.complete("Anna"), "action": "submit"}
    clock.move(days=14, minutes=14)
    rater.visitor.set_cookie("rondom-rater", rater.token, path=rater.desk.rstrip("/"))
    clock.move(minutes=1, seconds=1)
    assert rater.visitor.send(rater.at("Anna", "all"), fields).status_code == 404
    assert rater.rows() == (0, 0)


def test_two_invitations_work_side_by_side_in_one_browser(app: Flask, bundle: Bundle) -> None:
    one = a_rater_at_work(app, bundle, name="Femke")
    other = a_rater_at_work(app, bundle, name="Gilles")
    other.visitor = one.visitor
    one.start()
    other.start()
    for rater in (one, other):
        assert rater.name in rater.visitor.page(rater.desk).select("main")[0].get_text()


def test_a_cookie_opens_only_its_own_invitation(app: Flask, bundle: Bundle) -> None:
    one = a_rater_at_work(app, bundle, name="Femke")
    other = a_rater_at_work(app, bundle, name="Gilles")
    one.visitor.set_cookie("rondom-rater", one.token, path="/rate")
    assert one.visitor.get(one.desk).status_code == 200
    assert one.visitor.get(other.desk).status_code == 404
    assert one.visitor.get(other.at("Anna", "all")).status_code == 404


def test_signing_in_opens_no_raters_page(app: Flask, bundle: Bundle, rater: RaterAtWork) -> None:
    administrator = visitor_of(app)
    administrator.sign_in_with(an_administrator(bundle.tools))
    assert administrator.get(rater.desk).status_code == 404


@pytest.mark.parametrize(("language", "word"), [("en", "Start"), ("nl", None), ("fr", None)])
def test_the_page_speaks_the_language_of_the_rater(
    app: Flask, bundle: Bundle, language: str, word: str | None
) -> None:
    rater = a_rater_at_work(app, bundle, language=language)
    page = rater.visitor.page(rater.landing)
    assert page.select("html")[0]["lang"] == language


def test_the_language_can_be_switched_on_the_page(rater: RaterAtWork) -> None:
    rater.start()
    assert rater.visitor.page(f"{rater.desk}?lang=fr").select("html")[0]["lang"] == "fr"
    assert rater.visitor.page(rater.at("Anna", "all")).select("html")[0]["lang"] == "fr"
