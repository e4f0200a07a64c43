"""A process that is killed in the middle of a launch, when everything is written and nothing committed."""

import os
import signal
import sys

from sqlalchemy import event
from sqlalchemy.orm import Session

from app.bootstrap import bootstrap
from app.services.ports import JobName
from app.settings import load_settings
from app.storage.messages import Message
from worker.tasks import JOBS


def main(round_id: str) -> None:
    """Launch a round and die with the first mail in the outbox."""

    def die(session: Session, _context: object) -> None:
        if any(isinstance(each, Message) for each in session.identity_map.values()):
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Session, "after_flush_postexec", die)
    JOBS[JobName.LAUNCH_ROUND](bootstrap(load_settings()).tools, round_id)


if __name__ == "__main__":
    main(sys.argv[1])
