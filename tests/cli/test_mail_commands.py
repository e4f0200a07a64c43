"""The commands about single raters' mails."""

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import PEOPLE, RATERS, ROUND, SOON, Office, a_file


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Return an installation with a running round, whose mails nobody has sent yet."""
    made = Office(tmp_path_factory.mktemp("mails"), {})
    made.rondom("people", "import", str(a_file(made, "people.csv", PEOPLE)), "--apply")
    made.rondom("round", "create", "--name", ROUND, "--competencies", "analyseren", "--closes", SOON)
    made.rondom("round", "raters", ROUND, str(a_file(made, "raters.csv", RATERS)))
    made.rondom("round", "launch", ROUND)
    return made


def test_the_mails_of_a_round_are_listed(running: Office) -> None:
    told = json.loads(running.rondom("round", "mails", ROUND, "--json"))
    assert [each["email"] for each in told] == [f"p{number}@example.org" for number in range(1, 7)]
    assert {each["state"] for each in told} == {"queued"}
    assert {each["answers"] for each in told} == {"nothing sent in yet"}
    assert "waits to be sent" in running.rondom("round", "mails", ROUND)
    assert running.rondom("round", "mails", ROUND, "--attention") == "(none)\n"


def test_a_mail_that_still_waits_is_not_sent_twice(running: Office) -> None:
    done = running.run("round", "resend", ROUND, "p2@example.org")
    assert (done.returncode, done.stdout) == (1, "")
    assert "leaves by itself" in done.stderr


def test_an_address_is_corrected(running: Office) -> None:
    said = running.rondom("round", "resend", ROUND, "p3@example.org", "--to", "p33@example.org")
    assert "goes there" in said
    assert "p33@example.org" in running.rondom("round", "mails", ROUND)
    done = running.run("round", "resend", ROUND, "p4@example.org", "--to", "p33@example.org")
    assert done.returncode == 1
    assert "has this address already" in done.stderr


def test_a_link_is_replaced_once(running: Office) -> None:
    assert "no longer works" in running.rondom("round", "relink", ROUND, "p5@example.org")
    assert running.run("round", "relink", ROUND, "p5@example.org").returncode == 1


@pytest.mark.parametrize("command", ["resend", "relink"])
def test_nobody_is_told_apart_from_nothing(running: Office, command: str) -> None:
    done = running.run("round", command, ROUND, "nobody@example.org")
    assert done.returncode == 1
    assert "Nobody has the address" in done.stderr


def test_the_doctor_names_a_mailbox_that_does_not_open(tmp_path: Path) -> None:
    office = Office(tmp_path, {"RONDOM_BOUNCE_URL": "imap://u:secretword@127.0.0.1:1/INBOX"})
    done = office.run("doctor", "--json")
    (found,) = [each for each in json.loads(done.stdout) if each["part"] == "returned mails"]
    assert not found["is_well"]
    assert "secretword" not in done.stdout


def test_a_wrong_bounce_setting_is_named(tmp_path: Path) -> None:
    for name, value in (
        ("RONDOM_BOUNCE_URL", "imaps://mail.example.org/"),
        ("RONDOM_BOUNCE_ADDRESS", "bounces"),
        ("RONDOM_BOUNCE_SECRET", "short"),
    ):
        done = Office(tmp_path, {name: value}).run("doctor")
        assert done.returncode == 1
        assert name in done.stdout
