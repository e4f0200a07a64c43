from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from app.adapters.mail import SmtpMailer
from app.adapters.mail_url import parse_mail_url
from app.domain.mail import MailConfigurationError
from tests.adapters.outgoing import a_mail
from tests.adapters.smtp_server import HOST, Mood, running, self_made_certificate, server_context


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")
@pytest.mark.parametrize("accepts", [True, False], ids=["right password", "wrong password"])
def test_signing_in_works_or_is_a_matter_of_configuration(*, accepts: bool) -> None:
    mood = Mood(asks_sign_in=True, accepts_sign_in=accepts)
    with ExitStack() as stack:
        port = stack.enter_context(running(mood))
        mailer = SmtpMailer(parse_mail_url(f"smtp://hr:p%40ss@{HOST}:{port}"))
        if not accepts:
            caught = stack.enter_context(pytest.raises(MailConfigurationError))
        mailer.send(a_mail())
    assert (b"hr", b"p@ss") in mood.signed_in
    if not accepts:
        assert "p@ss" not in str(caught.value)


def test_a_password_where_the_server_knows_no_sign_in_is_a_matter_of_configuration() -> None:
    with running(Mood()) as port, pytest.raises(MailConfigurationError):
        SmtpMailer(parse_mail_url(f"smtp://hr:secret@{HOST}:{port}")).send(a_mail())


def test_required_starttls_that_is_not_offered_stops_before_the_mail() -> None:
    mood = Mood()
    with running(mood) as port, pytest.raises(MailConfigurationError):
        SmtpMailer(parse_mail_url(f"smtp://{HOST}:{port}?starttls=required")).send(a_mail())
    assert mood.taken == []


def test_starttls_if_offered_does_without_where_it_is_not() -> None:
    mood = Mood()
    with running(mood) as port:
        SmtpMailer(parse_mail_url(f"smtp://{HOST}:{port}?starttls=if-offered")).send(a_mail())
    assert len(mood.taken) == 1


TLS_URLS = {
    "required": "smtp://localhost:{port}?starttls=required",
    "if-offered": "smtp://localhost:{port}?starttls=if-offered",
    "from the start": "smtps://localhost:{port}",
}


@contextmanager
def tls_server(mood: Mood, certificate: Path, kind: str) -> Iterator[int]:
    context = server_context(certificate)
    with running(mood, context, is_tls_from_start=kind == "from the start") as port:
        yield port


@pytest.mark.parametrize("kind", TLS_URLS)
def test_a_certificate_that_is_trusted_lets_mails_pass(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mood = Mood()
    certificate = self_made_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with tls_server(mood, certificate, kind) as port:
        SmtpMailer(parse_mail_url(TLS_URLS[kind].format(port=port))).send(a_mail())
    assert len(mood.taken) == 1


@pytest.mark.parametrize("kind", TLS_URLS)
def test_a_certificate_that_nobody_vouches_for_is_a_matter_of_configuration(
    kind: str, tmp_path: Path
) -> None:
    mood = Mood()
    with tls_server(mood, self_made_certificate(tmp_path), kind) as port:
        mailer = SmtpMailer(parse_mail_url(TLS_URLS[kind].format(port=port)))
        with pytest.raises(MailConfigurationError, match="certificate"):
            mailer.send(a_mail())
    assert mood.taken == []


@pytest.mark.parametrize("kind", TLS_URLS)
def test_a_certificate_for_another_name_is_a_matter_of_configuration(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = self_made_certificate(tmp_path, "mail.example.org")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with tls_server(Mood(), certificate, kind) as port:
        mailer = SmtpMailer(parse_mail_url(TLS_URLS[kind].format(port=port)))
        with pytest.raises(MailConfigurationError, match="certificate"):
            mailer.send(a_mail())


def test_an_unverified_certificate_passes_only_when_said(tmp_path: Path) -> None:
    mood = Mood()
    with tls_server(mood, self_made_certificate(tmp_path), "required") as port:
        SmtpMailer(parse_mail_url(f"smtp://localhost:{port}?starttls=required&verify=no")).send(a_mail())
    assert len(mood.taken) == 1
