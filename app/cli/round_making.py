"""rondom round create, clone and raters: everything before the launch."""

import sys
from pathlib import Path
from typing import Any

import click

from app.adapters.tables import read_table
from app.cli.context import changing, closing_day, installation, json_option, print_json
from app.cli.round_schedule import asked_schedule, keep_option, opens_option, remind_option
from app.cli.round_status import described_round
from app.domain.errors import InvalidError
from app.domain.raters import STANDARD_GROUPS, RaterGroup
from app.domain.report_reading import FEWEST_DAYS, MOST_DAYS, NOBODY, READERS, USUAL_DAYS, ReadingRules
from app.domain.text import text
from app.services.finding import round_called
from app.services.frameworks import offered_framework
from app.services.raters import RaterRow, add_proposed, import_raters, rater_rows
from app.services.rounds import RoundSettings, clone_round, create_round
from app.services.schedule import change_schedule, schedule_of
from app.services.work import SYSTEM, Work, open_work


@click.command("create")
@click.option("--name", required=True)
@click.option("--framework", "framework_id", default="rondom", show_default=True)
@click.option("--competencies", required=True, help="Ids, separated by commas; or “all”.")
@click.option("--closes", required=True, help="The last day, for example 2026-12-18.")
@click.option("--questions", type=click.Choice(["level", "indicator"]), default="level", show_default=True)
@click.option("--levels", default="2,3,4", show_default=True, help="Levels asked in an indicator round.")
@click.option("--policy", type=click.Choice(["core", "classic"]), default="core", show_default=True)
@click.option("--k", type=click.IntRange(3, 10), default=4, show_default=True, help="Smallest group shown.")
@click.option("--own-group", multiple=True, metavar="ID:LABEL", help="A rater group of this round's own.")
@click.option("--no-comments", is_flag=True, help="No comment per competency.")
@click.option("--no-open-questions", is_flag=True, help="No questions on keep, start, stop doing.")
@click.option("--hide-progress", is_flag=True, help="HR does not see who is still open.")
@click.option(
    "--reader",
    type=click.Choice(READERS),
    default=NOBODY,
    show_default=True,
    help="Who reads a report besides its participant.",
)
@click.option(
    "--reader-first",
    "reader_days",
    type=click.IntRange(FEWEST_DAYS, MOST_DAYS),
    metavar="DAYS",
    help="That reader comes first; the participant after a conversation, or after so many days.",
)
@click.option("--coach-edits", is_flag=True, help="The coach may shorten or withhold comments before.")
@click.option("--hr-reads", is_flag=True, help="HR may read reports once their participants have them.")
@remind_option
@opens_option
@keep_option
@json_option
def create_command(competencies: str, closes: str, as_json: bool, **options: Any) -> None:  # noqa: ANN401 - click hands options over untyped
    """Create a draft and print its id."""
    bundle = installation()
    with open_work(bundle.tools, SYSTEM) as work:
        settings = RoundSettings(
            name=options["name"],
            framework_id=options["framework_id"],
            competencies=_competencies(work, options["framework_id"], competencies),
            closes_at=closing_day(closes, bundle.settings.timezone),
            questions=options["questions"],
            indicator_levels=_levels(options["levels"]),
            has_comments=not options["no_comments"],
            has_open_questions=not options["no_open_questions"],
            own_groups=tuple(_own_group(words) for words in options["own_group"]),
            standard_groups=STANDARD_GROUPS,
            policy_name=options["policy"],
            k=options["k"],
            hr_sees_progress=not options["hide_progress"],
            reading=ReadingRules(
                reader=options["reader"],
                is_reader_first=options["reader_days"] is not None,
                days=options["reader_days"] or USUAL_DAYS,
                hr_reads=options["hr_reads"],
                coach_edits=options["coach_edits"],
            ),
        )
        round_ = create_round(work, settings)
        own = (options["remind"], options["opens"], options["keep_months"])
        change_schedule(work, round_.id, asked_schedule(schedule_of(round_), *own, work.site.timezone))
        described = described_round(round_)
    if as_json:
        print_json(described)
    else:
        click.echo(described["id"])


@click.command("clone")
@click.argument("round_words", metavar="ROUND")
@click.option("--name", required=True)
@click.option("--closes", required=True, help="The last day, for example 2026-12-18.")
def clone_command(round_words: str, name: str, closes: str) -> None:
    """Make a draft with the same settings, participants and raters, and print its id."""
    with changing() as work:
        source = round_called(work, round_words)
        copy = clone_round(work, source.id, name, closing_day(closes, work.site.timezone))
    click.echo(copy.id)


@click.command("raters")
@click.argument("round_words", metavar="ROUND")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=False)
@click.option("--reporting-line", is_flag=True, help="Add the managers and direct reports of everybody.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--skip-bad", is_flag=True, help="Add the good rows although others are wrong.")
@json_option
def raters_command(
    *,
    round_words: str,
    file: Path | None,
    reporting_line: bool,
    dry_run: bool,
    skip_bad: bool,
    as_json: bool,
) -> None:
    """Add raters from a CSV or XLSX file: participant_email, rater_email, group.

    A column coach_email names the participant's coach, in a round that works with coaches.
    """
    if file is None and not reporting_line:
        raise click.UsageError("Give a FILE, or say --reporting-line.")
    rows = _rater_rows(file) if file is not None else []
    with changing() as work:
        round_ = round_called(work, round_words)
        result = import_raters(work, round_.id, rows, is_dry_run=dry_run, skip_bad=skip_bad)
        is_refused = bool(result.problems) and not skip_bad
        proposed = 0 if dry_run or is_refused or not reporting_line else add_proposed(work, round_.id)
    for problem in result.problems:
        click.echo(str(problem), err=True)
    if as_json:
        print_json(
            {
                "participants": result.new_participants,
                "raters": result.new_assignments,
                "unchanged": result.unchanged,
                "coaches": result.new_coaches,
                "proposed": proposed,
                "problems": [str(problem) for problem in result.problems],
            }
        )
    else:
        click.echo(
            f"{result.new_participants} participants, {result.new_assignments} raters,"
            f" {result.unchanged} already there, {proposed} from the reporting line"
        )
        if is_refused or dry_run:
            click.echo("Nothing was written.")
    sys.exit(1 if is_refused else 0)


def _rater_rows(file: Path) -> list[RaterRow]:
    table = read_table(file.read_bytes(), file.name)
    return rater_rows(table)


def _competencies(work: Work, framework_id: str, words: str) -> tuple[str, ...]:
    if words.strip() == "all":
        framework = offered_framework(work, framework_id, work.site.languages[0])
        return tuple(competency.id for competency in framework.competencies)
    return tuple(part.strip() for part in words.split(",") if part.strip())


def _levels(words: str) -> tuple[int, ...]:
    try:
        return tuple(sorted({int(part) for part in words.split(",")}))
    except ValueError:
        raise InvalidError(text("Levels are numbers from 1 to 4, separated by commas.")) from None


def _own_group(words: str) -> RaterGroup:
    id_, separator, label = words.partition(":")
    if not separator or not id_.strip() or not label.strip():
        raise InvalidError(text("Write a group of your own as id:Label, for example client:Clients."))
    return RaterGroup(id_.strip(), label.strip())
