"""Fixtures for everybody: one installation with real databases, keys and ciphers, and fakes around it."""

import os
import socket
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import redis

from app.adapters.rendering import MailRenderer
from app.adapters.wording import CATALOGUES
from app.bootstrap import TEMPLATES, Bundle, bootstrap
from app.services.ports import Tools
from app.settings import Settings, load_settings
from tests.databases import copied, emptied, migrated_file, own_postgres
from tests.fakes import FakeMailer, FakeQueue, FixedClock
from tests.services_at_hand import NOT_TESTED, needed, postgres_url, redis_server

LOOPBACK = {"127.0.0.1", "::1", "localhost", ""}


@pytest.fixture(scope="session", autouse=True)
def only_this_machine() -> Iterator[None]:
    """Bar connections to anywhere else: no test may depend on, or tell anything to, the outside."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def check(address: object) -> None:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise OSError(f"tests stay on this machine, but {address[0]} was asked for")

    class Guarded(socket.socket):
        def connect(self, address: object) -> None:
            check(address)
            connect(self, address)  # type: ignore[arg-type]

        def connect_ex(self, address: object) -> int:
            check(address)
            return connect_ex(self, address)  # type: ignore[arg-type]

    original = socket.socket
    socket.socket = Guarded  # type: ignore[misc]
    yield
    socket.socket = original  # type: ignore[misc]


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a SQLite file with the newest schema, to be copied."""
    return migrated_file(tmp_path_factory.mktemp("migrated"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Return the address of a migrated PostgreSQL database of this test process."""
    server = needed("PostgreSQL", postgres_url())
    with own_postgres(server, os.environ.get("PYTEST_XDIST_WORKER", "main")) as url:
        yield url


@pytest.fixture
def redis_url() -> Iterator[str]:
    """Return the address of an empty Redis database of this test process."""
    server = needed("Redis", redis_server())
    number = 1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 15
    url = f"{server.rstrip('/')}/{number}"
    client = redis.Redis.from_url(url)
    client.flushdb()
    yield url
    client.flushdb()
    client.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.services)])
def database_url(request: pytest.FixtureRequest, migrated: Path, tmp_path: Path) -> str:
    """Return the address of an empty database with the newest schema, once per kind of database."""
    if request.param == "sqlite":
        return copied(migrated, tmp_path)
    return emptied(request.getfixturevalue("postgres"))


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Return the settings of an installation in trial mode."""
    return load_settings(
        {
            "RONDOM_INSTANCE": str(tmp_path / "instance"),
            "RONDOM_DATABASE_URL": database_url,
            # English first, so that tests name texts as they stand in the source.
            "RONDOM_LANGUAGES": "en,nl,fr",
        }
    )


@pytest.fixture
def clock() -> FixedClock:
    """Return the clock of the bundle: 2026-11-23 10:00 UTC until it is moved."""
    return FixedClock()


@pytest.fixture
def queue() -> FakeQueue:
    """Return the queue of the bundle."""
    return FakeQueue()


@pytest.fixture
def mailer() -> FakeMailer:
    """Return the mailer of the mailed bundle."""
    return FakeMailer()


@cache
def renderer(zone: ZoneInfo) -> MailRenderer:
    """Return the mail templates, compiled once for all tests."""
    return MailRenderer(TEMPLATES, CATALOGUES, zone)


@pytest.fixture
def bundle(settings: Settings, clock: FixedClock, queue: FakeQueue) -> Iterator[Bundle]:
    """Return an installation with real keys, cipher, templates and an outbox folder."""
    made, mails = bootstrap(settings), renderer(settings.timezone)
    yield replace(made, tools=replace(made.tools, clock=clock, queue=queue, renderer=mails))
    made.database.engine.dispose()


@pytest.fixture
def tools(bundle: Bundle) -> Tools:
    """Return the tools of the bundle."""
    return bundle.tools


@pytest.fixture
def mailed_bundle(bundle: Bundle, mailer: FakeMailer) -> Bundle:
    """Return the bundle with a mailer that collects instead of the folder."""
    return replace(bundle, tools=replace(bundle.tools, mailer=mailer))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was not tested."""
    reasons = {
        report.longrepr[2].removeprefix("Skipped: ")
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple)
    }
    for reason in sorted(each for each in reasons if each.startswith(NOT_TESTED)):
        terminalreporter.write_line(f"ATTENTION, {reason}", red=True, bold=True)
