"""Deleting what nobody needs any more: old sign-ins, the traces of mails long sent."""

from datetime import timedelta

from sqlalchemy import delete, or_, select

from app.domain.mail_pace import DAY
from app.domain.rounds import RoundState
from app.services.ports import Tools
from app.services.work import SYSTEM, open_work
from app.storage.accounts import delete_stale_sign_ins
from app.storage.bad_addresses import forget_bad_addresses
from app.storage.mail_gate import forget_sendings
from app.storage.messages import OPEN_ONLY, Message
from app.storage.rounds import Round

KEEP_MAILS = timedelta(days=30)
KEEP_BAD_ADDRESSES = timedelta(days=180)


def tidy(tools: Tools) -> None:
    """Delete expired sign-ins at once, finished messages after thirty days, and the history of past changes.

    A running round keeps its ways in. The history is what database files keep beside the rows; until it goes
    it tells in which order raters answered.
    """
    with open_work(tools, SYSTEM) as work:
        delete_stale_sign_ins(work.session, work.now)
        work.session.execute(
            delete(Message).where(
                Message.state.in_(("sent", "failed", "cancelled")),
                Message.dated_at < work.now - KEEP_MAILS,
                # Without its invitation a rater of a running round would look like one who was never mailed.
                or_(
                    Message.round_id.is_(None),
                    Message.kind.in_(OPEN_ONLY),
                    Message.round_id.not_in(select(Round.id).where(Round.state == RoundState.COLLECTING)),
                ),
            )
        )
        forget_sendings(work.session, work.now - DAY)
        forget_bad_addresses(work.session, work.now - KEEP_BAD_ADDRESSES)
    tools.database.shed_history()
