"""rondom round relink: mails to single raters."""

import click

from app.cli.context import changing
from app.services.finding import person_called, round_called
from app.services.relinking import renew_link


@click.command("relink")
@click.argument("round_words", metavar="ROUND")
@click.argument("rater_email", metavar="RATER_EMAIL")
def relink_command(round_words: str, rater_email: str) -> None:
    """Mail a rater a new link; the old one dies, and what it led to is kept."""
    with changing() as work:
        said = renew_link(work, round_called(work, round_words).id, person_called(work, rater_email).id)
    click.echo(str(said))
