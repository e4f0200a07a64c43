"""Large databases go down and up through every migration, and migrations are killed half-way."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from sqlalchemy import Table, insert, select

from app.bootstrap import Bundle
from app.services.ports import Tools
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.base import Base
from app.storage.raters import Assignment
from app.storage.responses import Response
from app.storage.schema import MIGRATIONS, downgrade, is_current, upgrade
from tests.end_to_end.installation import ROOT, own_environment
from tests.torture.large_rounds import AT_ONCE, a_large_round
from tests.torture.promises import Promise, at_least, none_of, noted

OLDEST = "0001"
RATERS_EACH = 10
KEPT = ("persons", "rounds", "participants", "invitations", "assignments", "messages", "responses")
"""Tables of the first schema; what their first columns hold has to survive every migration."""

Rows = dict[str, list[tuple[object, ...]]]


def fill(tools: Tools, assignments: int) -> None:
    """Write a round with so many assignments, all of them with an answer, into an empty database."""
    round_id = a_large_round(tools, assignments // RATERS_EACH, RATERS_EACH)
    with open_work(tools, SYSTEM) as work:
        rows: list[dict[str, Any]] = [
            {
                "key": work.new_id() * 2,
                "round_id": round_id,
                "participant_id": each.participant_id,
                "rater_group": each.rater_group,
                "answers": b"x" * 500,
            }
            for each in work.session.execute(select(Assignment.participant_id, Assignment.rater_group))
        ]
        for start in range(0, len(rows), AT_ONCE):
            work.session.execute(insert(Response), rows[start : start + AT_ONCE])


def first_columns(bundle: Bundle) -> dict[str, list[str]]:
    """Return the columns of the first schema; the database has to have it now."""
    engine = bundle.database.engine
    from_database = {name: Table(name, Base.metadata.__class__(), autoload_with=engine) for name in KEPT}
    return {name: [column.name for column in table.columns] for name, table in from_database.items()}


def content(tools: Tools, columns: Mapping[str, Iterable[str]]) -> Rows:
    """Return what these columns hold."""
    found: Rows = {}
    with open_reading(tools, SYSTEM) as work:
        for name, names in columns.items():
            table = Base.metadata.tables[name]
            query = select(*(table.c[each] for each in names if each in table.c))
            found[name] = sorted((tuple(row) for row in work.session.execute(query)), key=repr)
    return found


def down_and_up(bundle: Bundle, assignments: int) -> list[Promise]:
    """Fill a database, take it down to the first schema and up again, one migration at a time."""
    tools, database = bundle.tools, bundle.database
    fill(tools, assignments)
    everything = {name: [column.name for column in Base.metadata.tables[name].columns] for name in KEPT}
    before = content(tools, everything)
    revisions = [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]
    started = time.monotonic()
    for revision in revisions[1:]:
        downgrade(database, revision)
    columns = first_columns(bundle)
    for revision in reversed(revisions):
        upgrade(database, revision)
    seconds = time.monotonic() - started
    after = content(tools, columns)
    kept = {name: [column for column in columns[name] if column in everything[name]] for name in KEPT}
    return [
        at_least("assignments", len(before["assignments"]), assignments),
        none_of("tables that lost a row", sum(len(before[name]) != len(after[name]) for name in KEPT)),
        none_of("tables that lost a word", sum(_only(before, everything, kept)[n] != after[n] for n in KEPT)),
        none_of("migrations missing at the end", int(not is_current(database))),
        noted("seconds down and up", f"{seconds:.1f}"),
    ]


def _only(rows: Rows, columns: Mapping[str, list[str]], kept: Mapping[str, list[str]]) -> Rows:
    found: Rows = {}
    for name, all_rows in rows.items():
        places = [columns[name].index(each) for each in kept[name]]
        found[name] = sorted((tuple(row[place] for place in places) for row in all_rows), key=repr)
    return found


def killed_half_way(bundle: Bundle, settings: Mapping[str, str], folder: Path, deaths: int) -> list[Promise]:
    """Kill `rondom migrate` at `deaths` statements spread over its way, run it again, and look at the rows.

    The database has to be filled, at the newest schema.
    """
    tools = bundle.tools
    downgrade(bundle.database, OLDEST)
    columns = first_columns(bundle)
    count = _statements(settings, folder)
    before = content(tools, columns)
    wrong = survived = 0
    for fatal in sorted({2 + (count - 2) * number // deaths for number in range(deaths)}):
        downgrade(bundle.database, OLDEST)
        survived += _migrate(settings, folder, fatal).returncode != -signal.SIGKILL
        again = _migrate(settings, folder)
        is_right = again.returncode == 0 and is_current(bundle.database) and content(tools, columns) == before
        wrong += not is_right
    return [
        at_least("statements of all migrations", count, 10),
        none_of("migrations that nobody killed", survived),
        none_of("killed migrations that did not end well the second time", wrong),
    ]


def _statements(settings: Mapping[str, str], folder: Path) -> int:
    done = _migrate(settings, folder)
    assert done.returncode == 0, done.stderr
    return int(done.stdout.split()[-1])


def _migrate(
    settings: Mapping[str, str], folder: Path, fatal: int | None = None
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "tests.torture.mortal_migrate", *([] if fatal is None else [str(fatal)])],
        env=own_environment(folder / "instance", settings),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
