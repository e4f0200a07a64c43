"""A mail service tells about mails that came back; nobody else can, or learns which mails there are."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from app.bootstrap import Bundle
from app.services.delivery import deliver_due
from app.services.work import SYSTEM, open_reading
from app.storage.messages import Message
from app.web.factory import create_app
from tests.web.console_scenes import a_running_round
from tests.web.visitor import Visitor

SECRET = "a secret of thirty-two characters, at least"
HEADERS = {"Authorization": f"Bearer {SECRET}"}


@pytest.fixture
def service(bundle: Bundle) -> Visitor:
    """Return a program that holds no cookie and has seen no page."""
    app: Flask = create_app(replace(bundle, settings=replace(bundle.settings, bounce_secret=SECRET)))
    app.test_client_class = Visitor
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    return visitor


def a_sent_mail(bundle: Bundle) -> Message:
    a_running_round(bundle)
    deliver_due(bundle.tools)
    return mails(bundle)[0]


def mails(bundle: Bundle) -> list[Message]:
    with open_reading(bundle.tools, SYSTEM) as work:
        return list(work.session.scalars(select(Message).order_by(Message.id)))


@pytest.mark.parametrize("name", ["token", "message_id"])
def test_a_bounce_is_noted_by_token_or_message_id(service: Visitor, bundle: Bundle, name: str) -> None:
    mail = a_sent_mail(bundle)
    told = {name: mail.bounce_token if name == "token" else mail.message_id, "status": "5.1.1"}
    said = "550 5.1.1 <anna@example.org>: no such user"
    assert service.post("/bounces", json={**told, "text": said}, headers=HEADERS).status_code == 204
    noted = mails(bundle)[0]
    assert noted.bounced_at is not None
    assert (noted.bounce_status, noted.bounce_text) == ("5.1.1", "550 5.1.1 (address): no such user")


def test_an_unknown_mail_gets_the_same_answer(service: Visitor, bundle: Bundle) -> None:
    a_sent_mail(bundle)
    answer = service.post("/bounces", json={"token": "0" * 32, "status": "5.1.1"}, headers=HEADERS)
    assert (answer.status_code, answer.data) == (204, b"")
    assert all(mail.bounced_at is None for mail in mails(bundle))


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer é"}])
def test_without_the_secret_nothing_is_taken(
    service: Visitor, bundle: Bundle, headers: dict[str, str]
) -> None:
    mail = a_sent_mail(bundle)
    told = {"token": mail.bounce_token, "status": "5.1.1"}
    answer = service.post("/bounces", json=told, headers=headers)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert mails(bundle)[0].bounced_at is None


@pytest.mark.parametrize(
    "told", [None, [], {}, {"token": "0" * 32}, {"status": "5.1.1"}, {"token": 7, "status": ["5.1.1"]}]
)
def test_what_makes_no_sense_is_refused(service: Visitor, told: object) -> None:
    assert service.post("/bounces", json=told, headers=HEADERS).status_code == 422


def test_without_the_setting_there_is_no_such_page(client: Visitor) -> None:
    assert client.post("/bounces", json={}, headers=HEADERS).status_code in {400, 404}
    assert client.get("/bounces").status_code == 405
