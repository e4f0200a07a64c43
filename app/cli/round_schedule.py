"""rondom round schedule: what a round does by itself, and when."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import click

from app.cli.context import changing, iso, json_option, print_json, print_table, shown_instant
from app.domain.errors import InvalidError
from app.domain.text import text
from app.domain.timetable import local_instant
from app.services.finding import round_called
from app.services.schedule import RoundSchedule, change_schedule, schedule_of
from app.services.timetable import timetable

remind_option = click.option(
    "--remind", metavar="DAYS", help="Days before the close, for example 7,2; “none” for no reminders."
)
opens_option = click.option(
    "--opens",
    metavar="MOMENT",
    help="Launch by itself, for example “2026-12-01 09:00”, or “none”.",
)
keep_option = click.option(
    "--keep-months", metavar="NUMBER", help="Delete the round so long after its close; “none” keeps it."
)


@click.command("schedule")
@click.argument("round_words", metavar="ROUND")
@remind_option
@opens_option
@keep_option
@json_option
def schedule_command(
    *, round_words: str, remind: str | None, opens: str | None, keep_months: str | None, as_json: bool
) -> None:
    """Show what happens when; with options, change what has not happened yet."""
    with changing() as work:
        round_ = round_called(work, round_words)
        wanted = asked_schedule(schedule_of(round_), remind, opens, keep_months, work.site.timezone)
        if wanted != schedule_of(round_):
            change_schedule(work, round_.id, wanted)
        lines = timetable(work, round_)
        zone = work.site.timezone
    if as_json:
        print_json([{"at": iso(line.at), "what": str(line.what), "is_past": line.is_past} for line in lines])
        return
    rows: list[tuple[object, ...]] = [
        (shown_instant(line.at, zone), "done" if line.is_past else "to come", line.what) for line in lines
    ]
    print_table(("when", "state", "what"), rows)


def asked_schedule(
    before: RoundSchedule, remind: str | None, opens: str | None, keep_months: str | None, zone: ZoneInfo
) -> RoundSchedule:
    """Return a timetable with what the options say; raises InvalidError for what cannot be read."""
    asked = before
    if remind is not None:
        asked = replace(asked, reminder_days=() if remind == "none" else _days(remind))
    if opens is not None:
        asked = replace(asked, opens_at=None if opens == "none" else _moment(opens, zone))
    if keep_months is not None:
        asked = replace(asked, keep_months=None if keep_months == "none" else _days(keep_months)[0])
    return asked


def _days(words: str) -> tuple[int, ...]:
    try:
        # The order of a timetable, so that the same days in another order change nothing.
        return tuple(sorted({int(part) for part in words.split(",")}, reverse=True))
    except ValueError:
        raise InvalidError(
            text("“%(words)s” is not a list of whole numbers such as 7,2.", words=words)
        ) from None


def _moment(words: str, zone: ZoneInfo) -> datetime:
    try:
        local = datetime.strptime(words, "%Y-%m-%d %H:%M")  # noqa: DTZ007 - the organisation's zone follows
    except ValueError:
        raise InvalidError(
            text("“%(words)s” is not a moment; write it as 2026-12-01 09:00.", words=words)
        ) from None
    return local_instant(local.date(), local.time(), zone)
