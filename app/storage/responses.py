"""Answers that are not sealed yet: ciphertexts that lead to no rater, no invitation and no instant.

Both tables are keyed by a value that only the mailed link yields (design of the link: the link is the key).
Whatever is stored is stored together with everything else about the same participant, anew and in the order
of the keys: SQLite hands out pages, and PostgreSQL stamps, places and chunk numbers, in the order of arrival.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

from sqlalchemy import (
    ForeignKey,
    LargeBinary,
    Select,
    String,
    bindparam,
    case,
    delete,
    func,
    insert,
    select,
    union_all,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.storage.base import Base, table_of
from app.storage.traces import hold

KEY_LENGTH = 64


class Draft(Base):
    """Unfinished answers of somebody about a participant; never counted."""

    __tablename__ = "drafts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), index=True)
    participant_id: Mapped[str] = mapped_column(ForeignKey("participants.id", ondelete="CASCADE"), index=True)
    answers: Mapped[bytes] = mapped_column(LargeBinary)


class Response(Base):
    """Submitted answers of a group member about a participant."""

    __tablename__ = "responses"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), index=True)
    participant_id: Mapped[str] = mapped_column(ForeignKey("participants.id", ondelete="CASCADE"), index=True)
    rater_group: Mapped[str] = mapped_column(String(60))
    answers: Mapped[bytes] = mapped_column(LargeBinary)


def _stored(model: type[Draft] | type[Response]) -> Select[str, bytes | None]:
    rows = table_of(model).c
    wanted = case((rows.key.in_(bindparam("wanted", expanding=True)), rows.answers))
    return select(rows.key, wanted).where(rows.key.in_(bindparam("keys", expanding=True)))


_STORED = union_all(_stored(Draft), _stored(Response))
"""Keys of drafts and of responses are never the same, so one look finds both."""


class _Statements:
    """What is done to a table for one participant, built once."""

    def __init__(self, model: type[Draft] | type[Response]) -> None:
        table = table_of(model)
        self.columns = tuple(table.c.keys())
        is_about = table.c.participant_id == bindparam("about")
        self.rows = select(*table.c).where(is_about)
        self.clear = delete(table).where(is_about)
        self.fill = insert(table)
        self.remove = delete(table).where(table.c.key == bindparam("own")).returning(table.c.key)


_TABLES = {model: _Statements(model) for model in (Draft, Response)}


def responses_about(session: Session, participant_id: str) -> list[Response]:
    """Return everything submitted about a participant, in the meaningless order of the keys."""
    query = select(Response).where(Response.participant_id == participant_id).order_by(Response.key)
    return list(session.scalars(query))


def stored_under(
    session: Session, keys: Sequence[str], wanted: Sequence[str] = ()
) -> dict[str, bytes | None]:
    """Return which of these keys of drafts and responses there are, with the ciphertexts of those wanted."""
    if not keys:
        return {}
    found = session.execute(_STORED, {"keys": keys, "wanted": wanted})
    return dict(found.all())


def count_responses(session: Session, round_id: str) -> int:
    """Return how many responses a round holds."""
    query = select(func.count()).select_from(Response).where(Response.round_id == round_id)
    return session.scalar(query) or 0


def store_answers(session: Session, row: Draft | Response, renew: Callable[[str, bytes], bytes]) -> None:
    """Add a row or replace the one with its key, and write all rows about the same participant anew.

    `renew` takes key and ciphertext of another row and returns the ciphertext to be stored instead.
    """
    session.flush()
    hold(session, row.participant_id)
    table = _TABLES[type(row)]
    is_about = {"about": row.participant_id}
    rows = {
        other["key"]: {**other, "answers": renew(other["key"], other["answers"])}
        for other in session.execute(table.rows, is_about).mappings()
        if other["key"] != row.key
    }
    rows[row.key] = {name: getattr(row, name) for name in table.columns}
    session.execute(table.clear, is_about)
    session.execute(table.fill, [rows[key] for key in sorted(rows)])


def move_answers(
    session: Session,
    participant_id: str,
    moves: Mapping[str, str],
    renew: Callable[[str, str, bytes], bytes],
    dropped: Collection[str] = (),
) -> None:
    """Write all drafts and responses about a participant anew, those under a key of `moves` under its value.

    What is under a key of `dropped` is not written again.
    `renew` takes the old key, the new one and a ciphertext, and returns the ciphertext to be stored instead.
    """
    hold(session, participant_id)
    for model in (Draft, Response):
        is_about = model.participant_id == participant_id
        columns = [getattr(model, column.key) for column in table_of(model).columns]
        rows = {}
        for row in session.execute(select(*columns).where(is_about)).mappings():
            if row["key"] in dropped:
                continue
            key = moves.get(row["key"], row["key"])
            rows[key] = {**row, "key": key, "answers": renew(row["key"], key, row["answers"])}
        session.execute(delete(model).where(is_about))
        if rows:
            session.execute(insert(model), [rows[key] for key in sorted(rows)])


def delete_by_key(session: Session, model: type[Draft] | type[Response], key: str) -> int:
    """Delete what this key names; returns how many rows went."""
    session.flush()
    return len(session.execute(_TABLES[model].remove, {"own": key}).all())


def delete_answers_of_round(session: Session, round_id: str) -> None:
    """Delete every draft and response of a round."""
    for model in (Draft, Response):
        session.execute(delete(model).where(model.round_id == round_id))
