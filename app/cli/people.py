"""rondom people: the persons the organisation knows."""

import sys
from pathlib import Path

import click

from app.adapters.tables import read_table
from app.cli.context import changing, json_option, looking, print_json, print_table
from app.services.people import import_people
from app.storage.people import all_persons, persons_by_id


@click.group("people")
def people_group() -> None:
    """People of the organisation."""


@people_group.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--apply", "is_applied", is_flag=True, help="Write the changes; without it nothing is written.")
@click.option("--skip-bad", is_flag=True, help="Write the good rows although others are wrong.")
@json_option
def import_command(file: Path, is_applied: bool, skip_bad: bool, as_json: bool) -> None:
    """Import people from a CSV or XLSX file; a dry run unless --apply is said.

    Columns: email, name, language, manager_email, department, role, time_zone, in any order; the last one as
    Europe/Brussels, empty where the organisation is.
    """
    table = read_table(file.read_bytes(), file.name)
    with changing() as work:
        result = import_people(work, table, is_dry_run=not is_applied, skip_bad=skip_bad)
    is_written = is_applied and (not result.problems or skip_bad)
    if as_json:
        print_json(
            {
                "new": len(result.new),
                "changed": len(result.changed),
                "unchanged": result.unchanged,
                "problems": [str(problem) for problem in result.problems],
                "notices": [str(notice) for notice in result.notices],
                "new_links": result.new_links,
                "applied": is_written,
            }
        )
    else:
        for notice in result.notices:
            click.echo(f"note: {notice}")
        for problem in result.problems:
            click.echo(str(problem), err=True)
        click.echo(
            f"{len(result.new)} new, {len(result.changed)} changed, {result.unchanged} unchanged,"
            f" {len(result.problems)} wrong"
        )
        if result.new_links:
            click.echo(
                f"{result.new_links} of them rate in a running round: their links are replaced, what they"
                " saved is lost, and what they sent in counts but can no longer be read or changed."
            )
        click.echo("Written." if is_written else "Nothing was written.")
    sys.exit(1 if result.problems and not skip_bad else 0)


@people_group.command("list")
@json_option
def list_people(as_json: bool) -> None:
    """List everybody."""
    with looking() as work:
        persons = all_persons(work.session)
        managers = persons_by_id(work.session, [each.manager_id for each in persons if each.manager_id])
        rows = [
            {
                "email": person.email,
                "name": person.name,
                "language": person.language,
                "manager_email": managers[person.manager_id].email if person.manager_id else None,
                "department": person.department,
                "role": person.role,
                "time_zone": person.time_zone,
            }
            for person in persons
        ]
    if as_json:
        print_json(rows)
    else:
        columns = ("email", "name", "language", "manager_email", "department", "role", "time_zone")
        print_table(columns, [tuple(row[column] or "-" for column in columns) for row in rows])
