"""A backup is put back as docs/operations.md says, and the round goes on."""

import secrets
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import make_url

from app.bootstrap import Bundle, bootstrap
from app.domain.keys import MissingKeyError
from app.domain.ratings import RATING_FIELD
from app.services.rating import open_desk, open_form, save_draft
from app.services.work import RATER, SYSTEM, open_reading, open_work
from app.settings import load_settings
from tests.builders import a_launched_round, rater_tokens
from tests.databases import own_postgres


@pytest.fixture
def token(bundle: Bundle) -> str:
    """Return the token of a rater who has saved something and not sent it in."""
    with open_work(bundle.tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1)
        token = next(iter(rater_tokens(work, round_.id).values()))
    with open_work(bundle.tools, RATER) as work:
        task = open_desk(work, token).tasks[0]
        save_draft(work, token, task.assignment_id, {RATING_FIELD + "analyseren": "2"})
    return token


@pytest.fixture
def restored(bundle: Bundle, token: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bundle]:
    """Return an installation on another machine that was made of a backup; its key folder is empty."""
    assert token
    instance = tmp_path / "another machine"
    environment = {"RONDOM_INSTANCE": str(instance), "RONDOM_LANGUAGES": "en,nl,fr"}
    if bundle.database.engine.dialect.name == "sqlite":
        bundle.database.copy_to(tmp_path / "it's a backup.sqlite")
        instance.mkdir()
        shutil.copy(tmp_path / "it's a backup.sqlite", instance / "rondom.sqlite")
        made = bootstrap(load_settings(environment))
        yield replace(made, tools=replace(made.tools, clock=bundle.tools.clock))
        made.database.engine.dispose()
        return
    plain = make_url(bundle.settings.database_url).set(drivername="postgresql")
    address = plain.render_as_string(hide_password=False)
    subprocess.run(["pg_dump", "--format", "custom", "--file", tmp_path / "dump", address], check=True)
    with own_postgres(request.getfixturevalue("postgres"), f"restored_{secrets.token_hex(3)}") as url:
        into = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        subprocess.run(
            ["pg_restore", "--clean", "--if-exists", "--no-owner", "--dbname", into, tmp_path / "dump"],
            check=True,
        )
        made = bootstrap(load_settings({**environment, "RONDOM_DATABASE_URL": url}))
        yield replace(made, tools=replace(made.tools, clock=bundle.tools.clock))
        made.database.engine.dispose()


def saved(bundle: Bundle, token: str) -> object:
    with open_reading(bundle.tools, RATER) as work:
        task = open_desk(work, token).tasks[0]
        return open_form(work, token, task.assignment_id).answers.ratings.get("analyseren")


def test_with_the_keys_put_back_a_rater_finds_what_was_saved(
    bundle: Bundle, restored: Bundle, token: str
) -> None:
    shutil.copytree(bundle.settings.key_dir, restored.settings.key_dir, dirs_exist_ok=True)
    assert saved(restored, token) == saved(bundle, token) == 2


def test_a_backup_without_the_keys_opens_nothing(restored: Bundle, token: str) -> None:
    with pytest.raises(MissingKeyError):
        saved(restored, token)
