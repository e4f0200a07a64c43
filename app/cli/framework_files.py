"""rondom framework import and export: files in, files out."""

from pathlib import Path

import click

from app.adapters.tables import read_table, write_csv
from app.adapters.xlsx_writing import write_xlsx
from app.cli.context import changing, json_option, print_json
from app.cli.framework_sources import framework_in_all
from app.services.framework_imports import (
    MAX_BYTES,
    ImportChoices,
    check_import,
    read_framework,
    store_import,
    too_large,
)
from framework.export import one_file, sheet_rows


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--id", "framework_id", default="", help="Id of the new framework; made from its name if not given."
)
@click.option("--name", default="", help="Name of the new framework; made from the file's name if not given.")
@click.option("--language", default="nl", show_default=True, help="Language of a document or sheet.")
@click.option("--dry-run", is_flag=True, help="Only say what would be imported.")
@json_option
def import_command(
    file: Path, *, framework_id: str, name: str, language: str, dry_run: bool, as_json: bool
) -> None:
    """Bring in a framework from a document's text (.txt, .md), a sheet (.csv, .xlsx) or an export (.toml)."""
    if file.stat().st_size > MAX_BYTES:
        raise too_large()
    choices = ImportChoices(file.name, framework_id, name, language)
    found = read_framework(file.read_bytes(), choices, read_table)
    with changing() as work:
        if dry_run:
            check_import(work, found)
        else:
            store_import(work, found)
    framework = found.framework
    if as_json:
        print_json(
            {
                "id": framework.id,
                "name": framework.name,
                "revision": framework.revision,
                "languages": [each.language for each in found.frameworks],
                "competencies": len(framework.competencies),
                "inferred": list(found.inferred),
                "warnings": list(found.warnings),
            }
        )
        return
    for title, lines in (("Inferred", found.inferred), ("Warnings", found.warnings)):
        if lines:
            click.echo(f"{title}:")
            for line in lines:
                click.echo(f"  {line}")
    count = len(framework.competencies)
    click.echo(f"{framework.id}: {count} competencies in {len(framework.clusters)} clusters.")
    if dry_run:
        click.echo("Nothing was written.")


@click.command("export")
@click.argument("framework_id", metavar="ID")
@click.option(
    "--format", "kind", type=click.Choice(["toml", "csv", "xlsx"]), default="toml", show_default=True
)
@click.option("--revision", type=int, help="Not the newest published one but this one.")
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of the screen."
)
def export_command(framework_id: str, kind: str, revision: int | None, output: Path | None) -> None:
    """Write a framework in all its languages, to be edited and imported again without loss."""
    frameworks = framework_in_all(framework_id, revision)
    columns, *rows = sheet_rows(frameworks)
    if kind == "toml":
        content = one_file(frameworks).encode()
    elif kind == "csv":
        content = write_csv(columns, rows)
    else:
        content = write_xlsx(columns, rows, "framework")
    if output is not None:
        output.write_bytes(content)
    else:
        # Bytes go out as they are; a text may be shown by anything that stands for the screen.
        click.echo(content.decode() if kind == "toml" else content, nl=False)
