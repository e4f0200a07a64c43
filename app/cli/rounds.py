"""rondom round: the life of a round."""

import click

from app.cli.context import changing, closing_day, installation, shown_instant
from app.cli.round_mails import mails_command, relink_command, resend_command
from app.cli.round_making import clone_command, create_command, raters_command
from app.cli.round_results import quality_command, teams_command
from app.cli.round_schedule import schedule_command
from app.cli.round_status import list_command, status_command
from app.domain.errors import RefusedError
from app.domain.keys import MissingKeyError
from app.domain.rounds import RoundState
from app.domain.text import text
from app.services.finding import round_called
from app.services.launch import launch_round
from app.services.releases import release_round
from app.services.reminders import remind_open_raters
from app.services.reports import release_check
from app.services.rounds import extend_round
from app.services.sealing import begin_close, closing_trouble, seal_round
from app.services.work import SYSTEM, open_reading, open_work


@click.group("round")
def round_group() -> None:
    """Rounds. ROUND is an id, the start of one, or the exact name."""


for command in (
    create_command,
    clone_command,
    raters_command,
    list_command,
    status_command,
    schedule_command,
    mails_command,
    resend_command,
    relink_command,
    quality_command,
    teams_command,
):
    round_group.add_command(command)


@round_group.command("launch")
@click.argument("round_words", metavar="ROUND")
def launch(round_words: str) -> None:
    """Freeze the questionnaire and invite every rater."""
    with changing() as work:
        round_ = launch_round(work, round_called(work, round_words).id)
        closes = shown_instant(round_.closes_at, work.site.timezone)
    click.echo(f"Launched; closes {closes}.")


@round_group.command("remind")
@click.argument("round_words", metavar="ROUND")
def remind(round_words: str) -> None:
    """Remind everybody who still has something open."""
    with changing() as work:
        remind_open_raters(work, round_called(work, round_words).id)
    # No number here: beside what `status` shows it would tell about raters whom nobody may follow.
    click.echo("Whoever still has something open gets a reminder.")


@round_group.command("extend")
@click.argument("round_words", metavar="ROUND")
@click.option("--closes", required=True, help="The new last day, for example 2026-12-18.")
def extend(round_words: str, closes: str) -> None:
    """Move the closing day for everybody."""
    with changing() as work:
        round_ = round_called(work, round_words)
        extend_round(work, round_.id, closing_day(closes, work.site.timezone))
        shown = shown_instant(round_.closes_at, work.site.timezone)
    click.echo(f"Closes {shown}.")


@round_group.command("close")
@click.argument("round_words", metavar="ROUND")
def close(round_words: str) -> None:
    """Close now, seal every report and delete the answers; cannot be taken back.

    Running it again finishes a close that was interrupted.
    """
    bundle = installation()
    with open_work(bundle.tools, SYSTEM) as work:
        round_ = round_called(work, round_words)
        round_id = round_.id
        if round_.state in {RoundState.CLOSED, RoundState.RELEASED} and not bundle.tools.keys.exists(
            round_id
        ):
            raise RefusedError(text("This round is closed and sealed already."))
        if round_.state in {RoundState.DRAFT, RoundState.COLLECTING}:
            begin_close(work, round_id)
    try:
        seal_round(bundle.tools, round_id)
    except MissingKeyError as error:
        with open_reading(bundle.tools, SYSTEM) as work:
            raise RefusedError(closing_trouble(work, round_id) or error.message) from error
    click.echo("Closed and sealed.")


@round_group.command("release")
@click.argument("round_words", metavar="ROUND")
@click.option(
    "--under-core", is_flag=True, help="Release a round held under “classic” under “core”, as a whole."
)
def release(round_words: str, under_core: bool) -> None:
    """Make the reports visible and mail every participant a way in."""
    with changing() as work:
        round_id = round_called(work, round_words).id
        check = release_check(work, round_id)
        count = release_round(work, round_id, under_core=under_core)
    # Without a choice to make the verdict says nothing that anybody could act on.
    if check.under_core is not None:
        click.echo(str((check.under_core if under_core else check.check).summary))
    click.echo(f"{count} reports released.")
