"""rondom framework: reading, checking, importing and exporting competency frameworks."""

import sys
from pathlib import Path

import click

from app.cli.context import json_option, print_json, print_table
from app.cli.framework_files import export_command, import_command
from app.cli.framework_sources import framework_in, own_frameworks
from app.services.frameworks import ListedFramework, listed_bundled
from framework.imports.toml_file import import_toml
from framework.loader import bundled_frameworks
from framework.problems import FrameworkError, Problem
from framework.validation import validate_folder


@click.group("framework")
def framework_group() -> None:
    """Competency frameworks. Those that come with Rondom need no database."""


framework_group.add_command(import_command)
framework_group.add_command(export_command)


@framework_group.command("list")
@json_option
def list_command(as_json: bool) -> None:
    """List the frameworks a round can be made from, and drafts."""
    listed = (*listed_bundled(), *own_frameworks())
    if as_json:
        print_json([_described(each) for each in listed])
        return
    print_table(
        ("id", "name", "revision", "draft", "languages", "competencies"),
        [
            (
                each.id,
                each.name,
                each.revision or "-",
                each.draft or "-",
                ",".join(each.languages),
                each.competencies,
            )
            for each in listed
        ],
    )


@framework_group.command("show")
@click.argument("framework_id", metavar="[ID]", default="rondom")
@click.option("--language", default="nl", show_default=True)
@click.option("--revision", type=int, help="Not the newest published one but this one.")
@json_option
def show_command(framework_id: str, language: str, revision: int | None, as_json: bool) -> None:
    """Print a framework: clusters, competencies, levels, indicators."""
    framework = framework_in(framework_id, language, revision)
    if as_json:
        print_json(framework.to_json())
        return
    click.echo(f"{framework.name} ({framework.id}, revision {framework.revision}, {framework.language})")
    for cluster in framework.clusters:
        click.echo(f"\n{cluster.name.upper()}")
        for competency in cluster.competencies:
            click.echo(f"\n  {competency.name} [{competency.id}]\n  {competency.definition}")
            for level in competency.levels:
                click.echo(f"    {level.level}. {level.title}")
                if level.description:
                    click.echo(f"       {level.description}")
                for indicator in level.indicators:
                    click.echo(f"       - {indicator.text}")


@framework_group.command("validate")
@click.argument("path", type=click.Path(path_type=Path, exists=True), required=False)
@json_option
def validate_command(path: Path | None, as_json: bool) -> None:
    """Say everything that is wrong with a framework folder or TOML file (default: the bundled ones)."""
    folders = [path] if path is not None else [bundled.folder for bundled in bundled_frameworks()]
    problems = [problem for folder in folders for problem in _problems(folder)]
    if as_json:
        print_json(
            [
                {
                    "file": problem.file,
                    "place": problem.place,
                    "rule": problem.rule,
                    "proposal": problem.proposal,
                }
                for problem in problems
            ]
        )
    else:
        for problem in problems:
            click.echo(str(problem), err=True)
        if not problems:
            click.echo("No problem found.")
    sys.exit(1 if problems else 0)


def _described(listed: ListedFramework) -> dict[str, object]:
    return {
        "id": listed.id,
        "name": listed.name,
        "revision": listed.revision,
        "draft": listed.draft,
        "languages": list(listed.languages),
        "competencies": listed.competencies,
        "bundled": listed.is_bundled,
    }


def _problems(path: Path) -> tuple[Problem, ...]:
    if path.is_dir():
        return validate_folder(path)
    try:
        import_toml(path.read_bytes(), path.name)
    except FrameworkError as error:
        return error.problems
    return ()
