"""Fresh installations for measuring, on SQLite and on PostgreSQL where there is one."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.bootstrap import Bundle, bootstrap
from app.settings import load_settings
from app.storage.schema import upgrade
from tests.databases import own_postgres
from tests.end_to_end.installation import own_environment
from tests.services_at_hand import postgres_url


@dataclass(frozen=True)
class Fresh:
    """A migrated, empty installation in a folder that goes away."""

    bundle: Bundle
    folder: Path
    environment: dict[str, str]
    kind: str


@contextmanager
def fresh(kind: str, changes: dict[str, str] | None = None) -> Iterator[Fresh]:
    """Yield an installation on `SQLite` or `PostgreSQL`."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rondom-bench-")))
        settings = dict(changes or {})
        server = postgres_url()
        if kind == "PostgreSQL" and server is not None:
            url = stack.enter_context(own_postgres(server, f"bench_{secrets.token_hex(3)}"))
            settings["RONDOM_DATABASE_URL"] = url
        environment = own_environment(folder / "instance", settings)
        bundle = bootstrap(load_settings(environment))
        upgrade(bundle.database)
        yield Fresh(bundle, folder, environment, kind)
        bundle.database.engine.dispose()


def kinds() -> list[str]:
    """Return the databases there are."""
    return ["SQLite", "PostgreSQL"] if postgres_url() is not None else ["SQLite"]
