"""Reminding raters who still have something open."""

from datetime import timedelta

from app.domain.errors import RefusedError
from app.domain.rounds import RoundAct
from app.domain.text import text
from app.services.finding import round_to_change
from app.services.outbox import write_message
from app.services.ports import JobName
from app.services.work import Work
from app.storage.audit import last_act_at
from app.storage.people import persons_by_id
from app.storage.raters import round_assignments, round_invitations

PAUSE = timedelta(hours=1)
"""Two clicks, or two administrators, must not become two mails."""


def remind_open_raters(work: Work, round_id: str) -> int:
    """Write one reminder for every rater with something open; returns how many, which no page may show.

    The number would tell about raters whose answers nobody may follow.
    Raises RefusedError when the last reminders went out within the hour.
    """
    round_ = round_to_change(work, round_id, RoundAct.REMIND)
    # Counted from the act, not from the mails: when nobody had anything open the pause must not tell so.
    last = last_act_at(work.session, round_.id, "reminders_written")
    if last is not None and last + PAUSE > work.now:
        raise RefusedError(
            text("Reminders were sent less than an hour ago. Give people some time before the next one.")
        )
    open_invitations = {
        assignment.invitation_id
        for assignment in round_assignments(work.session, round_.id)
        if assignment.state == "open"
    }
    invitations = [
        each
        for each in round_invitations(work.session, round_.id)
        if each.nonce is not None and each.id in open_invitations
    ]
    raters = persons_by_id(work.session, (invitation.rater_id for invitation in invitations))
    written = 0
    for invitation in invitations:
        if not raters[invitation.rater_id].email:
            continue
        write_message(
            work,
            kind="reminder",
            dedupe_key=f"reminder:{invitation.id}:{work.now.isoformat()}",
            round_id=round_.id,
            invitation_id=invitation.id,
        )
        written += 1
    work.audit("reminders_written", round_.id)
    work.later(JobName.DELIVER)
    return written
