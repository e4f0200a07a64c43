"""rondom round list and status: how far rounds are."""

from dataclasses import asdict
from typing import Any

import click

from app.cli.context import iso, json_option, looking, print_json, print_table, shown_instant
from app.services.finding import round_called
from app.services.progress import Progress, round_progress
from app.services.report_readers import reading_rules
from app.storage.rounds import Round, all_rounds, participant_counts


@click.command("list")
@json_option
def list_command(as_json: bool) -> None:
    """List all rounds, the newest first."""
    with looking() as work:
        counts = participant_counts(work.session)
        rounds = all_rounds(work.session)
        described = [{**described_round(each), "participants": counts.get(each.id, 0)} for each in rounds]
        zone = work.site.timezone
        rows: list[tuple[object, ...]] = [
            (each.id[:8], each.name, each.state, counts.get(each.id, 0), shown_instant(each.closes_at, zone))
            for each in rounds
        ]
    if as_json:
        print_json(described)
    else:
        print_table(("id", "name", "state", "participants", "closes"), rows)


@click.command("status")
@click.argument("round_words", metavar="ROUND")
@json_option
def status_command(round_words: str, as_json: bool) -> None:
    """Show how far a round is."""
    with looking() as work:
        round_ = round_called(work, round_words)
        progress = round_progress(work, round_.id)
        described = {**described_round(round_), **_progress(progress)}
        closes = shown_instant(round_.closes_at, work.site.timezone)
    if as_json:
        print_json(described)
        return
    click.echo(f"{described['name']}: {described['state']}, closes {closes}")
    if progress.done is None:
        click.echo("This round does not show how many forms are sent in before it closes.")
    else:
        click.echo(f"{progress.done} of {progress.total} forms sent in")
    if progress.hidden_raters:
        click.echo(f"without the forms of {progress.hidden_raters} raters whose answers nobody may follow")
    click.echo("mails: " + ", ".join(f"{count} {state}" for state, count in progress.mails.items()))
    print_table(
        ("participant", "id", "sent in", "asked"),
        [
            (each.name, each.participant_id[:8], "hidden" if each.done is None else each.done, each.total)
            for each in progress.participants
        ],
    )


def _progress(progress: Progress) -> dict[str, object]:
    return {
        "done": progress.done,
        "total": progress.total,
        "hidden_raters": progress.hidden_raters,
        "mails": progress.mails,
        "participants": [
            {
                "id": each.participant_id,
                "name": each.name,
                "done": each.done,
                "total": each.total,
                "groups": [
                    {"group": group.group, "roster": group.roster, "responded": group.responded}
                    for group in each.groups
                ],
            }
            for each in progress.participants
        ],
    }


def described_round(round_: Round) -> dict[str, Any]:
    """Return what every listing says of a round."""
    return {
        "id": round_.id,
        "name": round_.name,
        "state": round_.state,
        "framework": {"id": round_.framework_id, "revision": round_.framework_revision},
        "competencies": round_.competencies,
        "questions": round_.questions,
        "policy": {"name": round_.policy_name, "k": round_.k},
        "readers": asdict(reading_rules(round_)),
        "closes_at": iso(round_.closes_at),
        "launched_at": iso(round_.launched_at),
        "closed_at": iso(round_.closed_at),
        "released_at": iso(round_.released_at),
    }
