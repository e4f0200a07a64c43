"""The contract of the commands: exit statuses, where errors go, dry runs, JSON listings."""

import gc
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from app.cli.main import main
from tests.end_to_end.installation import BIN, own_environment

PEOPLE = "email,name,language,manager_email\n" + "".join(
    f"p{number}@example.org,Person {number},en,{'' if number == 0 else 'p0@example.org'}\n"
    for number in range(8)
)
RATERS = "participant_email,rater_email,group\n" + "".join(
    f"p1@example.org,p{number}@example.org,peer\n" for number in range(2, 7)
)
ROUND = "Spring"
SOON, LATER = ((date.today() + timedelta(days=days)).isoformat() for days in (100, 120))  # noqa: DTZ011


class Done(NamedTuple):
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


class Office:
    """An installation whose commands run in this process, by the entry point of the `rondom` script."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self.folder = folder
        self._settings = {"RONDOM_INSTANCE": str(folder / "instance"), **settings}

    def run(self, *words: str) -> Done:
        """Run a command, whatever comes of it."""
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            for name in [name for name in os.environ if name.startswith("RONDOM_")]:
                patch.delenv(name)
            for name, value in self._settings.items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["rondom", *words])
            try:
                main()
                status = 0
            except SystemExit as end:
                status = int(end.code or 0)
        # Engines that nobody closes say so when they are collected, which is then another test's trouble.
        gc.collect()
        return Done(status, out.getvalue(), err.getvalue())

    def rondom(self, *words: str) -> str:
        """Run a command that has to succeed, and return what it prints."""
        done = self.run(*words)
        assert done.returncode == 0, f"rondom {' '.join(words)}: {done}"
        return done.stdout


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Return an installation with people and a draft; nothing runs, commands need no server."""
    made = Office(tmp_path_factory.mktemp("office"), {})
    made.rondom("people", "import", str(a_file(made, "people.csv", PEOPLE)), "--apply")
    made.rondom("round", "create", "--name", ROUND, "--competencies", "analyseren,empathie", "--closes", SOON)
    made.rondom("round", "raters", ROUND, str(a_file(made, "raters.csv", RATERS)), "--reporting-line")
    return made


def a_file(office: Office, name: str, content: str) -> Path:
    path = office.folder / name
    path.write_text(content, encoding="utf-8")
    return path


def read(office: Office, *words: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads(office.rondom(*words, "--json"))


LISTINGS: Mapping[str, tuple[tuple[str, ...], Callable[[Any], bool]]] = {
    "people": (
        ("people", "list"),
        lambda found: {(each["email"], each["time_zone"]) for each in found} >= {("p0@example.org", "")},
    ),
    "frameworks": (("framework", "list"), lambda found: found[0]["competencies"] == 29),
    "a framework": (("framework", "show"), lambda found: len(found["clusters"]) == 6),
    "problems of a framework": (("framework", "validate"), lambda found: found == []),
    "rounds": (("round", "list"), lambda found: [each["name"] for each in found] == [ROUND]),
    "a round": (("round", "status", ROUND), lambda found: found["state"] == "draft"),
    "the doctor": (("doctor",), lambda found: all(each["is_well"] for each in found)),
}


@pytest.mark.parametrize("listing", LISTINGS.values(), ids=LISTINGS)
def test_every_listing_takes_json(
    office: Office, listing: tuple[tuple[str, ...], Callable[[Any], bool]]
) -> None:
    words, is_right = listing
    assert is_right(read(office, *words))
    assert office.rondom(*words).strip()


REFUSED = {
    "an unknown round": (("round", "status", "Nowhere"), "There is no round"),
    "an unknown participant": (("report", "show", ROUND, "p1@example.org", "--json"), "rondom: "),
    "a day that is none": (
        ("round", "create", "--name", "X", "--competencies", "all", "--closes", "18/12/2099"),
        "is not a day; write it as 2026-12-18",
    ),
    "a day that is past": (
        ("round", "create", "--name", "X", "--competencies", "all", "--closes", "2001-12-18"),
        "rondom: ",
    ),
    "an unknown competency": (
        ("round", "create", "--name", "X", "--competencies", "flying", "--closes", SOON),
        "flying",
    ),
    "a release before the close": (("round", "release", ROUND), "rondom: "),
    "figures before the close": (("round", "quality", ROUND), "rondom: "),
    "teams before the close": (("round", "teams", ROUND), "rondom: "),
    "an address that is none": (("admin", "invite", "nobody"), "rondom: "),
    "an unknown framework": (("framework", "show", "nothing"), "There is no framework"),
}


@pytest.mark.parametrize("refused", REFUSED.values(), ids=REFUSED)
def test_what_is_refused_ends_with_1_and_says_so_on_standard_error(
    office: Office, refused: tuple[tuple[str, ...], str]
) -> None:
    words, said = refused
    done = office.run(*words)
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


WRONG_USAGE = {
    "an unknown command": ("rounds",),
    "an unknown option": ("round", "list", "--xml"),
    "a missing option": ("round", "create", "--name", "X"),
    "an unknown choice": (
        *("round", "create", "--name", "X", "--competencies", "all", "--closes", SOON),
        *("--policy", "open"),
    ),
    "a missing file": ("people", "import", "nowhere.csv"),
    "neither file nor reporting line": ("round", "raters", ROUND),
    "a report that nobody reads like this": ("report", "show", ROUND, "p1@example.org"),
}


@pytest.mark.parametrize("words", WRONG_USAGE.values(), ids=WRONG_USAGE)
def test_wrong_usage_ends_with_2_and_says_how(office: Office, words: tuple[str, ...]) -> None:
    done = office.run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Usage: " in done.stderr


def test_an_import_is_a_dry_run_until_it_is_applied(office: Office) -> None:
    before = read(office, "people", "list")
    file = a_file(office, "more.csv", "email,name\nnew@example.org,New Person\n")

    said = office.rondom("people", "import", str(file))

    assert "1 new" in said
    assert "Nothing was written." in said
    assert read(office, "people", "list") == before
    assert read(office, "people", "import", str(file))["applied"] is False


def test_wrong_rows_are_named_with_line_column_and_reason_and_nothing_is_written(
    office: Office,
) -> None:
    before = read(office, "people", "list")
    file = a_file(office, "bad.csv", "email,name\nfine@example.org,Fine\nnot an address,Wrong\n")

    done = office.run("people", "import", str(file), "--apply")

    assert done.returncode == 1
    assert "Line 3, email: " in done.stderr
    assert read(office, "people", "list") == before


def test_wrong_rows_of_a_raters_file_are_named_and_nothing_is_written(office: Office) -> None:
    before = read(office, "round", "status", ROUND)
    rows = "participant_email,rater_email,group\np1@example.org,p7@example.org,peer\np1@example.org,p7,peer\n"
    done = office.run("round", "raters", ROUND, str(a_file(office, "bad-raters.csv", rows)))

    assert done.returncode == 1
    assert "Line 3: rater_email: " in done.stderr
    assert read(office, "round", "status", ROUND) == before


def test_the_script_ends_as_the_commands_do(office: Office) -> None:
    environment = own_environment(office.folder / "instance", {})
    for words, status in ((("round", "list"), 0), (("round", "status", "Nowhere"), 1), (("rounds",), 2)):
        done = subprocess.run(
            [str(BIN / "rondom"), *words], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == status
        assert (done.stdout == "") == (status > 0)
        assert (done.stderr == "") == (status == 0)
        assert ("Usage: rondom" in done.stderr) == (status == 2)


def test_a_setting_that_makes_no_sense_is_named_with_its_mend(tmp_path: Path) -> None:
    office = Office(tmp_path, {"RONDOM_PUBLIC_URL": "http://feedback.example.org"})
    done = office.run("round", "list")
    assert (done.returncode, done.stdout) == (1, "")
    assert "RONDOM_PUBLIC_URL" in done.stderr
    assert "RONDOM_ALLOW_PLAIN_HTTP=yes" in done.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "rondom.example.org"])  # noqa: S104
def test_other_machines_are_not_let_in_without_encryption(tmp_path: Path, host: str) -> None:
    done = Office(tmp_path, {}).run("serve", "--host", host)
    assert done.returncode == 1
    assert "RONDOM_ALLOW_PLAIN_HTTP=yes" in done.stderr


def test_the_doctor_ends_with_1_when_something_is_wrong(tmp_path: Path) -> None:
    office = Office(tmp_path, {"RONDOM_BROKER_URL": "redis://127.0.0.1:1/0"})
    office.rondom("migrate")
    done = office.run("doctor")
    assert done.returncode == 1
    assert "WRONG  broker" in done.stdout


def test_the_framework_needs_no_database(tmp_path: Path) -> None:
    office = Office(tmp_path, {"RONDOM_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"})
    assert "analyseren" in office.rondom("framework", "show")
    assert "No problem found." in office.rondom("framework", "validate")


def test_an_invitation_prints_one_link_and_nothing_else(office: Office) -> None:
    printed = office.rondom("admin", "invite", "hilde@example.org")
    assert printed.startswith("http://127.0.0.1:5000/sign-in/")
    assert len(printed.splitlines()) == 1


def test_a_launched_round_can_be_followed_extended_and_cloned(office: Office) -> None:
    office.rondom("round", "clone", ROUND, "--name", "Autumn", "--closes", SOON)
    office.rondom("round", "launch", "Autumn")
    status = read(office, "round", "status", "Autumn")
    # One participant with self, manager and five peers.
    assert (status["state"], status["total"], status["done"]) == ("collecting", 7, 0)
    assert status["mails"]["pending"] == 7
    assert f"{LATER} 23:59" in office.rondom("round", "extend", "Autumn", "--closes", LATER)
    assert office.rondom("round", "remind", "Autumn")
    assert office.run("round", "extend", "Autumn", "--closes", SOON).returncode == 1


def test_a_round_is_planned_and_shown_without_a_browser(office: Office) -> None:
    plan = ("--remind", "5,1", "--opens", f"{SOON} 08:30", "--keep-months", "12")
    office.rondom(
        *("round", "create", "--name", "Planned", "--competencies", "empathie", "--closes", LATER), *plan
    )
    lines = read(office, "round", "schedule", "Planned")
    assert [line["what"].partition(" ")[0] for line in lines] == [
        *("Launch:", "Reminders", "Reminders", "Close:", "The", "Release"),
    ]
    lines = read(office, "round", "schedule", "Planned", "--opens", "none", "--remind", "none")
    assert [line["what"] for line in lines if line["at"] is None] == [
        "Launch: when you decide",
        "Release of the reports: when you decide",
    ]
    wrong = office.run("round", "schedule", "Planned", "--remind", "soon")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "whole numbers" in wrong.stderr
