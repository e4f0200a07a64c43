"""The shape of the code: direction of imports, small modules, closed routes, known jobs, whole templates."""

import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from celery import Celery
from flask import Flask

from app.bootstrap import Bundle
from app.services.ports import JobName
from app.web.access import Access, declared_access
from app.web.factory import create_app
from tests.databases import copied
from worker.schedule import SCHEDULE

ROOT = Path(__file__).parents[1]
PACKAGES = ("app", "framework", "worker")
MODULES = sorted(path for package in (*PACKAGES, "tests") for path in (ROOT / package).rglob("*.py"))
MIGRATIONS = ROOT / "app" / "storage" / "migrations"
LONGEST_MODULE = 300
VAGUE_NAMES = re.compile(r"(^|_)(utils?|helpers?|managers?|misc|common|info|data)(_|$)")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.fixture
def database_url(migrated: Path, tmp_path: Path) -> str:
    """Return a database; which kind does not matter here."""
    return copied(migrated, tmp_path)


@pytest.fixture
def app(bundle: Bundle) -> Flask:
    """Return the whole web application."""
    return create_app(bundle)


def test_import_contracts_hold() -> None:
    # In a process of its own: in ours it would silence every logger that exists already.
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", [path for path in MODULES if not path.is_relative_to(MIGRATIONS)], ids=named)
def test_modules_are_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", [path for path in MODULES if path.name == "__init__.py"], ids=named)
def test_package_inits_are_empty(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == ""


def test_every_folder_of_modules_is_a_package() -> None:
    folders = {path.parent for path in MODULES if not path.is_relative_to(ROOT / "tests")}
    bare = {named(folder) for folder in folders if not (folder / "__init__.py").exists()}
    # Alembic loads these by their path.
    assert bare == {"app/storage/migrations", "app/storage/migrations/versions"}


def test_modules_are_named_after_one_thing() -> None:
    assert [named(path) for path in MODULES if VAGUE_NAMES.search(path.stem)] == []


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_nothing_of_ours_is_imported_inside_functions(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"^[ \t]+(from|import) (app|framework|worker|tests)\b", source, re.MULTILINE)


def test_every_route_declares_its_access(app: Flask) -> None:
    assert set(declared_access(app)) == {rule.endpoint for rule in app.url_map.iter_rules()}


def test_the_routes_open_to_everyone_are_few(app: Flask) -> None:
    opened = {endpoint for endpoint, access in declared_access(app).items() if access == Access.EVERYONE}
    audiences = {endpoint.partition(".")[0] for endpoint in opened}
    assert audiences <= {"static", "pages", "watching", "account", "rating", "bounces"}
    # Of a rater's pages only those whose address holds the token itself.
    rating = [rule for rule in app.url_map.iter_rules() if rule.endpoint in opened]
    assert all("token" in rule.arguments for rule in rating if rule.endpoint.startswith("rating."))


def test_every_template_compiles(app: Flask) -> None:
    names = app.jinja_env.list_templates(extensions=["html", "txt"])
    assert len(names) > 10
    for name in names:
        assert app.jinja_env.get_template(name) is not None


def test_every_template_that_is_named_exists(app: Flask) -> None:
    called = re.compile(
        r"(?:render_template\(|extends |import |include |from )\s*\"([\w/.-]+\.(?:html|txt))\""
    )
    sources = [*MODULES, *(ROOT / "templates").rglob("*.html")]
    found = {name for path in sources for name in called.findall(path.read_text(encoding="utf-8"))}
    present = set(app.jinja_env.list_templates())
    inside_mail = {name.removeprefix("mail/") for name in present}
    assert found - present - inside_mail == set()


def test_every_endpoint_that_is_linked_exists(app: Flask) -> None:
    linked = re.compile(r"url_for\(\s*[\"'](\w+(?:\.\w+)?)[\"']")
    sources = [*(ROOT / "app").rglob("*.py"), *(ROOT / "templates").rglob("*.html")]
    found = {name for path in sources for name in linked.findall(path.read_text(encoding="utf-8"))}
    assert found - set(app.view_functions) == set()


def test_the_schedule_names_jobs_that_exist() -> None:
    assert {entry["task"] for entry in SCHEDULE.values()} <= {str(job) for job in JobName}


def test_the_worker_knows_every_job_and_no_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RONDOM_INSTANCE", str(tmp_path / "instance"))
    found = importlib.import_module("worker.celery_app").app
    assert isinstance(found, Celery)
    ours = {name for name in found.tasks if not name.startswith("celery.")}
    assert ours == {str(job) for job in JobName}
