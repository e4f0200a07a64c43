"""rondom framework import, export, list and show: contract and refusals."""

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import Office
from tests.services.own_frameworks import a_document


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Return an installation that has imported a document as “keuken”."""
    made = Office(tmp_path_factory.mktemp("frameworks"), {})
    (made.folder / "keuken.txt").write_text(a_document(), encoding="utf-8")
    made.rondom("framework", "import", str(made.folder / "keuken.txt"))
    return made


def test_an_import_says_what_it_made_and_inferred(office: Office) -> None:
    printed = office.rondom(
        "framework", "import", str(office.folder / "keuken.txt"), "--id", "looked-at", "--dry-run", "--json"
    )
    found = json.loads(printed)
    assert (found["id"], found["competencies"]) == ("looked-at", 3)
    assert len(found["inferred"]) == 1
    assert [line.partition(":")[0] for line in found["warnings"]] == ["line 1"]


def test_a_dry_run_writes_nothing(office: Office) -> None:
    listed = json.loads(office.rondom("framework", "list", "--json"))
    assert [(each["id"], each["revision"], each["competencies"]) for each in listed] == [
        ("rondom", 1, 29),
        ("keuken", 1, 3),
    ]


def test_an_own_framework_is_shown_like_a_bundled_one(office: Office) -> None:
    shown = json.loads(office.rondom("framework", "show", "keuken", "--json"))
    level = shown["clusters"][0]["competencies"][0]["levels"][0]
    assert (shown["id"], shown["revision"], shown["language"]) == ("keuken", 1, "nl")
    assert level["description"] == "Doet aan broodbakken op trede 1. Blijft daarbij rustig."
    assert level["indicators"] == []


@pytest.mark.parametrize("kind", ["toml", "csv", "xlsx"])
def test_an_export_is_imported_without_loss(office: Office, kind: str) -> None:
    file = office.folder / f"away.{kind}"
    office.rondom("framework", "export", "keuken", "--format", kind, "--output", str(file))
    office.rondom("framework", "import", str(file), "--id", f"back-{kind}")
    copy = json.loads(office.rondom("framework", "show", f"back-{kind}", "--json"))
    original = json.loads(office.rondom("framework", "show", "keuken", "--json"))
    assert copy["clusters"] == original["clusters"]


def test_a_taken_id_is_refused(office: Office) -> None:
    done = office.run("framework", "import", str(office.folder / "keuken.txt"))
    assert done.returncode == 1
    assert "There is a framework “keuken” already" in done.stderr


def test_a_refusal_names_the_lines(office: Office) -> None:
    file = office.folder / "half.txt"
    file.write_text(a_document()[:600], encoding="utf-8")
    done = office.run("framework", "import", str(file), "--id", "half")
    assert (done.returncode, done.stdout) == (1, "")
    assert "line " in done.stderr


def test_an_exported_file_is_validated_too(office: Office) -> None:
    file = office.folder / "valid.toml"
    office.rondom("framework", "export", "rondom", "--output", str(file))
    assert office.rondom("framework", "validate", str(file)) == "No problem found.\n"
    file.write_text("id = 3", encoding="utf-8")
    assert office.run("framework", "validate", str(file)).returncode == 1


def test_bundled_frameworks_are_listed_and_exported_without_a_database(tmp_path: Path) -> None:
    office = Office(tmp_path, {})
    assert office.rondom("framework", "list").splitlines()[1].startswith("rondom ")
    assert office.rondom("framework", "export", "rondom", "--format", "toml").startswith('id = "rondom"')
    assert not (tmp_path / "instance" / "rondom.sqlite").exists()
