"""rondom alive: for health checks of workers."""

import sys

import click

from app.adapters.queue import QUEUES
from app.bootstrap import bootstrap
from app.services.watching import SILENT_SECONDS, watch
from app.services.work import SYSTEM, open_reading
from app.settings import load_settings


@click.command("alive")
@click.argument("queue", type=click.Choice(QUEUES))
def alive_command(queue: str) -> None:
    """Tell whether a worker has served QUEUE within two minutes; exit status 1 when not."""
    with open_reading(bootstrap(load_settings()).tools, SYSTEM) as work:
        age = watch(work).queue_ages.get(queue)
    if age is None or age > SILENT_SECONDS:
        click.echo(f"rondom: nobody has served {queue} for two minutes", err=True)
        sys.exit(1)
    click.echo(f"{queue} was served {age:.0f} seconds ago")
