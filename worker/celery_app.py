"""The Celery application: started with `celery --app worker.celery_app worker`."""

import warnings

from celery import Celery
from celery.exceptions import SecurityWarning
from celery.signals import setup_logging

from app.adapters.logs import configure_logs
from app.adapters.queue import celery_settings
from app.bootstrap import bootstrap
from app.settings import load_settings
from worker.schedule import SCHEDULE
from worker.tasks import register_tasks


def make_celery() -> Celery:
    """Return the application of this installation, its tasks bound to one bundle."""
    settings = load_settings()
    celery = Celery("rondom", set_as_current=False)
    celery.conf.update(celery_settings(settings.broker_url or "memory://"))
    celery.conf.beat_schedule = SCHEDULE
    celery.conf.beat_schedule_filename = str(settings.instance / "run" / "schedule")
    register_tasks(celery, bootstrap(settings).tools)
    return celery


def speak(**_: object) -> None:
    """Let worker and scheduler log as this installation says, once they start to run."""
    settings = load_settings()
    configure_logs(settings.log_style, settings.log_level)


# It warns root of pickled jobs; only JSON is taken in here.
warnings.filterwarnings("ignore", category=SecurityWarning)
# Whoever listens to this signal sets the logs up instead of Celery.
setup_logging.connect(speak, weak=False)
app = make_celery()
"""Celery looks for this name."""
