"""What somebody who watches over an installation wants to know: is anything waiting, is anybody working."""

from dataclasses import dataclass
from datetime import datetime

from app.services.ports import Tools
from app.services.work import SYSTEM, Work, open_work
from app.storage.heartbeats import Heartbeat, last_heartbeats
from app.storage.outbox_figures import answers_by_code, count_by_state, oldest_due_at

LATE_SECONDS = 15 * 60
"""A mail that has been due for longer than this is worth an alarm."""

SILENT_SECONDS = 120
"""A queue that has not been served for this long has no worker, or no scheduler."""


@dataclass(frozen=True)
class Figures:
    """How an installation is doing; ages are seconds, counts are of the whole outbox but for reminders.

    `answers` counts the last answers of mail servers by their code; `queue_ages` has no entry for a queue
    that was never served.
    """

    outbox: dict[str, int]
    oldest_due_seconds: float
    answers: dict[int, int]
    queue_ages: dict[str, float]


def note_heartbeat(tools: Tools, queue: str) -> None:
    """Write down that a worker has served this queue just now."""
    with open_work(tools, SYSTEM) as work:
        work.session.merge(Heartbeat(queue=queue, beat_at=work.now))


def watch(work: Work) -> Figures:
    """Return how the installation is doing; nothing in it tells of a round, a person or an answer.

    Without reminders: only raters with something open get one.
    """
    oldest = oldest_due_at(work.session, work.now)
    return Figures(
        outbox=count_by_state(work.session),
        oldest_due_seconds=_age(work, oldest) if oldest is not None else 0.0,
        answers=answers_by_code(work.session),
        queue_ages={queue: _age(work, at) for queue, at in last_heartbeats(work.session).items()},
    )


def _age(work: Work, instant: datetime) -> float:
    return max(0.0, (work.now - instant).total_seconds())
