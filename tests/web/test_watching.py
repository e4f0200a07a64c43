"""Alive, ready, figures: what machines ask for that watch over an installation."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import create_engine

from app.bootstrap import Bundle
from app.services.watching import note_heartbeat
from app.storage.engine import Database
from app.storage.schema import downgrade
from app.web.factory import create_app

TOKEN = "a token for whoever collects figures"


def watched(bundle: Bundle, **changes: object) -> Flask:
    settings = replace(bundle.settings, metrics_token=TOKEN)
    return create_app(replace(bundle, settings=settings, **changes))  # type: ignore[arg-type]


def test_alive_asks_nothing_of_the_database(bundle: Bundle) -> None:
    nowhere = Database(create_engine("sqlite:////nowhere/at/all.sqlite"))
    app = create_app(replace(bundle, tools=replace(bundle.tools, database=nowhere)))
    assert app.test_client().get("/health").status_code == 200


def test_a_whole_installation_is_ready(bundle: Bundle) -> None:
    assert create_app(bundle).test_client().get("/ready").status_code == 200


def test_without_a_database_it_is_not_ready(bundle: Bundle) -> None:
    nowhere = Database(create_engine("sqlite:////nowhere/at/all.sqlite"))
    answer = (
        create_app(replace(bundle, tools=replace(bundle.tools, database=nowhere))).test_client().get("/ready")
    )
    assert (answer.status_code, answer.text) == (503, "the database does not answer\n")


def test_with_an_older_schema_it_is_not_ready(bundle: Bundle) -> None:
    downgrade(bundle.database, "0001")
    assert create_app(bundle).test_client().get("/ready").status_code == 503


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer wrong", f"Basic {TOKEN}"], ids=repr)
def test_figures_are_for_those_who_hold_the_token(bundle: Bundle, given: str) -> None:
    answer = watched(bundle).test_client().get("/metrics", headers={"Authorization": given})
    assert answer.status_code == 404


def test_without_the_setting_there_are_no_figures(bundle: Bundle) -> None:
    answer = create_app(bundle).test_client().get("/metrics", headers={"Authorization": "Bearer "})
    assert answer.status_code == 404


def test_figures_name_states_queues_and_the_broker(bundle: Bundle) -> None:
    note_heartbeat(bundle.tools, "mail")
    answer = watched(bundle).test_client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    assert answer.mimetype == "text/plain"
    assert 'rondom_outbox_messages{state="pending"} 0.0' in lines
    assert "rondom_oldest_due_mail_seconds 0.0" in lines
    assert 'rondom_queue_served_seconds{queue="mail"} 0.0' in lines
    assert "rondom_broker_up 0.0" in lines
