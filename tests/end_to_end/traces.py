"""What could lead from an answer back to a person, and where it is looked for."""

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Engine, MetaData, Table, create_engine, select

SECRET_COLUMNS = {
    "invitations": ("nonce", "token_hash"),
    "responses": ("key", "answers"),
    "drafts": ("key", "answers"),
}
PIECE = slice(40, 104)
"""A piece of a long value that no page boundary of a database file is likely to cut."""


def secrets_in(database_url: str) -> set[bytes]:
    """Return every value of a running round that has to be gone after the close."""
    engine = create_engine(database_url)
    tables = _tables(engine)
    found: set[bytes] = set()
    with engine.connect() as connection:
        for table, columns in SECRET_COLUMNS.items():
            for row in connection.execute(select(*(tables[table].c[column] for column in columns))):
                found |= {
                    _bytes(value)[PIECE] if len(value) > 64 else _bytes(value) for value in row if value
                }
    engine.dispose()
    return found


def found_in_rows(database_url: str, wanted: Iterable[bytes]) -> list[str]:
    """Return in which tables any of these values stand, in whatever column."""
    engine = create_engine(database_url)
    places = []
    with engine.connect() as connection:
        for name, table in _tables(engine).items():
            content = b"\0".join(_bytes(value) for row in connection.execute(select(table)) for value in row)
            places += [f"{name}: {each!r}" for each in wanted if each in content]
    engine.dispose()
    return places


def found_in_files(folder: Path, wanted: Iterable[bytes]) -> list[str]:
    """Return which files below a folder hold any of these values; the write-ahead log is one of them."""
    places = []
    for file in sorted(each for each in folder.rglob("*") if each.is_file()):
        content = file.read_bytes()
        places += [f"{file.name}: {each!r}" for each in wanted if each in content]
    return places


def _tables(engine: Engine) -> dict[str, Table]:
    metadata = MetaData()
    metadata.reflect(engine)
    return dict(metadata.tables)


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()
