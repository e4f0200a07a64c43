"""Keeping the database's own bookkeeping from tying raters to responses.

PostgreSQL stamps every version of a row with the transaction that wrote or locked it (`xmin`, `xmax`) and
lays new versions behind older ones (`ctid`, chunk numbers of large values). So nothing is written for one
rater alone: locks leave no mark on a row, and whatever one transaction writes about a rater it writes about
everybody who rates the same participant.
"""

from sqlalchemy import BigInteger, bindparam, func, select, update
from sqlalchemy.orm import Session

from app.storage.base import table_of
from app.storage.raters import Assignment, Invitation

_assignments, _invitations = table_of(Assignment), table_of(Invitation)
_HOLD = select(func.pg_advisory_xact_lock(bindparam("name", type_=BigInteger)))
_LOCKED_RATERS = (
    select(_invitations.c.id)
    .where(
        _invitations.c.id.in_(
            select(_assignments.c.invitation_id).where(_assignments.c.participant_id == bindparam("about"))
        )
    )
    .order_by(_invitations.c.id)
    .with_for_update(key_share=True)
)
_STAMP_RATERS = (
    update(_invitations)
    .where(_invitations.c.id.in_(bindparam("locked", expanding=True)))
    .values(sequence=_invitations.c.sequence)
)
_STAMP_ASSIGNMENTS = (
    update(_assignments)
    .where(_assignments.c.participant_id == bindparam("about"))
    .values(state=_assignments.c.state)
)


def hold(session: Session, name: str) -> None:
    """Let transactions that hold the same name come one behind the other, without a mark on any row.

    `name` starts with 16 hexadecimal digits. A rater's own name comes before a participant's, so that nobody
    waits in a circle. SQLite writes one by one anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_HOLD, {"name": int(name[:16], 16) - 2**63})


def even_out(session: Session, participant_id: str) -> None:
    """Stamp everybody who rates a participant with this transaction, whoever of them is at work.

    Call it before anything of an assignment or an invitation is changed: the rows are locked in one order.
    SQLite keeps no stamps.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    hold(session, participant_id)
    session.flush()
    locked = session.scalars(_LOCKED_RATERS, {"about": participant_id}).all()
    session.execute(_STAMP_RATERS, {"locked": locked})
    session.execute(_STAMP_ASSIGNMENTS, {"about": participant_id})
