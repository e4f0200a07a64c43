"""rondom backup: a copy of the database that fits together, made while everything runs."""

import os
from pathlib import Path

import click

from app.bootstrap import bootstrap
from app.settings import load_settings


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup_command(file: Path) -> None:
    """Copy the SQLite database of this installation to FILE; the keys of running rounds are never in it."""
    bundle = bootstrap(load_settings())
    if bundle.database.engine.dialect.name != "sqlite":
        raise click.UsageError(
            "PostgreSQL makes its own backups: pg_dump --format custom --file FILE DATABASE."
            " docs/operations.md says more."
        )
    if file.exists():
        raise click.UsageError(f"{file} exists already; choose a new name.")
    before = os.umask(0o077)
    try:
        bundle.database.copy_to(file)
    finally:
        os.umask(before)
    click.echo(f"The database is in {file}.")
    click.echo(
        f"The keys of running rounds are in {bundle.settings.key_dir}: keep their copy somewhere else."
    )
