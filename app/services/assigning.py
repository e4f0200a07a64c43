"""What makes an assignment possible: a group of the round, oneself only as self, nobody twice."""

from app.domain.errors import InvalidError, RefusedError
from app.domain.raters import SELF
from app.domain.text import text
from app.services.work import Work
from app.storage.people import Person
from app.storage.raters import Assignment, assignment_between
from app.storage.rounds import Participant, Round


def assign(work: Work, round_: Round, participant: Participant, rater: Person, group: str) -> Assignment:
    """Put a rater on a participant's list; raises InvalidError, and RefusedError for a second time."""
    is_there = assignment_between(work.session, participant.id, rater.id) is not None
    assignment = new_assignment(work, round_, participant, rater, group, is_there=is_there)
    work.session.add(assignment)
    work.session.flush()
    return assignment


def new_assignment(
    work: Work, round_: Round, participant: Participant, rater: Person, group: str, *, is_there: bool
) -> Assignment:
    """Return an assignment that is still to be written; raises like `assign`, for which `is_there` counts."""
    check_group(round_, participant.person_id, rater.id, group)
    if is_there:
        raise RefusedError(text("%(name)s rates this person already.", name=rater.name))
    return Assignment(
        id=work.new_id(),
        round_id=round_.id,
        participant_id=participant.id,
        rater_id=rater.id,
        rater_group=group,
        state="open",
        decline_reason="",
        is_added_after_launch=False,
        is_followed=False,
    )


def check_group(round_: Round, participant_person_id: str, rater_id: str, group: str) -> None:
    """Raise InvalidError unless the rater can rate this person as a member of the group."""
    if not has_group(round_, group):
        known = ", ".join(each["id"] for each in round_.groups)
        raise InvalidError(
            text("group: “%(group)s” is not a group of this round (%(known)s).", group=group, known=known)
        )
    if (participant_person_id == rater_id) != (group == SELF):
        raise InvalidError(text("group: only the participant rates as self, and only as self."))


def has_group(round_: Round, group: str) -> bool:
    """Tell whether the round asks this group."""
    return any(each["id"] == group for each in round_.groups)


def group_meant(round_: Round, typed: str) -> str:
    """Return the id of the group that was typed as id or own label, in any case; else what was typed."""
    wanted = " ".join(typed.split()).casefold()
    spelled = wanted.replace(" ", "_").replace("-", "_")
    for group in round_.groups:
        if spelled == group["id"].casefold() or (group["label"] and wanted == group["label"].casefold()):
            return group["id"]
    return typed.strip()
