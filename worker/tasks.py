"""Background jobs: each takes an id at most and calls one service."""

import logging
from collections.abc import Callable

from celery import Celery
from sqlalchemy.exc import OperationalError

from app.services.bounces import fetch_bounces
from app.services.delivery import deliver_due, ring_if_due
from app.services.handing_over import open_waiting_reports
from app.services.ports import JobName, Tools
from app.services.pulse_rounds import tend_pulses
from app.services.schedule import launch_planned, run_schedule
from app.services.sealing import close_due_rounds, seal_round
from app.services.tidying import tidy
from app.services.typeset_reports import typeset_report, typeset_wanted
from app.services.watching import note_heartbeat

log = logging.getLogger(__name__)

JOBS: dict[JobName, Callable[..., object]] = {
    JobName.DELIVER: deliver_due,
    JobName.SWEEP_MAIL: ring_if_due,
    JobName.SEAL_ROUND: seal_round,
    JobName.TYPESET: typeset_report,
    JobName.TYPESET_WANTED: typeset_wanted,
    JobName.CLOSE_DUE: close_due_rounds,
    JobName.TIDY: tidy,
    JobName.LAUNCH_ROUND: launch_planned,
    JobName.RUN_SCHEDULE: run_schedule,
    JobName.FETCH_BOUNCES: fetch_bounces,
    JobName.TEND_PULSES: tend_pulses,
    JobName.OPEN_REPORTS: open_waiting_reports,
    JobName.HEARTBEAT: note_heartbeat,
}


def register_tasks(celery: Celery, tools: Tools) -> None:
    """Register every job under its name."""
    for name, service in JOBS.items():
        celery.task(_bound(service, tools), name=str(name), ignore_result=True, shared=False)


def _bound(service: Callable[..., object], tools: Tools) -> Callable[..., None]:
    def run(*args: str) -> None:
        try:
            service(tools, *args)
        except OperationalError as error:
            # The next sweep finds what is left; only the kind, for a driver's words may repeat the address.
            log.warning("the database did not answer in time: %s", type(error.orig).__name__)

    return run
