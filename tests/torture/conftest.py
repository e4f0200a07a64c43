"""Both stacks for small storms."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.torture.stacks import Stack, postgres_stack, sqlite_stack


@pytest.fixture(params=["embedded", pytest.param("services", marks=pytest.mark.services)])
def stack(request: pytest.FixtureRequest, migrated: Path, tmp_path: Path) -> Iterator[Stack]:
    """Return SQLite, then PostgreSQL, each with an empty database and a broker of its own."""
    with postgres_stack() if request.param == "services" else sqlite_stack(tmp_path, migrated) as made:
        yield made
