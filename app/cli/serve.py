"""rondom serve and rondom migrate."""

import sys
from collections.abc import Callable

import click

from app.bootstrap import Bundle, bootstrap
from app.cli.supervisor import ServeError, serve
from app.services.sign_in import invite_administrator
from app.services.work import SYSTEM, open_work
from app.settings import load_settings
from app.storage.accounts import administrators
from app.storage.schema import upgrade

FIRST_ADMINISTRATOR = "hr@rondom.localhost"


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--web-processes", default=2, show_default=True, type=click.IntRange(1, 64))
def serve_command(host: str, port: int, web_processes: int) -> None:
    """Run web, worker and scheduler together until Ctrl-C."""
    settings = load_settings(port=port)
    bundle = bootstrap(settings)
    upgrade(bundle.database)

    def announce() -> None:
        click.echo(f"\nRondom is running: {settings.public_url}/")
        click.echo("Sign in as administrator (one use, one hour):")
        click.echo(f"  {administrator_link(bundle)}")
        if settings.is_trial_mode:
            click.echo(f"Trial mode: mails stay in {settings.outbox_folder}; read them at /outbox/")
        else:
            click.echo("For links by mail, invite your own address: rondom admin invite YOU@YOUR.ORG")
        click.echo("Ctrl-C stops everything.\n")

    sys.exit(run_supervised(bundle, host, port, web_processes, announce))


def run_supervised(
    bundle: Bundle, host: str, port: int, web_processes: int, announce: Callable[[], None]
) -> int:
    """Run the parts of an installation; returns the exit status."""
    try:
        status = serve(bundle.settings, host, port, web_processes, announce)
    except ServeError as error:
        click.echo(f"rondom: {error}", err=True)
        return 1
    click.echo("Rondom has stopped.")
    return status


def administrator_link(bundle: Bundle) -> str:
    """Return a fresh one-time link for the first administrator there is, made when there is none."""
    with open_work(bundle.tools, SYSTEM) as work:
        known = administrators(work.session)
        return invite_administrator(work, known[0].email if known else FIRST_ADMINISTRATOR, "HR")


@click.command("migrate")
def migrate_command() -> None:
    """Create the database or bring it to the newest schema."""
    upgrade(bootstrap(load_settings()).database)
    click.echo("The database is up to date.")
