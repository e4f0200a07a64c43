"""Keeping the database's own bookkeeping from tying raters to responses.

PostgreSQL stamps every version of a row with the transaction that wrote or locked it (`xmin`, `xmax`) and
lays new versions behind older ones (`ctid`, chunk numbers of large values). So nothing is written for one
rater alone: locks leave no mark on a row, and whatever one transaction writes about a rater it writes about
everybody who rates the same participant.
"""

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.storage.raters import Assignment, Invitation

_UNSEEN = {"synchronize_session": False}


def hold(session: Session, name: str) -> None:
    """Let transactions that hold the same name come one behind the other, without a mark on any row.

    `name` starts with 16 hexadecimal digits. A rater's own name comes before a participant's, so that nobody
    waits in a circle. SQLite writes one by one anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(int(name[:16], 16) - 2**63)))


def even_out(session: Session, participant_id: str) -> None:
    """Stamp everybody who rates a participant with this transaction, whoever of them is at work.

    Call it before anything of an assignment or an invitation is changed: the rows are locked in one order.
    SQLite keeps no stamps.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    hold(session, participant_id)
    own = select(Assignment.invitation_id).where(Assignment.participant_id == participant_id)
    raters = select(Invitation.id).where(Invitation.id.in_(own)).order_by(Invitation.id)
    ids = session.scalars(raters.with_for_update(key_share=True)).all()
    session.execute(
        update(Invitation).where(Invitation.id.in_(ids)).values(sequence=Invitation.sequence),
        execution_options=_UNSEEN,
    )
    session.execute(
        update(Assignment).where(Assignment.participant_id == participant_id).values(state=Assignment.state),
        execution_options=_UNSEEN,
    )
