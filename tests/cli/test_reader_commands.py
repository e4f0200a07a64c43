"""Who reads the reports, from the command line."""

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import PEOPLE, SOON, Office, a_file

CREATE = ("round", "create", "--competencies", "analyseren", "--closes", SOON)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Return an installation with people."""
    made = Office(tmp_path_factory.mktemp("readers"), {})
    made.rondom("people", "import", str(a_file(made, "people.csv", PEOPLE)), "--apply")
    return made


def readers(office: Office, name: str) -> dict[str, object]:
    found = json.loads(office.rondom("round", "status", name, "--json"))["readers"]
    assert isinstance(found, dict)
    return found


def test_a_round_says_who_reads_and_a_copy_says_the_same(office: Office) -> None:
    office.rondom(*CREATE, "--name", "Coached", "--reader", "coach", "--reader-first", "9", "--coach-edits")
    said = readers(office, "Coached")
    assert said == {
        "reader": "coach",
        "is_reader_first": True,
        "days": 9,
        "hr_reads": False,
        "coach_edits": True,
    }
    office.rondom("round", "clone", "Coached", "--name", "Copy", "--closes", SOON)
    assert readers(office, "Copy") == said


def test_without_a_word_only_the_participant_reads(office: Office) -> None:
    office.rondom(*CREATE, "--name", "Plain")
    assert readers(office, "Plain")["reader"] == "none"
    assert readers(office, "Plain")["hr_reads"] is False


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (("--reader", "coach", "--coach-edits"), 1, "Only a coach who reads before"),
        (("--reader-first", "9"), 1, "needs somebody to have it with"),
        (("--reader", "coach", "--reader-first", "31"), 2, "31"),
        (("--reader", "everybody"), 2, "everybody"),
    ],
    ids=["edits-what-is-read", "nobody-first", "too-many-days", "unknown"],
)
def test_readers_that_contradict_each_other_are_refused(
    office: Office, options: tuple[str, ...], status: int, said: str
) -> None:
    done = office.run(*CREATE, "--name", "Wrong", *options)
    assert (done.returncode, done.stdout) == (status, "")
    assert said in done.stderr


def test_a_raters_file_names_coaches_and_the_launch_asks_for_them(office: Office, tmp_path: Path) -> None:
    office.rondom(*CREATE, "--name", "From a file", "--reader", "coach")
    lines = [f"p1@example.org,p{number}@example.org,peer,{{}}" for number in range(2, 7)]
    for coach, problem in (("", "has no coach yet"), ("p7@example.org", "")):
        file = tmp_path / "raters.csv"
        written = "\n".join(line.format(coach) for line in lines)
        file.write_text(f"participant_email,rater_email,group,coach_email\n{written}\n", encoding="utf-8")
        found = json.loads(office.rondom("round", "raters", "From a file", str(file), "--json"))
        assert found["coaches"] == (0 if problem else 1)
        done = office.run("round", "launch", "From a file")
        assert problem in done.stderr
        assert done.returncode == (1 if problem else 0)
