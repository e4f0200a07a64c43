"""Where a mail comes back to travels in the envelope, and nowhere in the mail."""

from app.adapters.mail import SmtpMailer
from app.adapters.mail_url import MailServer
from tests.adapters.outgoing import a_mail
from tests.adapters.smtp_server import HOST, Mood, running

BACK = "bounces+0123456789abcdef0123456789abcdef@example.org"


def sent(mood: Mood, **changes: object) -> None:
    with running(mood) as port:
        SmtpMailer(MailServer(HOST, port, starttls="no")).send(a_mail(**changes))


def test_a_mail_comes_back_to_its_own_address() -> None:
    mood = Mood()
    sent(mood, envelope_from=BACK)
    (taken,) = mood.taken
    assert taken.mail_from == BACK
    assert isinstance(taken.content, bytes)
    assert BACK.encode() not in taken.content
    assert b"rondom@example.org" in taken.content


def test_without_one_it_comes_back_to_the_sender() -> None:
    mood = Mood()
    sent(mood)
    assert mood.taken[0].mail_from == "rondom@example.org"
