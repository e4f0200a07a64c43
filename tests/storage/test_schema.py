"""Migrations on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from app.storage.base import Base
from app.storage.engine import Database
from app.storage.schema import MIGRATIONS, downgrade, is_current, upgrade
from app.storage.tables import ROWS


def test_every_row_has_its_table(database: Database) -> None:
    tables = set(inspect(database.engine).get_table_names())

    assert tables == {row.__tablename__ for row in ROWS} | {"alembic_version"}


def test_the_migrations_make_what_the_rows_say(database: Database) -> None:
    with database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)

    assert differences == []


def test_every_migration_goes_down_and_up_again(database: Database) -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    revisions = [script.revision for script in scripts.walk_revisions()]
    for below in [*revisions[1:], "base"]:
        downgrade(database, below)
    assert set(inspect(database.engine).get_table_names()) == {"alembic_version"}
    for revision in reversed(revisions):
        upgrade(database, revision)

    assert is_current(database)
    database.engine.dispose()


def test_an_upgrade_of_the_newest_schema_changes_nothing(database: Database) -> None:
    upgrade(database)

    assert is_current(database)


def test_there_is_one_newest_revision() -> None:
    assert len(ScriptDirectory(str(MIGRATIONS)).get_heads()) == 1
