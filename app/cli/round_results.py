"""rondom round quality and teams: what a sealed round says as a whole."""

import click
from babel.numbers import format_decimal

from app.cli.context import json_option, looking, print_json, print_table
from app.domain.labels import group_label
from app.domain.quality_words import group_words
from app.domain.team_words import table_of
from app.services.finding import round_called
from app.services.round_quality import QualityPage, read_quality
from app.services.team_reports import read_team_report

LANGUAGE = "en"
"""Commands speak English, like their help; the texts of a framework come in the language asked for."""

language_option = click.option(
    "--language", type=click.Choice(["nl", "en", "fr"]), default=LANGUAGE, show_default=True
)


@click.command("quality")
@click.argument("round_words", metavar="ROUND")
@json_option
def quality_command(round_words: str, as_json: bool) -> None:
    """Say how far the results of a sealed round can be relied on."""
    with looking() as work:
        round_ = round_called(work, round_words)
        page = read_quality(work, round_.id, LANGUAGE)
    if as_json:
        print_json(_quality(page))
        return
    print_table(
        ("group", "asked", "answered"),
        [(group_label(each.group), each.asked, each.answered) for each in page.responses],
    )
    if page.quality is None:
        click.echo("This round was sealed before such figures were kept.")
        return
    labels = {each.group.id: group_label(each.group) for each in page.responses}
    for group in page.quality.groups:
        said = group_words(group, _number)
        click.echo(f"\n{labels[group.group]}: {said.lead}")
        for line in said.others:
            click.echo(f"  {line}")


@click.command("teams")
@click.argument("round_words", metavar="ROUND")
@language_option
@json_option
def teams_command(round_words: str, language: str, as_json: bool) -> None:
    """Print the results of teams and of everybody, from sealed reports only."""
    with looking() as work:
        round_ = round_called(work, round_words)
        report = read_team_report(work, round_.id, language, str)
    if as_json:
        print_json(report)
        return
    columns, lines = table_of(report)
    print_table(tuple(str(column) for column in columns), [tuple(line) for line in lines])


def _quality(page: QualityPage) -> dict[str, object]:
    return {
        "participants": page.participants,
        "responses": [
            {"group": each.group.id, "asked": each.asked, "answered": each.answered}
            for each in page.responses
        ],
        "quality": page.quality.as_mapping() if page.quality is not None else None,
    }


def _number(value: float, decimals: int) -> str:
    return str(format_decimal(value, format=f"0.{'0' * decimals}", locale=LANGUAGE))
