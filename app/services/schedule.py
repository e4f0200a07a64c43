"""What rounds do by the clock: launch, remind, be deleted; every step may run twice at once without harm.

The truth is in the rows: a draft whose `opens_at` has passed is being launched, reminders up to
`acted_until_at` are settled. So a scheduler that was away makes up for what it missed, once.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import DomainError, InvalidError, RefusedError
from app.domain.rounds import RoundAct, RoundState, is_allowed, is_being_launched, is_open
from app.domain.text import text
from app.domain.timetable import (
    checked_keep_months,
    checked_opening,
    checked_reminder_days,
    deletion_instant,
    due_reminders,
    planned_reminders,
)
from app.services.finding import find_round
from app.services.launch import launch_round
from app.services.ports import Tools
from app.services.reminders import remind_by_itself
from app.services.work import SYSTEM, Work, open_reading, open_work
from app.storage.rounds import Round, locked_round, rounds_in_state

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RoundSchedule:
    """What a round does by itself; `opens_at` is a UTC instant, days count back from the close."""

    opens_at: datetime | None = None
    reminder_days: tuple[int, ...] = ()
    keep_months: int | None = None


def schedule_of(round_: Round) -> RoundSchedule:
    """Return what a round does by itself."""
    return RoundSchedule(round_.opens_at, tuple(round_.reminder_days), round_.keep_months)


def change_schedule(work: Work, round_id: str, schedule: RoundSchedule) -> Round:
    """Change what has not happened yet; raises InvalidError, and RefusedError for what is over."""
    round_ = locked_round(work.session, round_id) or find_round(work, round_id)
    if _is_being_launched(work, round_):
        raise RefusedError(text("The round is being launched at this moment, so it stays as it is."))
    before = schedule_of(round_)
    days = checked_reminder_days(schedule.reminder_days)
    keep_months = checked_keep_months(schedule.keep_months)
    if schedule.opens_at != before.opens_at:
        if not is_allowed(round_.state, RoundAct.LAUNCH):
            raise RefusedError(text("This round has been launched already."))
        if schedule.opens_at is not None:
            checked_opening(schedule.opens_at, round_.closes_at, work.now)
        round_.opens_at = schedule.opens_at
    if days != before.reminder_days:
        if round_.state not in {RoundState.DRAFT, RoundState.COLLECTING}:
            raise RefusedError(text("This round is closed; nobody is reminded any more."))
        round_.reminder_days = list(days)
        settle_timetable(work, round_)
    round_.keep_months = keep_months
    if schedule_of(round_) != before:
        work.audit("schedule_changed", round_.id)
    return round_


def settle_timetable(work: Work, round_: Round) -> None:
    """Make up for nothing that a changed timetable moves into the past."""
    if round_.state == RoundState.COLLECTING:
        round_.acted_until_at = work.now


def run_schedule(tools: Tools) -> int:
    """Do everything whose time has come; returns how many acts that were."""
    with open_reading(tools, SYSTEM) as work:
        drafts = [
            each.id
            for each in rounds_in_state(work.session, RoundState.DRAFT)
            if _is_being_launched(work, each)
        ]
        running = [
            each.id
            for each in rounds_in_state(work.session, RoundState.COLLECTING)
            if _is_reminder_due(work, each)
        ]
        past = [
            each.id
            for each in rounds_in_state(work.session, RoundState.CLOSED, RoundState.RELEASED)
            if _is_to_be_deleted(work, each)
        ]
    steps: list[tuple[Callable[[Tools, str], bool], list[str]]] = [
        (launch_planned, drafts),
        (_remind, running),
        (_delete, past),
    ]
    return sum(_is_done(step, tools, round_id) for step, ids in steps for round_id in ids)


def launch_planned(tools: Tools, round_id: str) -> bool:
    """Launch a draft whose time has come; what is missing takes the plan back, and the check page says so."""
    try:
        with open_work(tools, SYSTEM) as work:
            round_ = locked_round(work.session, round_id)
            if round_ is None or not _is_being_launched(work, round_):
                return False
            launch_round(work, round_id)
    except InvalidError:
        with open_work(tools, SYSTEM) as work:
            round_ = locked_round(work.session, round_id)
            if round_ is not None and _is_being_launched(work, round_):
                round_.opens_at = None
                work.audit("launch_failed", round_.id)
        return False
    return True


def _is_being_launched(work: Work, round_: Round) -> bool:
    return is_being_launched(round_.state, round_.opens_at, work.now)


def _remind(tools: Tools, round_id: str) -> bool:
    with open_work(tools, SYSTEM) as work:
        round_ = locked_round(work.session, round_id)
        # Looked at again under the lock: another scheduler may have been quicker.
        if round_ is None or not _is_reminder_due(work, round_):
            return False
        round_.acted_until_at = work.now
        remind_by_itself(work, round_)
        return True


def _delete(tools: Tools, round_id: str) -> bool:
    with open_work(tools, SYSTEM) as work:
        round_ = locked_round(work.session, round_id)
        if round_ is None or not _is_to_be_deleted(work, round_):
            return False
        work.audit("round_deleted", round_.id, name=round_.name)
        work.session.delete(round_)
    tools.keys.destroy(round_id)
    tools.database.erase_traces()
    return True


def _is_reminder_due(work: Work, round_: Round) -> bool:
    if not is_open(round_.state, round_.closes_at, work.now) or round_.launched_at is None:
        return False
    planned = planned_reminders(
        round_.closes_at, round_.reminder_days, work.site.timezone, work.site.sending_hours
    )
    return bool(due_reminders(planned, round_.acted_until_at or round_.launched_at, work.now))


def _is_to_be_deleted(work: Work, round_: Round) -> bool:
    if round_.keep_months is None or round_.closed_at is None or work.tools.keys.exists(round_.id):
        return False
    return deletion_instant(round_.closed_at, round_.keep_months, work.site.timezone) < work.now


def _is_done(step: Callable[[Tools, str], bool], tools: Tools, round_id: str) -> bool:
    try:
        return step(tools, round_id)
    except DomainError as error:
        # The other rounds go on; this one is looked at again with the next turn.
        log.warning("round %s: %s", round_id, type(error).__name__)
        return False
