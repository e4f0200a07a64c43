"""The worker where no broker can run: one process that does by the clock what the schedule names."""

import logging
import signal
import time
from dataclasses import replace
from types import FrameType

from sqlalchemy.exc import OperationalError

from app.adapters.logs import configure_logs
from app.bootstrap import bootstrap
from app.services.ports import JobName, Tools
from app.settings import load_settings
from worker.schedule import SCHEDULE
from worker.tasks import JOBS

PAUSE = 2.0
log = logging.getLogger(__name__)


class Bells:
    """The queue of this one process: what its own jobs ring for is done in the same turn."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, tuple[str, ...]]] = []

    def publish(self, job_name: str, *args: str) -> None:
        """Remember a job, once."""
        if (str(job_name), args) not in self._waiting:
            self._waiting.append((str(job_name), args))

    def is_crowded(self, job_name: str) -> bool:  # noqa: ARG002 - each job waits here once at most
        """Return False: a bell that waits is not rung twice."""
        return False

    def taken(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return what was rung for, and forget it."""
        waiting, self._waiting = self._waiting, []
        return waiting


class Loop:
    """Runs every entry of the schedule when its time has come, then whatever these jobs rang for.

    What other processes ring for is not heard here: the schedule's sweeps find it in the database.
    """

    def __init__(self, tools: Tools) -> None:
        self._bells = Bells()
        self._tools = replace(tools, queue=self._bells)
        self._last: dict[str, float] = {}

    def turn(self, now: float) -> None:
        """Do what is due; `now` are seconds of a clock that never goes back. A failing job stops no other."""
        for name, entry in SCHEDULE.items():
            seconds = entry["schedule"]
            if name in self._last and now - self._last[name] < float(str(seconds)):
                continue
            self._last[name] = now
            args = entry.get("args", ())
            self._run(str(entry["task"]), tuple(map(str, args)) if isinstance(args, tuple) else ())
        # Once: a job that rings for itself again goes on in the next turn, so that a stop is heard.
        for job, words in self._bells.taken():
            self._run(job, words)

    def _run(self, job: str, args: tuple[str, ...]) -> None:
        try:
            JOBS[JobName(job)](self._tools, *args)
        except OperationalError as error:
            log.warning("the database did not answer in time: %s", type(error.orig).__name__)
        except Exception:
            log.exception("%s failed", job)


class _Stop:
    is_asked = False

    def ask(self, _number: int, _frame: FrameType | None) -> None:
        self.is_asked = True


def main() -> None:
    """Run until SIGTERM or SIGINT."""
    stop = _Stop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop.ask)
    settings = load_settings()
    configure_logs(settings.log_style, settings.log_level)
    loop = Loop(bootstrap(settings).tools)
    while not stop.is_asked:
        loop.turn(time.monotonic())
        time.sleep(PAUSE)


if __name__ == "__main__":
    main()
