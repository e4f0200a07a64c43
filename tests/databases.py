"""Databases for the tests: migrated once, then copied (SQLite) or emptied (PostgreSQL) for every test."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, delete, exists, inspect, literal, select, text, union_all
from sqlalchemy.engine import make_url

from app.storage.base import Base
from app.storage.engine import open_database
from app.storage.schema import upgrade
from app.storage.tables import ROWS

TRACED = ("drafts", "responses", "assignments", "invitations")
"""Tables whose dead rows are looked at by tests of dumps."""


def migrated_file(folder: Path) -> Path:
    """Return a new SQLite file with the newest schema."""
    path = folder / "migrated.sqlite"
    database = open_database(f"sqlite:///{path}")
    upgrade(database)
    database.engine.dispose()
    return path


def copied(migrated: Path, folder: Path) -> str:
    """Return the address of a fresh copy."""
    path = folder / "rondom.sqlite"
    shutil.copy(migrated, path)
    return f"sqlite:///{path}"


@contextmanager
def own_postgres(server_url: str, worker: str) -> Iterator[str]:
    """Make a migrated PostgreSQL database for one test process, and drop it at the end."""
    name = f"rondom_test_{worker}_{os.getpid()}"
    url = make_url(server_url).set(database=name).render_as_string(hide_password=False)
    _on_server(server_url, f'CREATE DATABASE "{name}"')
    try:
        database = open_database(url)
        upgrade(database)
        database.engine.dispose()
        yield url
    finally:
        _on_server(server_url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def emptied(url: str) -> str:
    """Delete every row, and return the address."""
    engine = create_engine(url)
    present = set(inspect(engine).get_table_names())
    if not present.issuperset(row.__tablename__ for row in ROWS):
        # A test of the migrations took the schema down.
        _migrate_again(engine, url)
    with engine.begin() as connection:
        # Truncating takes a new file for each table and its indexes: only where no trace may be left.
        if connection.scalar(text(f"SELECT {' + '.join(_size(name) for name in TRACED)}")):
            connection.execute(text(f"TRUNCATE {', '.join(TRACED)} CASCADE"))
        tables = Base.metadata.sorted_tables
        looks = [select(literal(table.name)).where(exists(select(1).select_from(table))) for table in tables]
        filled = set(connection.scalars(union_all(*looks)))
        for table in reversed(tables):
            if table.name in filled:
                connection.execute(delete(table))
    engine.dispose()
    return url


def _size(table: str) -> str:
    return f"pg_relation_size('{table}')"


def _migrate_again(engine: Engine, url: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    database = open_database(url)
    upgrade(database)
    database.engine.dispose()


def _on_server(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
