"""What the doctor finds out about work that goes on in the background."""

from sqlalchemy.exc import SQLAlchemyError

from app.adapters.queue import QUEUES
from app.bootstrap import Bundle
from app.cli.findings import Finding
from app.services.watching import LATE_SECONDS, SILENT_SECONDS, Figures, watch
from app.services.work import SYSTEM, open_reading

START_THEM = "start a worker for every queue, and one scheduler; their own logs say more"


def workers_finding(bundle: Bundle) -> Finding:
    """Say whether every queue was served lately; where nothing was ever started there is nothing to say."""
    try:
        with open_reading(bundle.tools, SYSTEM) as work:
            figures = watch(work)
    except SQLAlchemyError:
        return Finding("workers", is_well=False, said="unknown without a database", mend="mend that first")
    return workers_judged(figures, is_expected=bundle.settings.broker_url is not None)


def workers_judged(figures: Figures, *, is_expected: bool) -> Finding:
    """Judge what was read; `is_expected` when workers have to run whether somebody is looking or not."""
    silent = [queue for queue in QUEUES if figures.queue_ages.get(queue, SILENT_SECONDS + 1) > SILENT_SECONDS]
    if is_expected and silent:
        said = f"nobody has served {', '.join(silent)} for two minutes"
        return Finding("workers", is_well=False, said=said, mend=START_THEM)
    if figures.oldest_due_seconds > LATE_SECONDS and (is_expected or not silent):
        minutes = round(figures.oldest_due_seconds / 60)
        return Finding(
            "workers",
            is_well=False,
            said=f"a mail has been waiting for {minutes} minutes",
            mend="look at the mail server's last answer on the round's progress page",
        )
    if silent:
        return Finding("workers", is_well=True, said="not running now, which rondom serve changes")
    return Finding("workers", is_well=True, said="every queue is served")
