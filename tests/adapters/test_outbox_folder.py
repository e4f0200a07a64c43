import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.adapters.outbox_folder import FolderMailer, delete_round_mails, list_mails, read_mail, stored_name
from app.domain.errors import NotFoundError
from app.domain.mail import ROUND_HEADER, TemporaryMailError, UnsafeHeaderError
from tests.adapters.outgoing import a_mail

ROUND, OTHER = "a" * 32, "b" * 32


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "outbox"


@pytest.fixture
def mailer(folder: Path) -> FolderMailer:
    return FolderMailer(folder)


def test_a_second_attempt_stores_nothing_twice(mailer: FolderMailer, folder: Path) -> None:
    mailer.send(a_mail())
    with mailer.connection() as sender:
        assert sender.send(a_mail()).code == 250
    assert [path.name for path in folder.iterdir()] == [stored_name(a_mail())]


def test_only_the_owner_reads_stored_mails(mailer: FolderMailer, folder: Path) -> None:
    mailer.send(a_mail())
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()] == [0o600]


def test_the_newest_mail_comes_first(mailer: FolderMailer, folder: Path) -> None:
    for hour in (9, 11, 10):
        dated_at = datetime(2026, 11, 23, hour, tzinfo=UTC)
        mailer.send(a_mail(message_id=f"<{hour}@example.org>", dated_at=dated_at, subject=f"Café {hour}"))
    assert [mail.subject for mail in list_mails(folder)] == ["Café 11", "Café 10", "Café 9"]
    assert list_mails(folder)[0].dated_at == datetime(2026, 11, 23, 11, tzinfo=UTC)
    assert "anna@example.org" in list_mails(folder)[0].to


def test_a_folder_that_is_not_there_yet_holds_no_mails(folder: Path) -> None:
    assert list_mails(folder) == []
    assert delete_round_mails(folder, ROUND) == 0


def test_a_stored_mail_is_read_with_its_links(mailer: FolderMailer, folder: Path) -> None:
    text = (
        "Beste Zoë,\n\nhttps://rondom.example.org/r/" + "x" * 120 + "\n"
        "(http://127.0.0.1:5000/help). https://rondom.example.org/r/" + "x" * 120 + "\n"
    )
    mailer.send(a_mail(text=text, subject="Zoë"))
    body = read_mail(folder, stored_name(a_mail()))
    assert body.text.splitlines() == text.splitlines()
    assert body.links == ("https://rondom.example.org/r/" + "x" * 120, "http://127.0.0.1:5000/help")
    assert ("Subject", "Zoë") in body.headers
    assert body.html.startswith("<p>Beste Anna")


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../secret", "/etc/passwd", "2026-11-23-" + "0" * 32 + ".eml", "a\0b", "..%2fsecret",
     "2026-11-23-" + "0" * 32 + ".eml\n", "../" + "2026-11-23-" + "0" * 32 + ".eml"],
)  # fmt: skip
def test_nothing_but_stored_mails_can_be_read(mailer: FolderMailer, folder: Path, name: str) -> None:
    mailer.send(a_mail())
    (folder.parent / "secret").write_text("secret")
    with pytest.raises(NotFoundError):
        read_mail(folder, name)


def test_foreign_files_are_left_alone(mailer: FolderMailer, folder: Path) -> None:
    mailer.send(a_mail(headers={ROUND_HEADER: ROUND}))
    (folder / "notes.eml").write_text(f"{ROUND_HEADER}: {ROUND}\n\n")
    assert delete_round_mails(folder, ROUND) == 1
    assert [path.name for path in folder.iterdir()] == ["notes.eml"]
    assert list_mails(folder) == []


def test_closing_a_round_deletes_its_mails_and_no_others(mailer: FolderMailer, folder: Path) -> None:
    for number, round_id in enumerate([ROUND, ROUND, OTHER]):
        mailer.send(a_mail(message_id=f"<{number}@example.org>", headers={ROUND_HEADER: round_id}))
    mailer.send(a_mail(message_id="<sign-in@example.org>"))
    assert mailer.forget_round(ROUND) == 2
    assert mailer.forget_round(ROUND) == 0
    assert len(list_mails(folder)) == 2


def test_closing_a_round_takes_half_written_mails_along(mailer: FolderMailer, folder: Path) -> None:
    mail = a_mail(headers={ROUND_HEADER: ROUND})
    mailer.send(mail)
    whole = folder / stored_name(mail)
    whole.rename(folder / f".{whole.name}.tmp")
    assert mailer.forget_round(ROUND) == 0
    assert list(folder.iterdir()) == []


def test_what_a_mail_server_would_not_get_is_not_stored(mailer: FolderMailer, folder: Path) -> None:
    with pytest.raises(UnsafeHeaderError):
        mailer.send(a_mail(subject="a\nb"))
    assert list_mails(folder) == []


def test_a_folder_that_cannot_be_made_is_a_temporary_matter(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TemporaryMailError):
        FolderMailer(tmp_path / "file" / "outbox").send(a_mail())
