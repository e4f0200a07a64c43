"""The doctor says what is wrong, and never fails itself."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.cli.doctor import clock_finding
from app.cli.doctor_work import workers_judged
from app.services.watching import Figures
from tests.adapters.smtp_server import HOST, Mood, running
from tests.cli.test_commands import Office

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def wrong_parts(office: Office) -> set[str]:
    done = office.run("doctor", "--json")
    wrong = {found["part"] for found in json.loads(done.stdout) if not found["is_well"]}
    assert done.returncode == (1 if wrong else 0)
    assert all(found["mend"] for found in json.loads(done.stdout) if not found["is_well"])
    return wrong


WRONG = {
    "a dead mail server": ({"MAIL_URL": "smtp://127.0.0.1:1"}, {"mail"}),
    "a mail address that is none": ({"MAIL_FROM": "rondom"}, {"sender"}),
    "a mail setting that makes no sense": ({"MAIL_URL": "mail.example.org"}, {"settings"}),
    "an unknown kind of database": ({"DATABASE_URL": "mysql://rondom:canary@127.0.0.1/rondom"}, {"settings"}),
    "a folder for keys that cannot be": ({"KEY_DIR": "/dev/null/keys"}, {"keys"}),
    "a database nobody runs": (
        {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"},
        {"database", "clock", "keys", "sending", "workers"},
    ),
    "a database in no folder": (
        {"DATABASE_URL": "sqlite:////nowhere/at/all.sqlite"},
        {"database", "keys", "sending", "workers"},
    ),
}


@pytest.mark.parametrize(("settings", "parts"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named(tmp_path: Path, settings: dict[str, str], parts: set[str]) -> None:
    office = Office(tmp_path, {f"RONDOM_{name}": value for name, value in settings.items()})
    if "DATABASE_URL" not in settings and parts != {"settings"}:
        office.rondom("migrate")
    assert wrong_parts(office) == parts


def test_a_mail_server_that_answers_is_well(tmp_path: Path) -> None:
    with running(Mood()) as port:
        office = Office(
            tmp_path,
            {"RONDOM_MAIL_URL": f"smtp://{HOST}:{port}?timeout=5", "RONDOM_MAIL_FROM": "rondom@example.org"},
        )
        office.rondom("migrate")
        assert wrong_parts(office) == set()


def test_a_refused_password_is_wrong(tmp_path: Path) -> None:
    with running(Mood(asks_sign_in=True, accepts_sign_in=False)) as port:
        office = Office(tmp_path, {"RONDOM_MAIL_URL": f"smtp://me:wrong@{HOST}:{port}?timeout=5"})
        office.rondom("migrate")
        assert wrong_parts(office) == {"mail"}


@pytest.mark.parametrize(
    ("seconds", "is_well"), [(0, True), (60, True), (-60, True), (61, False), (-3600, False)]
)
def test_a_clock_may_be_a_minute_off(seconds: int, is_well: bool) -> None:
    found = clock_finding(NOW, NOW + timedelta(seconds=seconds), "the disk")
    assert found.is_well is is_well


SERVED = {"mail": 3.0, "reports": 30.0, "periodic": 12.0}
WORKERS = {
    "all at work": (SERVED, 0.0, True, ""),
    "never started, nobody expects it": ({}, 9999.0, False, ""),
    "never started": ({}, 0.0, True, "nobody has served mail, reports, periodic for two minutes"),
    "one queue without a worker": (
        SERVED | {"reports": 400.0},
        0.0,
        True,
        "nobody has served reports for two minutes",
    ),
    "a mail that does not leave": (SERVED, 1800.0, True, "a mail has been waiting for 30 minutes"),
    "the same under rondom serve": (SERVED, 1800.0, False, "a mail has been waiting for 30 minutes"),
}


@pytest.mark.parametrize(("ages", "oldest", "is_expected", "trouble"), WORKERS.values(), ids=WORKERS)
def test_workers_are_judged_by_their_signs_of_life(
    ages: dict[str, float], oldest: float, is_expected: bool, trouble: str
) -> None:
    figures = Figures(outbox={}, oldest_due_seconds=oldest, answers={}, queue_ages=ages)
    found = workers_judged(figures, is_expected=is_expected)
    assert found.is_well is not bool(trouble)
    assert not trouble or found.said == trouble


def test_other_commands_say_that_the_database_does_not_answer(tmp_path: Path) -> None:
    office = Office(tmp_path, {"RONDOM_DATABASE_URL": "postgresql://me:canary@127.0.0.1:1/nothing"})
    done = office.run("round", "list")
    assert done.returncode == 1
    assert "the database does not answer" in done.stderr
    assert "canary" not in done.stderr + done.stdout
