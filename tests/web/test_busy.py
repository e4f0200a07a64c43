"""A database that does not answer in time costs nobody what was typed."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from app.bootstrap import Bundle
from app.domain.rounds import GRACE
from app.services.rounds import extend_round
from app.services.work import SYSTEM, open_work
from tests.web.raters import RaterAtWork, a_rater_at_work
from tests.web.visitor import Visitor

BUSY = "Rondom is very busy at this moment. Nothing was lost: please press the button again."


@pytest.fixture
def rater(app: Flask, bundle: Bundle) -> RaterAtWork:
    """Return somebody who has pressed Start, at a database that does not let anybody wait for long."""

    def be_impatient(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        connection.execute("PRAGMA busy_timeout=20")

    event.listen(bundle.database.engine, "connect", be_impatient)
    bundle.database.engine.dispose()
    found = a_rater_at_work(app, bundle)
    found.start()
    return found


@contextmanager
def somebody_writing(bundle: Bundle) -> Iterator[None]:
    """Hold the write lock of the database."""
    with closing(sqlite3.connect(str(bundle.database.engine.url.database))) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def test_typed_answers_come_back_when_the_database_is_busy(rater: RaterAtWork, bundle: Bundle) -> None:
    fields: dict[str, object] = {"rating-empathie": "2", "comment-empathie": "listens", "action": "next"}
    with somebody_writing(bundle):
        response = rater.visitor.send(rater.at("Anna", "soft-skills"), fields)
    page = BeautifulSoup(response.text, "html.parser")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert BUSY in page.get_text()
    assert page.select_one("input[name=rating-empathie][value='2'][checked]") is not None
    assert page.select("textarea[name=comment-empathie]")[0].get_text().strip() == "listens"
    assert rater.rows() == (0, 0)


def test_the_same_button_works_once_the_database_is_free(rater: RaterAtWork, bundle: Bundle) -> None:
    fields: dict[str, object] = {"rating-empathie": "2", "action": "next"}
    with somebody_writing(bundle):
        rater.visitor.send(rater.at("Anna", "soft-skills"), fields)
    assert rater.visitor.send(rater.at("Anna", "soft-skills"), fields).status_code == 303
    assert rater.stored("Anna").ratings == {"empathie": 2}


def test_a_typed_reason_comes_back_too(rater: RaterAtWork, bundle: Bundle) -> None:
    with somebody_writing(bundle):
        response = rater.visitor.send(rater.at("Anna", "decline"), {"reason": "we never worked together"})
    assert (response.status_code, "we never worked together" in response.text) == (503, True)
    assert BUSY in response.text


def test_saving_in_the_background_is_told_to_try_again(rater: RaterAtWork, bundle: Bundle) -> None:
    fields: dict[str, object] = {"page": "soft-skills", "rating-empathie": "2"}
    with somebody_writing(bundle):
        response = rater.visitor.send(rater.at("Anna", "autosave"), fields)
    assert (response.status_code, response.json) == (503, {"saved": False, "problems": [BUSY]})


@pytest.mark.parametrize("button", ["submit", "take-back", "drop-changes", "decline/undo"])
def test_a_button_without_a_text_leads_back_to_the_page_with_the_reason(
    rater: RaterAtWork, bundle: Bundle, button: str
) -> None:
    with somebody_writing(bundle):
        response = rater.visitor.send(rater.at("Anna", button), follow_redirects=True)
    assert (response.status_code, BUSY in response.text) == (200, True)


def test_elsewhere_a_page_says_that_nothing_was_changed(
    rater: RaterAtWork, bundle: Bundle, administrator: Visitor
) -> None:
    with somebody_writing(bundle):
        response = administrator.send(f"/console/rounds/{rater.round_id}/close")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert "Nothing was changed." in response.text


def test_a_database_that_cannot_be_read_either_gets_the_same_page(rater: RaterAtWork, bundle: Bundle) -> None:
    bundle.database.engine.dispose()
    place = Path(str(bundle.database.engine.url.database))
    place.rename(place.with_name("elsewhere"))
    place.mkdir()
    response = rater.visitor.get(rater.at("Anna", "review"))
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")


def test_an_answer_keeps_the_way_in_until_the_new_last_day(rater: RaterAtWork, bundle: Bundle) -> None:
    with open_work(bundle.tools, SYSTEM) as work:
        closes_at = rater.look().round.closes_at.replace(month=12, day=21)
        extend_round(work, rater.round_id, closes_at)
    fields: dict[str, object] = {"page": "soft-skills", "rating-empathie": "2"}
    rater.visitor.send(rater.at("Anna", "autosave"), fields)
    cookie = rater.visitor.get_cookie("rondom-rater", path=rater.desk.rstrip("/"))
    assert cookie is not None
    assert (cookie.value, cookie.expires) == (rater.token, closes_at + GRACE)
