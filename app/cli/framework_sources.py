"""Where the commands find frameworks: bundled ones without a database, own ones in the installation's."""

from pathlib import Path

import click
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from app.cli.context import looking
from app.services.frameworks import (
    ListedFramework,
    all_languages,
    bundled_framework,
    bundled_ids,
    bundled_languages,
    find_framework,
    list_frameworks,
)
from app.settings import SettingsError, load_settings
from framework.model import Framework


def framework_in(framework_id: str, language: str, revision: int | None = None) -> Framework:
    """Return a framework in the language, or in its first one; raises NotFoundError."""
    if framework_id in bundled_ids():
        return bundled_framework(framework_id, language, revision)
    with looking() as work:
        return find_framework(work, framework_id, language, revision)


def framework_in_all(framework_id: str, revision: int | None = None) -> tuple[Framework, ...]:
    """Return a framework once per language, the fallback first; raises NotFoundError."""
    if framework_id in bundled_ids():
        return tuple(
            bundled_framework(framework_id, language, revision)
            for language in bundled_languages()[framework_id]
        )
    with looking() as work:
        return all_languages(work, framework_id, revision)


def own_frameworks() -> tuple[ListedFramework, ...]:
    """Return the organisation's own frameworks; none, and a word about it, where there is no database."""
    try:
        url = make_url(load_settings().database_url)
        if url.drivername.startswith("sqlite") and not Path(url.database or "").is_file():
            return ()
        with looking() as work:
            return tuple(each for each in list_frameworks(work) if not each.is_bundled)
    except (SettingsError, SQLAlchemyError, OSError):
        click.echo("rondom: the database cannot be read, so only bundled frameworks are listed.", err=True)
        return ()
