"""Signing in with a one-time link, and signing out."""

import time
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.bootstrap import Bundle
from app.services.delivery import deliver_due
from app.services.sign_in import PRINTED_LINK_LASTS, invite_administrator
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.accounts import SignInLink, SignInSession
from app.storage.messages import Message
from app.web.account.views import ANSWER_SECONDS
from app.web.cookies import FORMS, SIGN_IN
from tests.builders import link_token
from tests.fakes import FakeMailer, FakeQueue, FixedClock
from tests.web.conftest import address, visitor_of
from tests.web.visitor import Visitor


@pytest.fixture
def token(bundle: Bundle) -> str:
    """Return the token of a fresh one-time link of an administrator."""
    with open_work(bundle.tools, SYSTEM) as work:
        return link_token(invite_administrator(work, "hr@example.org", "Hilde"))


def count(bundle: Bundle, row: type[SignInSession] | type[Message]) -> int:
    with open_reading(bundle.tools, SYSTEM) as work:
        return work.session.scalar(select(func.count()).select_from(row)) or 0


def session_cookie(client: Visitor) -> str | None:
    cookie = client.get_cookie(SIGN_IN)
    return cookie.value if cookie is not None else None


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_opening_a_link_changes_nothing(client: Visitor, bundle: Bundle, token: str, method: str) -> None:
    for _ in range(3):
        assert client.open(f"/sign-in/{token}", method=method).status_code == 200
    assert count(bundle, SignInSession) == 0
    with open_reading(bundle.tools, SYSTEM) as work:
        assert work.session.scalars(select(SignInLink.used_at)).all() == [None]


def test_a_link_shows_one_button(client: Visitor, token: str) -> None:
    page = client.page(f"/sign-in/{token}")
    assert len(page.select("main form button")) == 1


def test_pressing_the_button_signs_in(client: Visitor, app: Flask, token: str) -> None:
    response = client.send(f"/sign-in/{token}")
    assert response.status_code == 303
    assert response.headers["Location"] == address(app, "console.rounds")
    assert "Hilde" in client.get("/protection").text


def test_a_link_works_once(client: Visitor, app: Flask, token: str) -> None:
    client.send(f"/sign-in/{token}")
    thief = visitor_of(app)
    assert thief.get(f"/sign-in/{token}").status_code == 404
    assert thief.send(f"/sign-in/{token}").status_code == 404
    assert session_cookie(thief) is None


def test_a_link_expires(client: Visitor, clock: FixedClock, token: str) -> None:
    clock.move(seconds=PRINTED_LINK_LASTS.total_seconds())
    response = client.send(f"/sign-in/{token}")
    assert response.status_code == 404
    assert 'href="/sign-in/"' in response.text


def test_a_wrong_link_looks_like_a_used_one(client: Visitor, token: str) -> None:
    client.send(f"/sign-in/{token}")
    client.send("/sign-out")
    used = client.get(f"/sign-in/{token}").text
    assert used == client.get(f"/sign-in/{'x' * 43}").text


def test_signing_in_makes_a_new_session_and_ends_the_old_one(
    client: Visitor, app: Flask, bundle: Bundle, token: str
) -> None:
    client.send(f"/sign-in/{token}")
    first = session_cookie(client)
    with open_work(bundle.tools, SYSTEM) as work:
        second_token = link_token(invite_administrator(work, "hr@example.org"))
    client.send(f"/sign-in/{second_token}")
    assert session_cookie(client) != first
    old = visitor_of(app)
    old.sign_in_with(first or "")
    assert old.get("/outbox/").status_code == 303


def test_a_planted_cookie_does_not_become_the_session(client: Visitor, token: str) -> None:
    client.sign_in_with("planted")
    client.send(f"/sign-in/{token}")
    assert session_cookie(client) != "planted"


def test_the_cookie_is_out_of_reach_of_scripts(client: Visitor, token: str) -> None:
    cookies = client.send(f"/sign-in/{token}").headers.getlist("Set-Cookie")
    made = next(cookie for cookie in cookies if cookie.startswith(f"{SIGN_IN}="))
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(made.split("; "))


def test_the_cookie_itself_is_stored_nowhere(client: Visitor, bundle: Bundle, token: str) -> None:
    client.send(f"/sign-in/{token}")
    with open_reading(bundle.tools, SYSTEM) as work:
        stored = work.session.scalars(select(SignInSession.cookie_hash)).one()
    assert stored != session_cookie(client)


def test_signing_out_ends_the_session_on_the_server(client: Visitor, app: Flask, token: str) -> None:
    client.send(f"/sign-in/{token}")
    copied = session_cookie(client) or ""
    response = client.send("/sign-out")
    assert response.status_code == 303
    assert "storage" in response.headers["Clear-Site-Data"]
    assert session_cookie(client) is None
    thief = visitor_of(app)
    thief.sign_in_with(copied)
    assert thief.get("/outbox/").status_code == 303


def test_signing_out_twice_is_harmless(client: Visitor) -> None:
    assert client.send("/sign-out").status_code == 303


def test_signing_out_needs_a_form_of_ours(administrator: Visitor) -> None:
    assert administrator.post("/sign-out").status_code == 400
    assert administrator.get("/outbox/").status_code == 200


@pytest.mark.parametrize("email", ["hr@example.org", "nobody@example.org"], ids=["known", "unknown"])
def test_every_request_gets_the_same_answer(client: Visitor, token: str, email: str) -> None:
    assert token
    started = time.monotonic()
    response = client.send("/sign-in/", {"email": email})
    assert time.monotonic() - started >= ANSWER_SECONDS
    assert (response.status_code, response.headers["Location"]) == (303, "/sign-in/sent")
    assert client.get_cookie(SIGN_IN) is None
    assert email not in client.get("/sign-in/sent").text


def test_a_known_address_gets_a_mail_with_a_working_link(
    client: Visitor, mailed_bundle: Bundle, mailer: FakeMailer, queue: FakeQueue, token: str
) -> None:
    assert token
    client.send("/sign-in/", {"email": " HR@Example.org "})
    assert ("mail.deliver",) in queue.published
    deliver_due(mailed_bundle.tools)
    assert [mail.to_address for mail in mailer.sent] == ["hr@example.org"]
    link = next(word for word in mailer.sent[0].text.split() if "/sign-in/" in word)
    client.send(f"/sign-in/{link_token(link)}")
    assert client.get("/outbox/").status_code == 200


def test_an_unknown_address_gets_nothing(client: Visitor, bundle: Bundle) -> None:
    client.send("/sign-in/", {"email": "nobody@example.org"})
    assert count(bundle, Message) == 0


@pytest.mark.parametrize("email", ["", "not an address", "a@b@c", "x" * 400 + "@example.org"])
def test_what_cannot_be_an_address_is_said_beside_the_field(client: Visitor, email: str) -> None:
    response = client.send("/sign-in/", {"email": email})
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.text


def test_extra_fields_are_ignored(client: Visitor, token: str) -> None:
    client.send(f"/sign-in/{token}", {"is_administrator": "1", "account_id": "x", "next": "//evil.example"})
    assert client.get("/outbox/").status_code == 200


def test_next_is_no_way_out(client: Visitor, app: Flask, token: str) -> None:
    response = client.send(f"/sign-in/{token}?next=https://evil.example")
    assert response.headers["Location"] == address(app, "console.rounds")


def test_a_guest_who_guesses_links_is_slowed_down(client: Visitor, clock: FixedClock) -> None:
    answers = [client.get(f"/sign-in/guess-{number}").status_code for number in range(31)]
    assert answers == [404] * 30 + [429]


def test_opening_good_links_never_counts(client: Visitor, token: str) -> None:
    answers = {client.get(f"/sign-in/{token}").status_code for _ in range(40)}
    assert answers == {200}


def test_asking_for_links_is_limited_by_address(client: Visitor) -> None:
    token = client.form_token()
    fields = {"email": "", "csrf_token": token}
    answers = [client.post("/sign-in/", data=fields).status_code for _ in range(21)]
    assert answers == [422] * 20 + [429]
    assert client.get("/sign-in/").status_code == 200


def test_no_cookie_is_set_before_a_form_is_shown(client: Visitor) -> None:
    assert client.get("/").headers.getlist("Set-Cookie") == []
    client.get("/sign-in/")
    assert client.get_cookie(FORMS) is not None


def test_links_of_an_hour_ago_are_gone(
    client: Visitor, bundle: Bundle, clock: FixedClock, token: str
) -> None:
    clock.now += timedelta(days=2)
    with open_work(bundle.tools, SYSTEM) as work:
        fresh = link_token(invite_administrator(work, "hr@example.org"))
    client.send(f"/sign-in/{fresh}")
    with open_reading(bundle.tools, SYSTEM) as work:
        assert len(work.session.scalars(select(SignInLink)).all()) == 1
    assert client.get(f"/sign-in/{token}").status_code == 404
