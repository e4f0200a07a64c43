"""Launching a large round, beside writing the same rows without any rule."""

from typing import Any

from sqlalchemy import insert

from app.services.outbox import new_message
from app.services.work import SYSTEM, open_work
from app.storage.messages import Message
from app.storage.raters import Invitation
from tests.bench.alone import effort
from tests.bench.figures import Figure, cost, seconds
from tests.bench.installations import Fresh, fresh, kinds
from tests.torture.large_rounds import AT_ONCE, Rows, a_large_draft, made_rows

TITLE = "Launch"
RATERS_EACH = 10
LONGEST, LARGEST = 60.0, 1024.0


def figures(*, is_full: bool) -> list[Figure]:
    """Return seconds and megabytes of a launch."""
    people = 10_000 if is_full else 1_000
    found = []
    for kind in kinds():
        with fresh(kind) as bare:
            plain = seconds(lambda bare=bare: _bare_rows(bare, people))  # type: ignore[misc]
        with fresh(kind) as made:
            round_id = a_large_draft(made.bundle.tools, people, RATERS_EACH)
            taken = effort("launch", round_id, made.environment)
        name = f"launch {people:,} participants x {RATERS_EACH} raters, {kind}"
        found += [
            cost(name, taken.seconds, "s", LONGEST, "a minute", 1.0),
            cost("  beside the bare rows of such a round", taken.seconds, "s", plain, "bare inserts", 5.0),
            cost("  memory", taken.megabytes, "MB", LARGEST, "1 GB", 1.0),
        ]
    return found


def _bare_rows(installation: Fresh, people: int) -> None:
    """Write persons, participants, assignments, invitations and mails, and nothing else."""
    tools = installation.bundle.tools
    # The draft only gives the rows a round to belong to.
    round_id = a_large_draft(tools, 0, 0)
    with open_work(tools, SYSTEM) as work:
        persons: Rows = []
        for table, rows in made_rows(work, round_id, people, RATERS_EACH):
            persons = persons or rows
            _write(work.session, table, rows)
        invitations = [
            {
                "id": work.new_id(),
                "round_id": round_id,
                "rater_id": person["id"],
                "sequence": 1,
                "nonce": work.randomness.bytes(32),
                "token_hash": work.new_id() * 2,
            }
            for person in persons
        ]
        _write(work.session, Invitation, invitations)
        mails = [
            new_message(work, kind="invitation", dedupe_key=each["id"], round_id=round_id)
            for each in invitations
        ]
        columns = [column.key for column in Message.__table__.columns if column.key in mails[0].__dict__]
        _write(work.session, Message, [{name: getattr(mail, name) for name in columns} for mail in mails])


def _write(session: Any, table: type[Any], rows: Rows) -> None:  # noqa: ANN401 - a session
    for start in range(0, len(rows), AT_ONCE):
        session.execute(insert(table), rows[start : start + AT_ONCE])
