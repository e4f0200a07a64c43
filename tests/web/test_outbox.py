"""The outbox of trial mode: administrators read mails that stayed on this machine."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.bootstrap import Bundle
from app.domain.mail import OutgoingMail
from app.web.factory import create_app
from tests.builders import an_administrator
from tests.web.conftest import visitor_of
from tests.web.visitor import Visitor

HTML = (
    '<p style="color:red">Dear <b>Bram</b></p><script>alert(1)</script><img src="https://evil.example/x.png">'
)


@pytest.fixture
def mail_name(bundle: Bundle) -> str:
    """Store a mail and return its name."""
    bundle.tools.mailer.send(
        OutgoingMail(
            to_address="bram@example.org",
            to_name="Bram",
            from_address="rondom@example.org",
            from_name="HR",
            reply_to=None,
            subject="Feedback <i>please</i>",
            text="Dear Bram\n\nhttp://127.0.0.1:5000/r/abc\n\n<b>bye</b>",
            html=HTML,
            message_id="<one@example.org>",
            dated_at=datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
        )
    )
    return next(bundle.settings.outbox_folder.glob("*.eml")).name


def test_an_empty_outbox_says_how_to_fill_it(administrator: Visitor) -> None:
    assert administrator.page("/outbox/").select(".empty")


def test_mails_are_listed_with_reader_and_subject(administrator: Visitor, mail_name: str) -> None:
    row = administrator.page("/outbox/").select("tbody tr")[0]
    assert row.select("a")[0]["href"] == f"/outbox/{mail_name}"
    assert row.select("a")[0].get_text() == "Feedback <i>please</i>"
    assert "bram@example.org" in row.get_text()
    assert "10:30 (CET)" in row.get_text()


def test_a_mail_shows_text_and_links(administrator: Visitor, mail_name: str) -> None:
    page = administrator.page(f"/outbox/{mail_name}")
    assert "<b>bye</b>" in page.select("pre")[0].get_text()
    assert [str(link["href"]) for link in page.select("main li a")] == ["http://127.0.0.1:5000/r/abc"]


def test_the_preview_stands_in_a_frame_that_may_do_nothing(administrator: Visitor, mail_name: str) -> None:
    response = administrator.get(f"/outbox/{mail_name}")
    assert 'sandbox title="' in response.text
    assert f'src="/outbox/{mail_name}/preview"' in response.text
    assert "frame-src 'self'" in response.headers["Content-Security-Policy"]


def test_the_preview_runs_and_loads_nothing(administrator: Visitor, mail_name: str) -> None:
    response = administrator.get(f"/outbox/{mail_name}/preview")
    policy = dict(
        (part.strip() + " ").split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";")
    )
    assert "Bram" in response.text
    assert policy["sandbox"].strip() == ""
    assert policy["default-src"].strip() == "'none'"
    assert policy["script-src"].strip() == "'none'"
    assert policy["img-src"].strip() == "data:"
    assert policy["frame-ancestors"].strip() == "'self'"
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["nothing.eml", "..%2fsecret.key", ".hidden.eml", "2026-11-23-x.eml"])
@pytest.mark.parametrize("tail", ["", "/preview"])
def test_other_names_lead_nowhere(administrator: Visitor, name: str, tail: str) -> None:
    assert administrator.get(f"/outbox/{name}{tail}").status_code == 404


@pytest.mark.parametrize("tail", ["", "{name}", "{name}/preview"])
def test_nobody_else_reads_it(client: Visitor, mail_name: str, tail: str) -> None:
    assert client.get("/outbox/" + tail.format(name=mail_name)).status_code == 303


@pytest.mark.parametrize("tail", ["", "{name}", "{name}/preview"])
def test_with_a_mail_server_there_is_no_outbox(bundle: Bundle, mail_name: str, tail: str) -> None:
    settings = replace(bundle.settings, mail_url="smtp://mail.example.org:587")
    app = create_app(replace(bundle, settings=settings))
    app.test_client_class = Visitor
    visitor = visitor_of(app)
    visitor.sign_in_with(an_administrator(bundle.tools))
    assert visitor.get("/outbox/" + tail.format(name=mail_name)).status_code == 404


def test_every_page_warns_while_mails_stay_here(client: Visitor) -> None:
    assert client.page("/").select("aside.trial")


def test_the_logo_stands_in_the_preview_itself(administrator: Visitor, bundle: Bundle) -> None:
    bundle.tools.mailer.send(
        OutgoingMail(
            to_address="bram@example.org",
            to_name="Bram",
            from_address="rondom@example.org",
            from_name="HR",
            reply_to=None,
            subject="Feedback",
            text="Dear Bram",
            html='<img class="logo" src="cid:logo" alt="HR">',
            message_id="<two@example.org>",
            dated_at=datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
            logo=b"\x89PNG",
        )
    )
    name = next(bundle.settings.outbox_folder.glob("*.eml")).name
    assert (
        administrator.page(f"/outbox/{name}/preview").select("img")[0]["src"]
        == "data:image/png;base64,iVBORw=="
    )
