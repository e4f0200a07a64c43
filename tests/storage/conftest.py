"""A database of each kind, closed after the test."""

from collections.abc import Iterator

import pytest

from app.storage.engine import Database, open_database


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    yield opened
    opened.engine.dispose()
