"""Reminding raters who still have something open, by hand or by the timetable.

Nobody learns from a reminder who is open: the act is noted, never the number, and pauses count from the act.
"""

from datetime import datetime, timedelta

from app.domain.errors import RefusedError
from app.domain.rounds import RoundAct
from app.domain.text import text
from app.domain.timetable import SETTLING
from app.services.finding import round_to_change
from app.services.outbox import new_message
from app.services.ports import JobName
from app.services.sending_hours import leaves_at
from app.services.work import Work
from app.storage.audit import last_act_at
from app.storage.reminding import invitations_to_remind
from app.storage.rounds import Round

PAUSE = timedelta(hours=1)
"""Two clicks, or two administrators, must not become two mails."""

WRITTEN = "reminders_written"
LEFT_OUT = "reminders_left_out"


def remind_open_raters(work: Work, round_id: str) -> int:
    """Write one reminder for every rater with something open; returns how many, which no page may show.

    The number would tell about raters whose answers nobody may follow.
    Raises RefusedError when the last reminders went out within the hour.
    """
    round_ = round_to_change(work, round_id, RoundAct.REMIND)
    # Counted from the act, not from the mails: when nobody had anything open the pause must not tell so.
    last = last_act_at(work.session, round_.id, WRITTEN)
    if last is not None and last + PAUSE > work.now:
        raise RefusedError(
            text("Reminders were sent less than an hour ago. Give people some time before the next one.")
        )
    written = _write(work, round_, keeps_hours=False)
    work.audit(WRITTEN, round_.id)
    return written


def remind_by_itself(work: Work, round_: Round) -> None:
    """Write the reminders the timetable asks for, unless people were mailed within the last day anyway."""
    if _was_mailed_lately(work, round_):
        work.audit(LEFT_OUT, round_.id)
        return
    _write(work, round_, keeps_hours=True)
    work.audit(WRITTEN, round_.id)


def _was_mailed_lately(work: Work, round_: Round) -> bool:
    acts: list[datetime | None] = [round_.launched_at, last_act_at(work.session, round_.id, WRITTEN)]
    return any(act is not None and act + SETTLING > work.now for act in acts)


def _write(work: Work, round_: Round, *, keeps_hours: bool) -> int:
    found = invitations_to_remind(work.session, round_.id)
    instants = {zone: leaves_at(work, round_.closes_at, zone) for zone in set(found.values())}
    messages = [
        new_message(
            work,
            kind="reminder",
            dedupe_key=f"reminder:{invitation_id}:{work.now.isoformat()}",
            round_id=round_.id,
            invitation_id=invitation_id,
            not_before_at=instants[time_zone] if keeps_hours else None,
            keeps_hours=keeps_hours,
        )
        for invitation_id, time_zone in found.items()
    ]
    work.session.add_all(messages)
    work.session.flush()
    work.later(JobName.DELIVER)
    return len(messages)
