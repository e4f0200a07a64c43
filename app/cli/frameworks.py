"""rondom framework: reading and checking competency frameworks; needs no database."""

import sys
from pathlib import Path

import click

from app.cli.context import json_option, print_json, print_table
from app.domain.errors import NotFoundError
from app.domain.text import text
from framework.loader import bundled_frameworks, load_framework
from framework.model import Framework
from framework.validation import validate_folder


@click.group("framework")
def framework_group() -> None:
    """Competency frameworks."""


@framework_group.command("list")
@json_option
def list_frameworks(as_json: bool) -> None:
    """List the frameworks a round can be made from."""
    rows = []
    for bundled in bundled_frameworks():
        framework = load_framework(bundled.languages[0], bundled.folder)
        rows.append((framework.id, framework.revision, list(bundled.languages), len(framework.competencies)))
    if as_json:
        print_json(
            [
                {"id": id_, "revision": revision, "languages": languages, "competencies": count}
                for id_, revision, languages, count in rows
            ]
        )
        return
    print_table(
        ("id", "revision", "languages", "competencies"),
        [(id_, revision, ",".join(languages), count) for id_, revision, languages, count in rows],
    )


@framework_group.command("show")
@click.argument("framework_id", default="rondom")
@click.option("--language", default="nl", show_default=True)
@json_option
def show(framework_id: str, language: str, as_json: bool) -> None:
    """Print a framework: clusters, competencies, levels, indicators."""
    framework = _bundled(framework_id, language)
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
                for indicator in level.indicators:
                    click.echo(f"       - {indicator.text}")


@framework_group.command("validate")
@click.argument("path", type=click.Path(path_type=Path, exists=True, file_okay=False), required=False)
@json_option
def validate(path: Path | None, as_json: bool) -> None:
    """Say everything that is wrong with a framework folder (default: the bundled ones)."""
    folders = [path] if path is not None else [bundled.folder for bundled in bundled_frameworks()]
    problems = [problem for folder in folders for problem in validate_folder(folder)]
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


def _bundled(framework_id: str, language: str) -> Framework:
    for bundled in bundled_frameworks():
        if bundled.id == framework_id:
            return load_framework(language, bundled.folder)
    raise NotFoundError(text("There is no framework “%(id)s”.", id=framework_id))
