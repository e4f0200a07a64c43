"""A round whose mails wait, and what stands in the outbox."""

from sqlalchemy import select, update

from app.services.ports import Tools
from app.services.work import SYSTEM, Work, open_reading, open_work
from app.storage.messages import Message
from tests.builders import a_launched_round


def a_round_with_mails(tools: Tools, peers: int = 2) -> str:
    """Return the id of a round with `peers` + 1 mails in the outbox."""
    with open_work(tools, SYSTEM) as work:
        return a_launched_round(work, 1, managers=0, peers=peers, direct_reports=0).id


def let_mails_leave(work: Work) -> None:
    """Let everything that waits count as sent, without a server."""
    waiting = update(Message).where(Message.state == "pending").values(state="sent")
    work.session.execute(waiting.execution_options(synchronize_session="fetch"))


def outbox(tools: Tools) -> list[Message]:
    with open_reading(tools, SYSTEM) as work:
        return list(work.session.scalars(select(Message).order_by(Message.id)))


def states(tools: Tools) -> list[str]:
    return sorted(message.state for message in outbox(tools))
