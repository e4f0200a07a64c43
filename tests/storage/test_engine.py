"""How databases are opened: who may write, and what is left after deleting."""

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError, StatementError

from app.storage.audit import AuditEntry
from app.storage.engine import Database, open_database

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def an_entry(number: int, at: datetime = NOON) -> AuditEntry:
    return AuditEntry(id=f"{number:032x}", at=at, actor="somebody", action="looked", detail={"n": number})


def test_an_instant_comes_back_in_utc_whatever_its_zone_was(database: Database) -> None:
    with database.writing() as session, session.begin():
        session.add(an_entry(1, NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))))

    with database.reading() as session:
        found = session.scalars(select(AuditEntry)).one()
    assert found.at == NOON
    assert found.at.utcoffset() == timedelta(0)


def test_an_instant_without_a_zone_is_refused(database: Database) -> None:
    with database.writing() as session:
        session.add(an_entry(1, NOON.replace(tzinfo=None)))
        with pytest.raises(StatementError, match="time zone"):
            session.flush()


def test_a_reading_session_cannot_write_on_sqlite(migrated: Path) -> None:
    database = open_database(f"sqlite:///{migrated}")

    with database.reading() as session:
        session.add(an_entry(1))
        with pytest.raises(OperationalError, match="readonly"):
            session.flush()
    database.engine.dispose()


def test_writers_who_read_first_wait_for_each_other_instead_of_failing(database: Database) -> None:
    with database.writing() as session, session.begin():
        session.add(an_entry(0))
    failures: list[SQLAlchemyError] = []

    def count_up() -> None:
        try:
            for _ in range(10):
                with database.writing() as session, session.begin():
                    entry = session.scalars(select(AuditEntry).with_for_update()).one()
                    entry.detail = {"n": entry.detail["n"] + 1}
        except SQLAlchemyError as error:
            failures.append(error)

    threads = [threading.Thread(target=count_up) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert failures == []
    with database.reading() as session:
        assert session.scalars(select(AuditEntry)).one().detail == {"n": 60}


def test_nothing_deleted_is_left_in_the_files_of_sqlite(migrated: Path, tmp_path: Path) -> None:
    path = tmp_path / "own.sqlite"
    path.write_bytes(migrated.read_bytes())
    database = open_database(f"sqlite:///{path}")
    canary = "a sentence nobody may find"
    with database.writing() as session, session.begin():
        session.add(AuditEntry(id="1" * 32, at=NOON, actor=canary, action="wrote", detail={}))
    with database.writing() as session, session.begin():
        session.execute(text("DELETE FROM audit_entries"))

    database.erase_traces()

    database.engine.dispose()
    for file in tmp_path.iterdir():
        assert canary.encode() not in file.read_bytes()


def test_erasing_traces_works_on_both_databases_and_leaves_them_usable(database: Database) -> None:
    database.erase_traces()

    with database.writing() as session, session.begin():
        session.add(an_entry(1))


def test_shedding_history_empties_the_write_ahead_log_and_keeps_the_rows(database: Database) -> None:
    with database.writing() as session, session.begin():
        session.add(an_entry(1))

    database.shed_history()

    if database.engine.url.database and database.engine.dialect.name == "sqlite":
        assert Path(database.engine.url.database + "-wal").stat().st_size == 0
    with database.reading() as session:
        assert session.scalars(select(AuditEntry)).one().id == f"{1:032x}"
