import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default

import pytest

from app.adapters.mail import SmtpMailer
from app.adapters.mail_url import parse_mail_url
from app.adapters.smtp import MAILS_PER_CONNECTION
from app.domain.mail import (
    MailConfigurationError,
    MailError,
    RefusedMailError,
    TemporaryMailError,
    ThrottledMailError,
    UnsafeHeaderError,
)
from tests.adapters.outgoing import a_mail
from tests.adapters.smtp_server import HOST, Mood, running, scripted


@contextmanager
def mailer_for(mood: Mood, options: str = "") -> Iterator[SmtpMailer]:
    with running(mood) as port:
        yield SmtpMailer(parse_mail_url(f"smtp://{HOST}:{port}?timeout=5{options}"))


def content_of(mood: Mood) -> bytes:
    content = mood.taken[0].original_content
    assert isinstance(content, bytes)
    return content


def test_a_mail_arrives_and_the_answer_is_kept_without_addresses_and_links() -> None:
    mood = Mood()
    with mailer_for(mood) as mailer:
        delivered = mailer.send(a_mail())
    assert delivered.code == 250
    assert delivered.text == "taken for (address) see (link)"
    assert mood.taken[0].mail_from == "rondom@example.org"
    assert mood.taken[0].rcpt_tos == ["anna@example.org"]


def test_every_attempt_carries_the_same_bytes() -> None:
    mood = Mood()
    with mailer_for(mood) as mailer:
        mailer.send(a_mail())
        mailer.send(a_mail())
    assert mood.taken[0].original_content == mood.taken[1].original_content
    message = message_from_bytes(content_of(mood), policy=default)
    assert message["Message-ID"] == "<0123456789abcdef@rondom.example.org>"
    assert message["Date"].datetime == a_mail().dated_at


def test_no_line_is_longer_than_mail_servers_take() -> None:
    mood = Mood()
    with mailer_for(mood) as mailer:
        mailer.send(a_mail(html="<p>" + "é" * 5000 + "</p>", text="x" * 5000, subject="ë " * 400))
    assert max(len(line) for line in content_of(mood).split(b"\r\n")) <= 998


def test_a_line_that_begins_with_a_dot_survives() -> None:
    mood = Mood()
    with mailer_for(mood) as mailer:
        mailer.send(a_mail(text=".\n..\n.end\n"))
    body = message_from_bytes(content_of(mood), policy=default).get_body(("plain",))
    assert body is not None
    assert body.get_content().splitlines() == [".", "..", ".end"]


@pytest.mark.parametrize(
    ("mood", "expected"),
    [
        pytest.param(Mood(mail="451 later"), TemporaryMailError, id="sender 451"),
        pytest.param(Mood(mail="550 sender unknown"), MailConfigurationError, id="sender 550"),
        pytest.param(Mood(mail="530 5.7.0 sign in"), MailConfigurationError, id="sender 530"),
        pytest.param(Mood(mail="421 too many"), ThrottledMailError, id="sender 421"),
        pytest.param(Mood(mail="454 throttled"), ThrottledMailError, id="sender 454"),
        pytest.param(
            Mood(rcpt={"anna@example.org": "450 greylisted"}), TemporaryMailError, id="recipient 450"
        ),
        pytest.param(Mood(rcpt={"anna@example.org": "452 full"}), TemporaryMailError, id="recipient 452"),
        pytest.param(Mood(rcpt={"anna@example.org": "432 busy"}), ThrottledMailError, id="recipient 432"),
        pytest.param(Mood(rcpt={"anna@example.org": "550 unknown"}), RefusedMailError, id="recipient 550"),
        pytest.param(
            Mood(rcpt={"anna@example.org": "530 sign in"}), MailConfigurationError, id="recipient 530"
        ),
        pytest.param(Mood(data="451 later"), TemporaryMailError, id="content 451"),
        pytest.param(Mood(data="554 looks like spam"), RefusedMailError, id="content 554"),
        pytest.param(Mood(data="421 closing"), ThrottledMailError, id="content 421"),
    ],
)
def test_every_answer_has_its_meaning(mood: Mood, expected: type[MailError]) -> None:
    with mailer_for(mood) as mailer, pytest.raises(MailError) as caught:
        mailer.send(a_mail())
    assert type(caught.value) is expected
    assert mood.taken == []


@pytest.mark.parametrize("answer", ["200 fine", "252 queued"])
def test_a_yes_with_an_unusual_number_is_a_yes(answer: str) -> None:
    with mailer_for(Mood(data=answer)) as mailer:
        assert mailer.send(a_mail()).code == int(answer[:3])


@pytest.mark.parametrize("answer", ["taken over", "354 go on"])
def test_what_is_neither_yes_nor_no_after_the_content_leaves_a_mail_unsure(answer: str) -> None:
    with mailer_for(Mood(data=answer)) as mailer, pytest.raises(TemporaryMailError) as caught:
        mailer.send(a_mail())
    assert caught.value.may_have_arrived


@pytest.mark.parametrize(
    ("greeting", "expected"),
    [
        pytest.param(b"421 too busy\r\n", ThrottledMailError, id="421"),
        pytest.param(b"450 later\r\n", TemporaryMailError, id="450"),
        pytest.param(b"554 you are not welcome\r\n", MailConfigurationError, id="554"),
        pytest.param(b"HTTP/1.1 400 Bad Request\r\n", TemporaryMailError, id="not a mail server"),
    ],
)
def test_every_greeting_has_its_meaning(greeting: bytes, expected: type[MailError]) -> None:
    with scripted(greeting) as port, pytest.raises(MailError) as caught:
        SmtpMailer(parse_mail_url(f"smtp://{HOST}:{port}?timeout=2")).send(a_mail())
    assert type(caught.value) is expected


@pytest.mark.parametrize("greeting", [None, b"220 hello\r\n"], ids=["from the start", "after the greeting"])
def test_a_silent_server_is_given_up_in_time(greeting: bytes | None) -> None:
    with scripted(greeting) as port:
        mailer = SmtpMailer(parse_mail_url(f"smtp://{HOST}:{port}?timeout=0.3"))
        started = time.monotonic()
        with pytest.raises(TemporaryMailError):
            mailer.send(a_mail())
    assert time.monotonic() - started < 3


def test_nobody_listening_is_a_temporary_matter() -> None:
    with scripted(None) as port:
        pass
    with pytest.raises(TemporaryMailError):
        SmtpMailer(parse_mail_url(f"smtp://{HOST}:{port}")).send(a_mail())


def test_silence_after_the_content_is_reported_as_unsure_and_not_sent_again() -> None:
    mood = Mood(drops_after_data=True)
    with mailer_for(mood) as mailer, pytest.raises(TemporaryMailError) as caught:
        mailer.send(a_mail())
    assert caught.value.may_have_arrived
    assert len(mood.taken) == 1


@pytest.mark.parametrize("goodbye", ["drop", "421 no", "554 no"])
def test_trouble_at_the_goodbye_does_not_undo_a_yes(goodbye: str) -> None:
    mood = Mood(quit=goodbye)
    with mailer_for(mood) as mailer:
        assert mailer.send(a_mail()).code == 250
    assert len(mood.taken) == 1


def test_many_mails_share_a_connection() -> None:
    mood = Mood()
    with mailer_for(mood) as mailer, mailer.connection() as sender:
        for _ in range(5):
            sender.send(a_mail())
    assert (len(mood.taken), mood.connections) == (5, 1)


def test_after_a_hundred_mails_a_new_connection_begins() -> None:
    mood = Mood()
    with mailer_for(mood) as mailer, mailer.connection() as sender:
        for _ in range(MAILS_PER_CONNECTION + 1):
            sender.send(a_mail())
    assert (len(mood.taken), mood.connections) == (MAILS_PER_CONNECTION + 1, 2)


def test_a_server_that_hangs_up_between_mails_loses_and_doubles_nothing() -> None:
    mood = Mood(drops_after_mails=3)
    with mailer_for(mood) as mailer, mailer.connection() as sender:
        for number in range(10):
            sender.send(a_mail(message_id=f"<{number}@example.org>"))
            time.sleep(0.1)
    ids = [message_from_bytes(each.original_content or b"")["Message-ID"] for each in mood.taken]
    assert ids == [f"<{number}@example.org>" for number in range(10)]


def test_a_refused_recipient_leaves_the_connection_to_the_others() -> None:
    mood = Mood(rcpt={"gone@example.org": "550 5.1.1 gone@example.org unknown"})
    with mailer_for(mood) as mailer, mailer.connection() as sender:
        sender.send(a_mail())
        with pytest.raises(RefusedMailError) as caught:
            sender.send(a_mail(to_address="gone@example.org"))
        sender.send(a_mail())
    assert str(caught.value) == "550 5.1.1 (address) unknown"
    assert (len(mood.taken), mood.connections) == (2, 1)


def test_a_connection_without_a_mail_reaches_no_server() -> None:
    mood = Mood()
    with mailer_for(mood) as mailer, mailer.connection():
        pass
    assert mood.connections == 0


def test_a_dangerous_header_reaches_no_server() -> None:
    mood = Mood()
    with mailer_for(mood) as mailer, pytest.raises(UnsafeHeaderError):
        mailer.send(a_mail(headers={"X-Note": "hello\r\nBcc: eve@example.org"}))
    assert mood.connections == 0


def test_the_domain_travels_by_idna_2008() -> None:
    mood = Mood()
    with mailer_for(mood) as mailer:
        mailer.send(a_mail(to_address="anna@faß.example"))
    assert mood.taken[0].rcpt_tos == ["anna@xn--fa-hia.example"]


def test_letters_outside_ascii_before_the_at_are_refused_clearly() -> None:
    mood = Mood()
    with mailer_for(mood) as mailer, pytest.raises(RefusedMailError, match="before the @"):
        mailer.send(a_mail(to_address="jörg@example.org"))
    assert mood.connections == 0


def test_a_wrong_sender_of_our_own_is_a_matter_of_configuration() -> None:
    with mailer_for(Mood()) as mailer, pytest.raises(MailConfigurationError):
        mailer.send(a_mail(from_address="nobody"))


def test_a_check_reaches_the_server_without_a_mail() -> None:
    mood = Mood()
    with mailer_for(mood) as mailer:
        mailer.check()
    assert (mood.connections, mood.taken) == (1, [])


def test_a_mail_server_keeps_no_copies() -> None:
    with mailer_for(Mood()) as mailer:
        assert mailer.forget_round("0" * 32) == 0
