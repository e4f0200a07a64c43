"""The page and the one click that stop reminders."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.bootstrap import Bundle
from app.domain.tokens import no_reminders_token
from app.services.work import SYSTEM, open_reading
from app.storage.raters import Invitation
from tests.web.raters import RaterAtWork, a_rater_at_work
from tests.web.visitor import Visitor

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def rater(app: Flask, bundle: Bundle) -> RaterAtWork:
    """Return somebody who has just got the mail."""
    return a_rater_at_work(app, bundle)


def address(rater: RaterAtWork) -> str:
    key = rater.bundle.tools.keys.link_key(rater.round_id)
    return f"/no-reminders/{no_reminders_token(key, rater.invitation_id)}"


def is_stopped(rater: RaterAtWork) -> bool:
    with open_reading(rater.bundle.tools, SYSTEM) as work:
        query = select(Invitation.wants_no_reminders).where(Invitation.id == rater.invitation_id)
        return bool(work.session.scalar(query))


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_changes_nothing(client: Visitor, rater: RaterAtWork, method: str) -> None:
    response = client.open(address(rater), method=method)
    assert response.status_code == 200
    assert not is_stopped(rater)
    assert "rondom-rater" not in str(response.headers.getlist("Set-Cookie"))


def test_mail_software_stops_them_with_one_click_and_without_cookies(
    client: Visitor, rater: RaterAtWork
) -> None:
    for _ in range(2):
        response = client.post(address(rater), data=ONE_CLICK)
        assert response.status_code == 200
        assert is_stopped(rater)


def test_mail_software_may_send_it_as_a_form_with_parts(client: Visitor, rater: RaterAtWork) -> None:
    response = client.post(address(rater), data=ONE_CLICK, content_type="multipart/form-data")
    assert (response.status_code, is_stopped(rater)) == (200, True)


def test_people_stop_them_and_begin_them_again(client: Visitor, rater: RaterAtWork) -> None:
    page = client.page(address(rater))
    assert page.select("main h1")[0].get_text() == "No more reminders?"
    assert "Autumn round" in page.get_text()
    stopped = client.send(address(rater), {"reminders": "stop"})
    assert "You get no more reminders" in stopped.text
    assert is_stopped(rater)
    begun = client.send(address(rater), {"reminders": "begin"})
    assert "No more reminders?" in begun.text
    assert not is_stopped(rater)


@pytest.mark.parametrize("fields", [{}, {"List-Unsubscribe": "yes"}, {"reminders": "x"}])
def test_a_post_that_says_nothing_changes_nothing(
    client: Visitor, rater: RaterAtWork, fields: dict[str, str]
) -> None:
    assert client.post(address(rater), data=fields).status_code == 400
    assert not is_stopped(rater)


def test_an_unknown_link_is_not_found_and_counts_as_a_guess(client: Visitor, rater: RaterAtWork) -> None:
    wrong = address(rater)[:-1]
    answers = [client.post(wrong, data=ONE_CLICK).status_code for _ in range(31)]
    assert set(answers[:30]) == {404}
    assert answers[30] == 429
    assert not is_stopped(rater)


def test_the_page_names_no_rater_and_holds_no_answering_token(client: Visitor, rater: RaterAtWork) -> None:
    text = client.get(address(rater)).text
    assert rater.name not in text
    assert rater.token not in text
