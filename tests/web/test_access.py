"""Closed by default: every route says who may open it, and nobody else can."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from app.bootstrap import Bundle
from app.services.sign_in import IDLE_LASTS, SESSION_LASTS, TOUCH_EVERY
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.accounts import SignInSession, administrators
from app.web.access import (
    Access,
    UndeclaredAccessError,
    administrators_only,
    declared_access,
    open_to_everyone,
    raters_only,
    signed_in_only,
)
from app.web.factory import create_app
from tests.builders import a_person, a_signed_in_person, an_administrator
from tests.fakes import FixedClock
from tests.web.conftest import visitor_of
from tests.web.visitor import Visitor

DOORS: dict[str, Callable[..., Callable[[], str]]] = {
    "everyone": open_to_everyone,
    "signed-in": signed_in_only,
    "administrators": administrators_only,
    "raters": raters_only,
}
HOLDERS = ("nobody", "participant", "administrator")


@pytest.fixture
def doors(bundle: Bundle) -> Flask:
    """Return the application with one route behind each door."""
    bare = Flask("doors")
    for name, door in DOORS.items():
        bare.add_url_rule(f"/door/{name}", name, door(lambda: "inside"))
    made = create_app(bundle)
    made.test_client_class = Visitor
    made.extensions["rondom-access"] |= declared_access(bare)
    for rule in bare.url_map.iter_rules():
        if rule.endpoint in DOORS:
            made.url_map.add(rule.empty())
            made.view_functions[rule.endpoint] = bare.view_functions[rule.endpoint]
    return made


def holder(doors: Flask, bundle: Bundle, who: str) -> Visitor:
    visitor = visitor_of(doors)
    if who == "administrator":
        visitor.sign_in_with(an_administrator(bundle.tools))
    if who == "participant":
        with open_work(bundle.tools, SYSTEM) as work:
            person = a_person(work)
        visitor.sign_in_with(a_signed_in_person(bundle.tools, person))
    return visitor


@pytest.mark.parametrize(
    ("who", "door", "status"),
    [
        ("nobody", "everyone", 200),
        ("nobody", "signed-in", 303),
        ("nobody", "administrators", 303),
        ("nobody", "raters", 404),
        ("participant", "everyone", 200),
        ("participant", "signed-in", 200),
        ("participant", "administrators", 404),
        ("participant", "raters", 404),
        ("administrator", "everyone", 200),
        ("administrator", "signed-in", 200),
        ("administrator", "administrators", 200),
        ("administrator", "raters", 404),
    ],
)
def test_doors_open_for_those_they_are_made_for(
    doors: Flask, bundle: Bundle, who: str, door: str, status: int
) -> None:
    response = holder(doors, bundle, who).get(f"/door/{door}")
    assert response.status_code == status
    assert (response.text == "inside") == (status == 200)


def test_an_administrators_page_looks_to_others_as_if_it_did_not_exist(doors: Flask, bundle: Bundle) -> None:
    visitor = holder(doors, bundle, "participant")
    assert visitor.get("/door/administrators").text == visitor.get("/door/nowhere").text


def test_a_route_without_a_declaration_is_refused() -> None:
    bare = Flask("bare")
    bare.add_url_rule("/open", "open", open_to_everyone(lambda: ""))
    bare.add_url_rule("/forgotten", "forgotten", lambda: "")
    with pytest.raises(UndeclaredAccessError, match=r"^forgotten$"):
        declared_access(bare)


def test_every_route_declares_its_access(app: Flask) -> None:
    declared = declared_access(app)
    assert set(declared) == set(app.view_functions)
    assert {endpoint for endpoint, access in declared.items() if access == Access.EVERYONE} >= {
        "pages.home",
        "account.sign_in",
        "static",
    }


def test_only_listed_routes_are_open_to_everyone(app: Flask) -> None:
    opened = {endpoint for endpoint, access in declared_access(app).items() if access == Access.EVERYONE}
    assert {each for each in opened if each.partition(".")[0] in {"console", "reports", "outbox"}} == set()


def test_being_signed_out_on_a_form_says_that_nothing_was_changed(doors: Flask, bundle: Bundle) -> None:
    doors.url_map.add(Rule("/door/form", endpoint="signed-in", methods=["POST"]))
    response = holder(doors, bundle, "nobody").send("/door/form", follow_redirects=True)
    assert response.request.path == "/sign-in/"
    assert "nothing was changed" in response.text


@pytest.mark.parametrize("cookie", ["x", "x" * 43, "é", "x" * 3000])
def test_a_made_up_cookie_is_nobody(client: Visitor, cookie: str) -> None:
    client.sign_in_with(cookie)
    assert client.get("/outbox/").status_code == 303


@pytest.mark.parametrize("later", [IDLE_LASTS, SESSION_LASTS], ids=["idle", "after a day's work"])
def test_sessions_end(administrator: Visitor, clock: FixedClock, later: timedelta) -> None:
    clock.move(seconds=later.total_seconds())
    assert administrator.get("/outbox/").status_code == 303


def test_using_the_pages_keeps_a_session_alive(app: Flask, bundle: Bundle, clock: FixedClock) -> None:
    visitor = holder(app, bundle, "participant")
    for _ in range(3):
        clock.move(seconds=(IDLE_LASTS - TOUCH_EVERY).total_seconds())
        assert "site-account" in visitor.get("/protection").text


def test_a_note_of_life_is_written_only_now_and_then(app: Flask, bundle: Bundle, clock: FixedClock) -> None:
    visitor = holder(app, bundle, "participant")
    clock.move(minutes=1)
    visitor.get("/protection")
    with open_reading(bundle.tools, SYSTEM) as work:
        seen = work.session.scalars(select(SignInSession.last_seen_at)).one()
    assert seen == clock.now - timedelta(minutes=1)


def test_losing_the_rights_works_on_the_next_request(administrator: Visitor, bundle: Bundle) -> None:
    assert administrator.get("/outbox/nothing").status_code == 404
    with open_work(bundle.tools, SYSTEM) as work:
        administrators(work.session)[0].is_administrator = False
    assert administrator.get("/outbox/").status_code == 404


def test_a_deleted_account_is_signed_out(administrator: Visitor, bundle: Bundle) -> None:
    with open_work(bundle.tools, SYSTEM) as work:
        work.session.delete(administrators(work.session)[0])
    assert administrator.get("/outbox/").status_code == 303
