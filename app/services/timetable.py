"""What happens when in a round: what was done, what will happen by itself, and what waits for HR.

Acts are listed, never their numbers: a line about reminders stands there whether or not anybody was open.
"""

from dataclasses import dataclass
from datetime import datetime

from app.domain.rounds import RoundState
from app.domain.text import Text, text
from app.domain.timetable import PlannedReminder, deletion_instant, planned_reminders
from app.services.reminders import LEFT_OUT, WRITTEN
from app.services.work import Work
from app.storage.audit import acts_of_round
from app.storage.rounds import Round


@dataclass(frozen=True)
class TimetableLine:
    """One thing that happens in a round; `at` is None for what waits for somebody's decision."""

    at: datetime | None
    what: Text
    is_past: bool = False


def timetable(work: Work, round_: Round) -> tuple[TimetableLine, ...]:
    """Return what happened and what will happen in a round, in that order."""
    begin = _begin(work, round_)
    lines = [*_reminders(work, round_), *_end(work, round_), *(line for line in begin if line.at is not None)]
    dated = sorted((line for line in lines if line.at is not None), key=lambda line: str(line.at))
    return (
        *(line for line in begin if line.at is None),
        *dated,
        *(line for line in lines if line.at is None),
    )


def coming_reminders(work: Work, round_: Round) -> tuple[PlannedReminder, ...]:
    """Return the reminders that will still go out, as the timetable stands."""
    if round_.state not in {RoundState.DRAFT, RoundState.COLLECTING}:
        return ()
    planned = planned_reminders(
        round_.closes_at, round_.reminder_days, work.site.timezone, work.site.sending_hours
    )
    begins_at = max(work.now, round_.opens_at or work.now)
    return tuple(each for each in planned if each.at > begins_at)


def _begin(work: Work, round_: Round) -> list[TimetableLine]:
    if round_.launched_at is not None:
        return [TimetableLine(round_.launched_at, text("Launch: the invitations go out"), is_past=True)]
    words = text("Launch: the invitations go out")
    if round_.opens_at is None:
        words = text("Launch: when you decide")
    return [TimetableLine(max(round_.opens_at, work.now) if round_.opens_at else None, words)]


def _reminders(work: Work, round_: Round) -> list[TimetableLine]:
    words = {
        WRITTEN: text("Reminders to everyone who still had something open"),
        LEFT_OUT: text("No reminders, because people had been mailed within the last day"),
    }
    past = [
        TimetableLine(entry.at, words[entry.action], is_past=True)
        for entry in acts_of_round(work.session, round_.id, tuple(words))
    ]
    coming = [
        TimetableLine(each.at, text("Reminders to everyone who still has something open"))
        for each in coming_reminders(work, round_)
    ]
    return past + coming


def _end(work: Work, round_: Round) -> list[TimetableLine]:
    closed_at = round_.closed_at or round_.closes_at
    is_closed = round_.closed_at is not None
    found = [
        TimetableLine(
            closed_at,
            text("Close: the reports are sealed, then all answers are deleted"),
            is_past=is_closed or round_.state == RoundState.CLOSING,
        )
    ]
    if round_.released_at is not None:
        found.append(TimetableLine(round_.released_at, text("Release of the reports"), is_past=True))
    elif not round_.is_pulse:
        found.append(TimetableLine(None, text("Release of the reports: when you decide")))
    if round_.keep_months is not None:
        found.append(
            TimetableLine(
                deletion_instant(closed_at, round_.keep_months, work.site.timezone),
                text("The round and all its reports are deleted"),
            )
        )
    return found
