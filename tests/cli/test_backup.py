"""rondom backup: a whole copy, for its owner's eyes, and never over something."""

import sqlite3
from pathlib import Path

from tests.cli.test_commands import Office


def test_a_backup_is_a_whole_database_that_only_its_owner_reads(tmp_path: Path) -> None:
    office = Office(tmp_path, {})
    office.rondom("migrate")
    file = tmp_path / "backup.sqlite"
    office.rondom("backup", str(file))
    with sqlite3.connect(file) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT count(*) FROM rounds").fetchone() == (0,)
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_backup_replaces_nothing(tmp_path: Path) -> None:
    office = Office(tmp_path, {})
    office.rondom("migrate")
    (tmp_path / "kept").write_text("precious")
    done = office.run("backup", str(tmp_path / "kept"))
    assert done.returncode == 2
    assert (tmp_path / "kept").read_text() == "precious"


def test_postgresql_is_left_to_its_own_tools(tmp_path: Path) -> None:
    office = Office(tmp_path, {"RONDOM_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"})
    done = office.run("backup", str(tmp_path / "new"))
    assert done.returncode == 2
    assert "pg_dump" in done.stderr
