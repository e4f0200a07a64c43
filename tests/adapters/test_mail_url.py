from pathlib import Path

import pytest

from app.adapters.mail import SmtpMailer, make_mailer
from app.adapters.mail_url import MailServer, parse_mail_url
from app.adapters.outbox_folder import FolderMailer
from app.domain.mail import MailConfigurationError


@pytest.mark.parametrize(
    ("url", "server"),
    [
        pytest.param(
            "smtp://user:pass@mail.example.org:587?starttls=required",
            MailServer("mail.example.org", 587, "user", "pass"),
            id="submission",
        ),
        pytest.param(
            "smtps://a%40b:p%3Aw%2F@mail.example.org",
            MailServer("mail.example.org", 465, "a@b", "p:w/", is_tls_from_start=True, starttls="no"),
            id="TLS from the start, credentials percent-encoded",
        ),
        pytest.param("smtp://localhost:1025", MailServer("localhost", 1025, starttls="no"), id="loopback"),
        pytest.param("smtp://[::1]:25", MailServer("::1", 25, starttls="no"), id="loopback, version 6"),
        pytest.param(
            "smtp://relay.example.org?starttls=no&timeout=5&verify=no",
            MailServer("relay.example.org", 25, starttls="no", is_verified=False, timeout=5.0),
            id="plain because it is said",
        ),
        pytest.param(
            "smtp://relay.example.org?starttls=if-offered",
            MailServer("relay.example.org", 25, starttls="if-offered"),
            id="opportunistic",
        ),
    ],
)
def test_an_address_says_how_to_reach_the_server(url: str, server: MailServer) -> None:
    assert parse_mail_url(url) == server


@pytest.mark.parametrize(
    "url",
    [
        "smtp://mail.example.org",
        "smtp://10.0.0.5:25",
        "smtp://localhost.example.org",
        "smtp://",
        "mail.example.org:587",
        "http://mail.example.org",
        "smtp://user@mail.example.org?starttls=required",
        "smtp://:s3cret@mail.example.org?starttls=required",
        "smtp://user:s3crét@mail.example.org?starttls=required",
        "smtp://user:s3c/ret@mail.example.org?starttls=required",
        "smtp://user:s3cret@mail.example.org?starttls=maybe",
        "smtp://user:s3cret@mail.example.org?starttls=required&timeout=never",
        "smtp://user:s3cret@mail.example.org?starttls=required&timeout=0",
        "smtp://user:s3cret@mail.example.org?starttls=required&timeout=46",
        "smtp://user:s3cret@mail.example.org?starttls=required&timeout=nan",
        "smtp://user:s3cret@mail.example.org?starttls=required&verify=perhaps",
        "smtp://user:s3cret@mail.example.org?starttls=required&starttls=no",
        "smtp://user:s3cret@mail.example.org?tls=yes",
        "smtp://user:s3cret@mail.example.org:port?starttls=required",
        "smtps://user:s3cret@mail.example.org?starttls=required",
    ],
)
def test_a_wrong_address_is_refused_without_repeating_the_password(url: str) -> None:
    with pytest.raises(MailConfigurationError) as caught:
        parse_mail_url(url)
    assert "s3c" not in str(caught.value)


def test_a_server_does_not_show_its_credentials() -> None:
    shown = repr(parse_mail_url("smtps://someone:s3cret@mail.example.org"))
    assert "s3cret" not in shown
    assert "someone" not in shown


def test_the_address_chooses_between_server_and_folder(tmp_path: Path) -> None:
    assert isinstance(make_mailer("smtp://localhost", tmp_path), SmtpMailer)
    bare, named = make_mailer("file:", tmp_path), make_mailer("file:///var/outbox", tmp_path)
    assert isinstance(bare, FolderMailer)
    assert bare.folder == tmp_path
    assert isinstance(named, FolderMailer)
    assert named.folder == Path("/var/outbox")
