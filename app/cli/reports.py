"""rondom report: what a participant reads, as JSON, PDF or HTML, and a whole round as one file."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from app.adapters.standalone_page import standalone_page
from app.adapters.streams import csv_stream, json_stream, xlsx_stream, zip_stream
from app.cli.context import installation, print_json
from app.cli.report_files import write_pieces
from app.domain.export_rows import Value, export_columns, export_rows
from app.services.finding import round_called
from app.services.ports import Tools
from app.services.report_exports import begin_export, exportable, exported_files, exported_pages
from app.services.report_openings import note_reading_of
from app.services.reports import participant_called, read_report
from app.services.typeset_reports import fresh_document, fresh_report
from app.services.work import SYSTEM, Work, open_reading, open_work

LANGUAGES = click.Choice(["nl", "en", "fr"])
FORMATS = ("csv", "xlsx", "json", "pdf-zip")
_PATH = click.Path(dir_okay=False, path_type=Path)


@click.group("report")
def report_group() -> None:
    """Reports of sealed rounds."""


@report_group.command("show")
@click.argument("round_words", metavar="ROUND")
@click.argument("participant_words", metavar="PARTICIPANT")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--pdf", type=_PATH, help="Write the report as a PDF.")
@click.option("--html", type=_PATH, help="Write the report as one HTML file.")
@click.option("--language", type=LANGUAGES, default="nl", show_default=True)
def show(
    *,
    round_words: str,
    participant_words: str,
    as_json: bool,
    pdf: Path | None,
    html: Path | None,
    language: str,
) -> None:
    """Print a participant's report, or write it to a file.

    PARTICIPANT is a mail address, a name or an id. That the operator read it is noted like any other reading,
    and the participant sees it.
    """
    if sum((as_json, pdf is not None, html is not None)) != 1:
        raise click.UsageError("Say one of --json, --pdf FILE and --html FILE.")
    tools = installation().tools
    with open_work(tools, SYSTEM) as work:
        participant_id = _participant(work, round_words, participant_words)
        read_report(work, participant_id, language, tools.speech(language).say)
        note_reading_of(work, participant_id)
    with open_reading(tools, SYSTEM) as work:
        if pdf is not None:
            content = fresh_report(work, participant_id, language).content or b""
            write_pieces([content], pdf, is_binary=True)
        elif html is not None:
            page = standalone_page(fresh_document(work, participant_id, language))
            write_pieces([page.encode()], html, is_binary=False)
        else:
            print_json(read_report(work, participant_id, language, tools.speech(language).say).report)


@report_group.command("export")
@click.argument("round_words", metavar="ROUND")
@click.option("--format", "kind", type=click.Choice(FORMATS), required=True)
@click.option("--output", type=_PATH, help="Write to this file and not to standard output.")
@click.option(
    "--language", type=LANGUAGES, help="Not the language of the installation, or of each participant."
)
def export(round_words: str, kind: str, output: Path | None, language: str | None) -> None:
    """Write the reports of a sealed round: published cells as CSV or XLSX, whole reports as JSON or PDF."""
    tools = installation().tools
    with open_work(tools, SYSTEM) as work:
        round_ = round_called(work, round_words)
        ids = begin_export(work, round_.id)
        found = exportable(work, round_.id, language)
    spoken = language or tools.site.languages[0]
    if kind == "pdf-zip":
        names = _with_progress(_files(tools, ids, language), len(ids))
        pieces = zip_stream(names, found.closed_at or datetime.now(UTC))
    elif kind == "json":
        pieces = json_stream(page.report for page in exported_pages(tools, SYSTEM, ids, spoken))
    else:
        stream = xlsx_stream if kind == "xlsx" else csv_stream
        pieces = stream(export_columns(found.scale), _rows(tools, ids, spoken))
    written = write_pieces(pieces, output, is_binary=kind in {"xlsx", "pdf-zip"})
    if output is not None:
        click.echo(f"{len(ids)} reports, {written} bytes: {output}")


def _participant(work: Work, round_words: str, participant_words: str) -> str:
    round_ = round_called(work, round_words)
    return participant_called(work, round_.id, participant_words).id


def _rows(tools: Tools, ids: list[str], language: str) -> Iterator[tuple[Value, ...]]:
    for page in exported_pages(tools, SYSTEM, ids, language):
        yield from export_rows(page.report, page.questionnaire)


def _files(tools: Tools, ids: list[str], language: str | None) -> Iterator[tuple[str, bytes]]:
    for file in exported_files(tools, SYSTEM, ids, language):
        yield file.name, file.content or b""


def _with_progress(files: Iterator[tuple[str, bytes]], count: int) -> Iterator[tuple[str, bytes]]:
    for number, file in enumerate(files, 1):
        if number % 50 == 0:
            click.echo(f"{number} of {count} …", err=True)
        yield file
