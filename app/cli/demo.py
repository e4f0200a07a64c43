"""rondom demo: a throw-away installation with made-up people and four rounds."""

import os
import sys
import tempfile
from pathlib import Path

import click

from app.bootstrap import bootstrap
from app.cli.demo_rounds import DemoLinks, make_demo
from app.cli.serve import administrator_link, run_supervised
from app.settings import load_settings
from app.storage.schema import upgrade


@click.command("demo")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535))
def demo_command(host: str, port: int) -> None:
    """Show Rondom with 60 made-up people: two released rounds a year apart, a collecting one, a draft.

    Everything is deleted when it stops.
    """
    with tempfile.TemporaryDirectory(prefix="rondom-demo-") as folder:
        # A demonstration must never touch the real database or send a real mail.
        for name in ("DATABASE_URL", "MAIL_URL", "KEY_DIR", "SECRET_KEY"):
            os.environ.pop(f"RONDOM_{name}", None)
        os.environ["RONDOM_INSTANCE"] = str(Path(folder))
        settings = load_settings(port=port)
        bundle = bootstrap(settings)
        upgrade(bundle.database)
        click.echo("Making up an organisation of 60 people and four rounds …")
        links = make_demo(bundle.tools)

        def announce() -> None:
            click.echo(f"\nRondom is running with made-up people: {settings.public_url}/")
            _print_links(administrator_link(bundle), links)
            click.echo(f"All mails: {settings.public_url}/outbox/ (as administrator)")
            click.echo("Ctrl-C stops and deletes everything.\n")

        sys.exit(run_supervised(bundle, host, port, 2, announce))


def _print_links(administrator: str, links: DemoLinks) -> None:
    for role, link in (
        ("HR (one use)", administrator),
        (f"a rater ({links.rater_name})", links.rater),
        (f"a participant ({links.participant_name}, one use)", links.participant),
        (f"that participant's manager ({links.manager_name}, one use)", links.manager),
    ):
        click.echo(f"  {role}:\n    {link}")
