"""rondom report: what a participant reads, as JSON."""

import click

from app.adapters.wording import translator
from app.cli.context import looking, print_json
from app.services.finding import round_called
from app.services.reports import participant_called, read_report


@click.group("report")
def report_group() -> None:
    """Reports of sealed rounds."""


@report_group.command("show")
@click.argument("round_words", metavar="ROUND")
@click.argument("participant_words", metavar="PARTICIPANT")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--language", type=click.Choice(["nl", "en", "fr"]), default="nl", show_default=True)
def show(round_words: str, participant_words: str, as_json: bool, language: str) -> None:
    """Print a participant's report. PARTICIPANT is a mail address, a name or an id."""
    if not as_json:
        raise click.UsageError("Say --json; people read the report on its page.")
    with looking() as work:
        round_ = round_called(work, round_words)
        participant = participant_called(work, round_.id, participant_words)
        page = read_report(work, participant.id, language, translator(language))
    print_json(page.report)
