"""The mailbox of returned mails: read over verified TLS, understood mails deleted, others left alone."""

from pathlib import Path

import pytest

from app.adapters.imap_mailbox import ImapBounceMailbox, ImapServer, parse_bounce_url
from app.domain.bounces import LARGEST_REPORT, BounceMailboxError
from tests.adapters.imap_server import PASSWORD, USER, Mailbox, running
from tests.adapters.smtp_server import self_made_certificate, server_context

URL = "bounces:pass%20%22word%22@127.0.0.1"


def at(port: int, folder: str = "INBOX") -> ImapBounceMailbox:
    return ImapBounceMailbox(parse_bounce_url(f"imap://{URL}:{port}/{folder}"), timeout=5)


def test_what_is_understood_is_deleted_and_the_rest_is_marked_as_read() -> None:
    mailbox = Mailbox({1: b"one", 2: b"two", 5: b"five"})
    seen: list[bytes] = []

    def read(content: bytes) -> bool:
        seen.append(content)
        return content != b"two"

    with running(mailbox) as port:
        assert at(port).take(10, read) == 2
        assert at(port).take(10, read) == 0
    assert seen == [b"one", b"two", b"five"]
    assert mailbox.mails == {2: b"two"}
    assert mailbox.unread() == []


def test_no_more_than_asked_for_at_once() -> None:
    mailbox = Mailbox(dict.fromkeys(range(1, 6), b"mail"))
    with running(mailbox) as port:
        assert at(port).take(2, lambda _content: True) == 2
    assert sorted(mailbox.mails) == [3, 4, 5]


def test_a_mail_that_could_not_be_noted_stays_unread() -> None:
    mailbox = Mailbox({1: b"one"})

    def read(_content: bytes) -> bool:
        raise RuntimeError("the database is away")

    with running(mailbox) as port, pytest.raises(RuntimeError, match="database"):
        at(port).take(10, read)
    assert mailbox.unread() == [1]


def test_only_the_beginning_of_a_huge_mail_is_read() -> None:
    sizes: list[int] = []
    with running(Mailbox({1: b"x" * (LARGEST_REPORT + 5)})) as port:

        def read(content: bytes) -> bool:
            sizes.append(len(content))
            return True

        at(port).take(1, read)
    assert sizes == [LARGEST_REPORT]


def test_an_empty_mailbox_and_a_folder_with_a_space() -> None:
    with running(Mailbox({}, folder="Returned mails")) as port:
        box = at(port, "Returned%20mails")
        box.check()
        assert box.take(10, lambda _content: True) == 0


def test_wrong_passwords_and_folders_are_told_without_secrets() -> None:
    with running(Mailbox({})) as port:
        wrong = ImapBounceMailbox(ImapServer("127.0.0.1", port, USER, "nonsense", is_encrypted=False))
        with pytest.raises(BounceMailboxError) as caught:
            wrong.check()
        with pytest.raises(BounceMailboxError):
            at(port, "Elsewhere").check()
    assert "nonsense" not in str(caught.value)
    assert USER not in str(caught.value)
    assert PASSWORD not in repr(at(1)._server)


@pytest.mark.parametrize("place", ["LOGIN", "SEARCH", "FETCH", "STORE", "EXPUNGE"])
def test_a_server_that_hangs_up_is_one_kind_of_error(place: str) -> None:
    with running(Mailbox({1: b"one"}, hangs_up_at=place)) as port, pytest.raises(BounceMailboxError):
        at(port).take(10, lambda _content: True)


def test_a_silent_server_is_left_in_time() -> None:
    with running(Mailbox({}, is_silent=True)) as port:
        box = ImapBounceMailbox(parse_bounce_url(f"imap://{URL}:{port}/"), timeout=0.3)
        with pytest.raises(BounceMailboxError, match="TimeoutError"):
            box.check()


def test_a_certificate_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    mailbox = Mailbox({})
    with running(mailbox, server_context(self_made_certificate(tmp_path))) as port:
        box = ImapBounceMailbox(parse_bounce_url(f"imaps://b:c@localhost:{port}/"), timeout=5)
        with pytest.raises(BounceMailboxError, match="CERTIFICATE"):
            box.check()
    assert mailbox.heard == []


def test_a_known_certificate_lets_mails_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = self_made_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    mailbox = Mailbox({1: b"one"})
    with running(mailbox, server_context(certificate)) as port:
        url = f"imaps://bounces:pass%20%22word%22@localhost:{port}/"
        assert ImapBounceMailbox(parse_bounce_url(url), timeout=5).take(1, lambda _content: True) == 1


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("imaps://u:p@mail.example.org/INBOX", ImapServer("mail.example.org", 993, "u", "p")),
        ("imaps://u:p@mail.example.org:1993", ImapServer("mail.example.org", 1993, "u", "p")),
        ("imap://u:p%40@localhost/A%20B", ImapServer("localhost", 143, "u", "p@", "A B", is_encrypted=False)),
    ],
)
def test_the_setting_is_one_line(url: str, server: ImapServer) -> None:
    assert parse_bounce_url(url) == server


@pytest.mark.parametrize(
    "url",
    [
        "pop3://u:secretword@mail.example.org/",
        "imap://u:secretword@mail.example.org/",
        "imaps://mail.example.org/",
        "imaps://u:secretword@/INBOX",
        "imaps://u:secretword@mail.example.org:port/",
        "imaps://u:secretword@mail.example.org/INBOX?x=1",
        "imaps://u:secretword%0d%0a@mail.example.org/",
    ],
)
def test_a_wrong_setting_is_named_without_its_password(url: str) -> None:
    with pytest.raises(BounceMailboxError, match="RONDOM_BOUNCE_URL") as caught:
        parse_bounce_url(url)
    assert "secretword" not in str(caught.value)
