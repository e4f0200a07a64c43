"""A worker that writes down which job it did with which arguments; started by a test as its own process."""

import os
from pathlib import Path

from celery import Celery

from app.adapters.queue import celery_settings

app = Celery("queue-worker", set_as_current=False)
app.conf.update(celery_settings(os.environ["BROKER"]))


def _note(name: str, *args: str) -> None:
    with Path(os.environ["NOTES"]).open("a") as notes:
        notes.write(" ".join([name, *args]) + "\n")


@app.task(name="mail.deliver")  # type: ignore[untyped-decorator]
def deliver(*args: str) -> None:
    """Note it."""
    _note("mail.deliver", *args)


@app.task(name="reports.seal_round")  # type: ignore[untyped-decorator]
def seal_round(*args: str) -> None:
    """Note it."""
    _note("reports.seal_round", *args)


@app.task(name="periodic.tidy")  # type: ignore[untyped-decorator]
def tidy(*args: str) -> None:
    """Note it."""
    _note("periodic.tidy", *args)
