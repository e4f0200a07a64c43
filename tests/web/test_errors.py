"""Whatever goes wrong, a page says what happened and what to do, and gives nothing away."""

import json
import logging
from collections.abc import Callable

import pytest
from flask import Flask

from app.bootstrap import Bundle
from app.domain.errors import DomainError, InvalidError, LinkError, NotFoundError, RefusedError
from app.domain.text import text
from app.web.access import Access
from app.web.factory import create_app
from app.web.hardening import MAX_FORM, MAX_REQUEST
from tests.web.conftest import visitor_of
from tests.web.visitor import Visitor

WORDS = text("The reason is %(reason)s.", reason="<known>")


@pytest.fixture
def failing(bundle: Bundle) -> Callable[[Exception], Visitor]:
    """Return a browser on an application whose page /fail/canary-token raises this error."""

    def make(error: Exception) -> Visitor:
        made = create_app(bundle)
        made.test_client_class = Visitor

        def fail(token: str) -> str:
            raise error

        made.add_url_rule("/fail/<token>", "fail", fail)
        made.extensions["rondom-access"]["fail"] = Access.EVERYONE
        return visitor_of(made)

    return make


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFoundError(WORDS), 404),
        (LinkError(WORDS), 404),
        (RefusedError(WORDS), 409),
        (InvalidError(WORDS, (text("Line 3."),)), 422),
        (DomainError(WORDS), 409),
    ],
    ids=lambda each: type(each).__name__,
)
def test_what_the_rules_refuse_is_said_in_words(
    failing: Callable[[Exception], Visitor], error: Exception, status: int
) -> None:
    response = failing(error).get("/fail/x")
    assert response.status_code == status
    assert "The reason is &lt;known&gt;." in response.text
    assert ("Line 3." in response.text) == (status == 422)


def test_scripts_get_the_words_without_a_page(failing: Callable[[Exception], Visitor]) -> None:
    response = failing(RefusedError(WORDS)).get("/fail/x", headers={"Accept": "application/json"})
    assert response.status_code == 409
    assert json.loads(response.text)["message"] == "The reason is <known>."


def test_a_mistake_of_ours_shows_no_details(failing: Callable[[Exception], Visitor]) -> None:
    response = failing(RuntimeError("secret canary")).get("/fail/x")
    assert response.status_code == 500
    assert "canary" not in response.text
    assert "Traceback" not in response.text


def test_a_mistake_of_ours_is_logged_without_the_address(
    failing: Callable[[Exception], Visitor], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        failing(RuntimeError("broken")).get("/fail/canary-token?lang=canary-query")
    assert "exception in fail [GET]" in caplog.text
    assert "canary" not in caplog.text


def test_a_broken_database_still_gets_a_page(administrator: Visitor, app: Flask, bundle: Bundle) -> None:
    app.config["TESTING"] = False
    with bundle.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=OFF")
        connection.exec_driver_sql("DROP TABLE sign_in_sessions")
        connection.commit()
    response = administrator.get("/outbox/")
    assert response.status_code == 500
    assert "<h1>" in response.text


def test_a_form_without_its_token_says_what_to_do(client: Visitor) -> None:
    response = client.post("/sign-in/", data={"email": "hr@example.org"})
    assert response.status_code == 400
    assert "Nothing was changed" in response.text


def test_every_form_that_changes_something_needs_a_token(app: Flask, administrator: Visitor) -> None:
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or set()):
            continue
        path = rule.rule.replace("<", "").replace(">", "")
        answer = administrator.post(path, data={"x": "1"}).status_code
        # A rater's page does not even get so far: this browser holds no rater's link.
        assert answer in {400, 404}, f"{rule.endpoint} answered {answer}"


@pytest.mark.parametrize("size", [MAX_FORM + 1, MAX_REQUEST + 1], ids=["form", "file"])
def test_too_much_at_once_is_refused_kindly(client: Visitor, size: int) -> None:
    token = client.form_token()
    response = client.post("/sign-in/", data={"csrf_token": token, "email": "x" * size})
    assert response.status_code == 413
    assert "Nothing was changed" in response.text


def test_a_wrong_method_names_the_right_ones(client: Visitor) -> None:
    response = client.get("/sign-out")
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]


def test_unknown_addresses_are_not_repeated(client: Visitor) -> None:
    response = client.get("/canary<script>")
    assert response.status_code == 404
    assert "canary" not in response.text


@pytest.mark.parametrize("path", ["/%00", "/sign-in/%00", "/?lang=%00", "/static/../factory.py", "/%ff"])
def test_odd_addresses_break_nothing(client: Visitor, path: str) -> None:
    assert client.get(path).status_code in {200, 308, 404}
