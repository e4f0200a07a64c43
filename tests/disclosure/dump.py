"""Everything that somebody who holds the database finds in it: columns, and what it notes beside them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from app.storage.engine import Database
from tests.disclosure.sqlite_pages import places_of_large_rows

Row = dict[str, Any]
STAMPS = ("xmin", "xmax", "chunk_xmin")


@dataclass(frozen=True)
class Dump:
    """The rows that matter, with stamps and places as further columns; `everything` holds all tables."""

    assignments: list[Row]
    invitations: list[Row]
    responses: list[Row]
    everything: list[Row]


def dump_of(database: Database) -> Dump:
    """Read a running round's database as its operator can."""
    database.shed_history()
    is_sqlite = database.engine.dialect.name == "sqlite"
    beside = {
        table: _beside(table, is_sqlite=is_sqlite) for table in ("assignments", "invitations", "responses")
    }
    with database.engine.connect() as connection:
        tables = {
            table: [_numbered(row) for row in _rows(connection, f"SELECT {columns} FROM {table}")]  # noqa: S608 - names of our own
            for table, columns in beside.items()
        }
        everything = [row for table in _tables(connection, is_sqlite=is_sqlite) for row in table]
        if not is_sqlite:
            _add_chunks(connection, tables["responses"])
    if is_sqlite:
        places = places_of_large_rows(Path(database.engine.url.database or ""))
        for row in tables["responses"]:
            row["page"], row["offset"], row["overflow"] = places[row["key"]]
            row["place"] = row["page"] * 2**16 - row["offset"]
    for row in tables["responses"]:
        row["size"] = len(row["answers"])
    return Dump(tables["assignments"], tables["invitations"], tables["responses"], everything)


def _beside(table: str, *, is_sqlite: bool) -> str:
    if not is_sqlite:
        return "ctid::text AS ctid, xmin::text AS xmin, xmax::text AS xmax, *"
    return "*" if table == "responses" else "rowid, *"


def _numbered(row: Row) -> Row:
    for stamp in ("xmin", "xmax"):
        if stamp in row:
            row[stamp] = int(row[stamp])
    if "ctid" in row:
        page, _, line = row["ctid"].strip("()").partition(",")
        row["ctid"] = int(page) * 2**16 + int(line)
    return row


def _add_chunks(connection: Connection, responses: list[Row]) -> None:
    """Find the pieces in which PostgreSQL keeps large values, by their beginning."""
    table = connection.execute(
        text("SELECT reltoastrelid::regclass::text FROM pg_class WHERE oid = 'responses'::regclass")
    ).scalar_one()
    columns = "chunk_id::text AS number, xmin::text AS xmin, ctid::text AS ctid, chunk_data AS part"
    chunks = _rows(connection, f"SELECT {columns} FROM {table} WHERE chunk_seq = 0")  # noqa: S608 - its own name
    for row in responses:
        chunk = next(each for each in chunks if bytes(row["answers"]).startswith(bytes(each["part"])))
        row["chunk"], row["chunk_xmin"] = int(chunk["number"]), int(chunk["xmin"])
        row["chunk_ctid"] = _numbered({"ctid": chunk["ctid"]})["ctid"]


def _tables(connection: Connection, *, is_sqlite: bool) -> list[list[Row]]:
    names = (
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        if is_sqlite
        else "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
    )
    found = [row["name"] for row in _rows(connection, names)]
    return [_rows(connection, f'SELECT * FROM "{name}"') for name in found]  # noqa: S608 - its own names


def _rows(connection: Connection, query: str) -> list[Row]:
    return [dict(row) for row in connection.execute(text(query)).mappings()]
