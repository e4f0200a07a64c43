"""What every command starts with: settings, an installation, a unit of work, a way to print."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import click

from app.bootstrap import Bundle, bootstrap
from app.domain.errors import InvalidError
from app.domain.rounds import closing_instant
from app.domain.text import text
from app.services.work import SYSTEM, Work, open_reading, open_work
from app.settings import load_settings
from app.storage.schema import is_current, upgrade

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")


def installation() -> Bundle:
    """Return the installation of the environment, its database brought to the newest schema."""
    bundle = bootstrap(load_settings())
    if not is_current(bundle.database):
        upgrade(bundle.database)
    return bundle


@contextmanager
def changing() -> Iterator[Work]:
    """Open a change as the operator of this machine."""
    with open_work(installation().tools, SYSTEM) as work:
        yield work


@contextmanager
def looking() -> Iterator[Work]:
    """Open a look as the operator of this machine."""
    with open_reading(installation().tools, SYSTEM) as work:
        yield work


def print_json(value: object) -> None:
    """Print JSON that people can read too."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    """Print aligned columns, or say that there is nothing."""
    if not rows:
        click.echo("(none)")
        return
    cells = [tuple(str(cell) for cell in row) for row in rows]
    widths = [max(len(row[i]) for row in [columns, *cells]) for i in range(len(columns))]
    for row in [columns, *cells]:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def closing_day(words: str, zone: ZoneInfo) -> datetime:
    """Return the closing instant of a day written 2026-12-18; raises InvalidError."""
    try:
        day = date.fromisoformat(words)
    except ValueError:
        raise InvalidError(text("“%(words)s” is not a day; write it as 2026-12-18.", words=words)) from None
    return closing_instant(day, zone)


def shown_instant(instant: datetime | None, zone: ZoneInfo) -> str:
    """Return an instant in the organisation's time zone, with the zone."""
    if instant is None:
        return "-"
    return instant.astimezone(zone).strftime("%Y-%m-%d %H:%M %Z")


def iso(instant: datetime | None) -> str | None:
    """Return an instant as ISO 8601 in UTC."""
    return instant.astimezone(UTC).isoformat() if instant is not None else None
