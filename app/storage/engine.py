"""Databases: how SQLite and PostgreSQL are opened, for reading and for writing."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

_DOOR = "is_writing"
"""What a connection of SQLite was last prepared for."""


@dataclass(frozen=True)
class Database:
    """One database with two doors: reading never takes SQLite's write lock, writing takes it at once."""

    engine: Engine

    def reading(self) -> Session:
        """Return a session that cannot change a row on SQLite."""
        return Session(self.engine, expire_on_commit=False)

    def writing(self) -> Session:
        """Return a session for a short change."""
        return Session(self.engine.execution_options(is_writing=True), expire_on_commit=False)

    def server_time(self) -> datetime | None:
        """Return what the clock of the database server says; None for a file, which has no clock."""
        if self.engine.dialect.name == "sqlite":
            return None
        with self.engine.connect() as connection:
            said = connection.scalar(select(func.clock_timestamp()))
            return said if isinstance(said, datetime) else None

    def erase_traces(self) -> None:
        """Remove deleted rows from the database files: checkpoint and vacuum, outside any transaction."""
        if self.engine.dialect.name == "sqlite":
            self._without_transaction("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            self._vacuum("VACUUM (FULL)")

    def copy_to(self, path: Path) -> None:
        """Write a copy of a SQLite database as it is now, without what was deleted; others go on."""
        self._without_transaction(f"VACUUM INTO '{str(path).replace(chr(39), chr(39) * 2)}'")

    def shed_history(self) -> None:
        """Drop what the files still tell about the order of past changes; quick, and raters go on meanwhile.

        SQLite's write-ahead log is emptied unless somebody is reading it; PostgreSQL clears dead versions.
        """
        if self.engine.dialect.name == "sqlite":
            self._without_transaction("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            self._vacuum("VACUUM")

    def _without_transaction(self, *statements: str) -> None:
        # The driver's own connection: SQLAlchemy's would begin a transaction, and nothing vacuums in one.
        connection = self.engine.raw_connection()
        try:
            connection.info.pop(_DOOR, None)
            cursor = connection.cursor()
            for statement in ("PRAGMA query_only=OFF", *statements):
                cursor.execute(statement)
            cursor.close()
        finally:
            connection.close()

    def _vacuum(self, command: str) -> None:
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("SET statement_timeout = 0")
            for table in ("drafts", "responses", "invitations", "assignments"):
                connection.exec_driver_sql(f"{command} {table}")
            # A session of the pool goes on with the usual limit.
            connection.exec_driver_sql("RESET statement_timeout")


def open_database(url: str) -> Database:
    """Open the database at `url`; see reliability.md 5 for the reasons behind each setting."""
    if url.startswith("sqlite"):
        engine = create_engine(url, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = create_engine(
            url,
            hide_parameters=True,
            pool_pre_ping=True,
            connect_args={
                "options": "-c statement_timeout=30000 -c lock_timeout=5000"
                " -c idle_in_transaction_session_timeout=60000 -c timezone=UTC"
            },
        )
    return Database(engine)


def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # The driver must not begin by itself: whether a transaction writes is known only to the session.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout=10000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "journal_size_limit=67108864",
        "temp_store=MEMORY",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    is_writing = connection.get_execution_options().get("is_writing", False)
    if connection.info.get(_DOOR) is not is_writing:
        connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if is_writing else 'ON'}")
        connection.info[_DOOR] = is_writing
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")
