"""The two stacks everything runs on, with a broker of one's own that may be emptied, stopped and killed."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.adapters.embedded_broker import EmbeddedBroker, find_server
from tests.databases import copied, migrated_file, own_postgres
from tests.services_at_hand import needed, postgres_url


@dataclass(frozen=True)
class Stack:
    """A migrated, empty database and a broker."""

    settings: dict[str, str]
    broker: EmbeddedBroker


@contextmanager
def sqlite_stack(folder: Path, migrated: Path | None = None) -> Iterator[Stack]:
    """Yield SQLite in a file with the embedded broker; `migrated` is a file to copy."""
    if migrated is None:
        (folder / "first").mkdir()
        migrated = migrated_file(folder / "first")
    with own_broker() as broker:
        database = copied(migrated, folder)
        yield Stack({"RONDOM_DATABASE_URL": database, "RONDOM_BROKER_URL": broker.url}, broker)


@contextmanager
def postgres_stack() -> Iterator[Stack]:
    """Yield a database of a real PostgreSQL with a server that speaks Redis."""
    server = needed("PostgreSQL", postgres_url())
    with own_postgres(server, f"torture_{secrets.token_hex(3)}") as url, own_broker() as broker:
        yield Stack({"RONDOM_DATABASE_URL": url, "RONDOM_BROKER_URL": broker.url}, broker)


@contextmanager
def own_broker() -> Iterator[EmbeddedBroker]:
    """Run a broker that nobody else uses."""
    program = find_server()
    needed("a server for the broker", str(program) if program else None)
    assert program is not None
    with EmbeddedBroker(program) as broker:
        yield broker
