"""Who takes part and who rates whom: by hand, from the reporting line, from a file."""

from dataclasses import dataclass

from app.domain.errors import InvalidError, RefusedError
from app.domain.raters import DIRECT_REPORT, MANAGER, SELF
from app.domain.rounds import RoundAct, RoundState
from app.domain.text import Text, text
from app.services.finding import find_assignment, find_participant, find_person, round_to_change
from app.services.invitations import invite_late_rater
from app.services.withdrawal import withdraw_assignment, withdraw_participant
from app.services.work import Work
from app.storage.people import Person, direct_reports_of, person_by_email
from app.storage.raters import Assignment, assignment_between
from app.storage.rounds import Participant, Round, participant_of_person, participants_with_persons


@dataclass(frozen=True)
class RaterRow:
    """A line of the raters file."""

    number: int
    participant_email: str
    rater_email: str
    group: str


@dataclass(frozen=True)
class RaterImport:
    """What a raters file would change or has changed."""

    new_participants: int
    new_assignments: int
    unchanged: int
    problems: tuple[Text, ...]


def add_participant(work: Work, round_id: str, person_id: str) -> Participant:
    """Add a person who receives feedback, with a self rating if the round asks for one.

    Raises RefusedError when the person takes part already, or after the launch.
    """
    round_ = round_to_change(work, round_id, RoundAct.EDIT)
    person = find_person(work, person_id)
    if participant_of_person(work.session, round_id, person_id) is not None:
        raise RefusedError(text("%(name)s takes part in this round already.", name=person.name))
    participant = Participant(id=work.new_id(), round_id=round_id, person_id=person_id)
    work.session.add(participant)
    work.session.flush()
    if _has_group(round_, SELF):
        _assign(work, round_, participant, person, SELF)
    work.audit("participant_added", round_id, participant=person.name)
    return participant


def remove_participant(work: Work, round_id: str, participant_id: str) -> None:
    """Take a participant out of the round, with everything anybody said about that person."""
    round_to_change(work, round_id, RoundAct.CHANGE_RATERS)
    participant = find_participant(work, round_id, participant_id)
    withdraw_participant(work, participant)


def add_rater(work: Work, round_id: str, participant_id: str, person_id: str, group: str) -> Assignment:
    """Ask a person to rate a participant as a member of a group; after the launch the mail goes out at once.

    Raises InvalidError for a group the round does not have, RefusedError when the rater is there already.
    """
    round_ = round_to_change(work, round_id, RoundAct.CHANGE_RATERS)
    participant = find_participant(work, round_id, participant_id)
    rater = find_person(work, person_id)
    assignment = _assign(work, round_, participant, rater, group)
    if round_.state == RoundState.COLLECTING:
        assignment.is_added_after_launch = True
        invite_late_rater(work, round_, assignment)
    work.audit("rater_added", round_id, participant=participant.id, rater=rater.id, group=group)
    return assignment


def remove_rater(work: Work, round_id: str, assignment_id: str) -> None:
    """Take an assignment back; after the launch, what can be found through a live link goes with it."""
    round_ = round_to_change(work, round_id, RoundAct.CHANGE_RATERS)
    assignment = find_assignment(work, round_id, assignment_id)
    if round_.state == RoundState.DRAFT:
        work.session.delete(assignment)
        work.audit("rater_removed", round_id, participant=assignment.participant_id)
    else:
        withdraw_assignment(work, round_, assignment)


def change_group(work: Work, round_id: str, assignment_id: str, group: str) -> None:
    """Move a rater to another group; raises RefusedError once something is sent in."""
    round_ = round_to_change(work, round_id, RoundAct.CHANGE_RATERS)
    assignment = find_assignment(work, round_id, assignment_id)
    _check_group(work, round_, assignment.participant_id, assignment.rater_id, group)
    if assignment.state == "done":
        raise RefusedError(text("This rater has sent in answers; a group changes only before that."))
    assignment.rater_group = group
    work.audit("rater_group_changed", round_id, participant=assignment.participant_id, group=group)


def propose_from_reporting_line(
    work: Work, round_id: str, participant_id: str | None = None
) -> list[tuple[Participant, Person, str]]:
    """Return (participant, rater, group) that the reporting line suggests and that nobody has added yet."""
    round_ = round_to_change(work, round_id, RoundAct.CHANGE_RATERS)
    proposals: list[tuple[Participant, Person, str]] = []
    for participant, person in participants_with_persons(work.session, round_id):
        if participant_id is not None and participant.id != participant_id:
            continue
        candidates: list[tuple[Person, str]] = []
        if person.manager_id is not None:
            candidates.append((find_person(work, person.manager_id), MANAGER))
        candidates += [(report, DIRECT_REPORT) for report in direct_reports_of(work.session, person.id)]
        proposals += [
            (participant, rater, group)
            for rater, group in candidates
            if _has_group(round_, group)
            and assignment_between(work.session, participant.id, rater.id) is None
        ]
    return proposals


def add_proposed(work: Work, round_id: str, participant_id: str | None = None) -> int:
    """Add everybody whom the reporting line suggests; returns how many."""
    proposals = propose_from_reporting_line(work, round_id, participant_id)
    for participant, rater, group in proposals:
        add_rater(work, round_id, participant.id, rater.id, group)
    return len(proposals)


def import_raters(
    work: Work, round_id: str, rows: list[RaterRow], *, is_dry_run: bool, skip_bad: bool = False
) -> RaterImport:
    """Add participants and raters from a file.

    Unknown participants are added. Nothing is written on a dry run, or while a row is wrong unless
    `skip_bad` is said. The problems name line, column and reason.
    """
    round_ = round_to_change(work, round_id, RoundAct.CHANGE_RATERS)
    planned: list[tuple[RaterRow, Person, Person]] = []
    problems: list[Text] = []
    unchanged = 0
    seen: dict[tuple[str, str], str] = {}
    for row in rows:
        try:
            participant_person, rater = _read_row(work, round_, row)
            key = (participant_person.id, rater.id)
            known = seen.get(key) or _known_group(work, round_, participant_person, rater)
            if known == row.group:
                unchanged += 1
                continue
            if known is not None:
                raise InvalidError(
                    text("%(rater)s rates this person already, as %(group)s.", rater=rater.name, group=known)
                )
            seen[key] = row.group
            planned.append((row, participant_person, rater))
        except InvalidError as error:
            problems.append(text("Line %(line)s: %(reason)s", line=row.number, reason=error.message))
    known_persons = {person.id for _, person in participants_with_persons(work.session, round_id)}
    new_persons = {person.id for _, person, _ in planned if person.id not in known_persons}
    result = RaterImport(len(new_persons), len(planned), unchanged, tuple(problems))
    if is_dry_run or (problems and not skip_bad):
        return result
    for row, participant_person, rater in planned:
        participant = participant_of_person(work.session, round_id, participant_person.id)
        if participant is None:
            participant = add_participant(work, round_id, participant_person.id)
        if assignment_between(work.session, participant.id, rater.id) is None:
            add_rater(work, round_id, participant.id, rater.id, row.group)
    return result


def _known_group(work: Work, round_: Round, participant_person: Person, rater: Person) -> str | None:
    participant = participant_of_person(work.session, round_.id, participant_person.id)
    if participant is None:
        return None
    assignment = assignment_between(work.session, participant.id, rater.id)
    return assignment.rater_group if assignment is not None else None


def _read_row(work: Work, round_: Round, row: RaterRow) -> tuple[Person, Person]:
    persons = []
    for column, email in (
        ("participant_email", row.participant_email),
        ("rater_email", row.rater_email),
    ):
        person = person_by_email(work.session, email.strip().lower())
        if person is None:
            raise InvalidError(
                text("%(column)s: nobody has the address “%(email)s”.", column=column, email=email)
            )
        persons.append(person)
    participant_person, rater = persons
    _check_group_name(round_, row.group)
    _check_self(participant_person.id, rater.id, row.group)
    if (
        round_.state != RoundState.DRAFT
        and participant_of_person(work.session, round_.id, participant_person.id) is None
    ):
        raise InvalidError(
            text("participant_email: %(name)s is not in this round.", name=participant_person.name)
        )
    return participant_person, rater


def _assign(work: Work, round_: Round, participant: Participant, rater: Person, group: str) -> Assignment:
    _check_group(work, round_, participant.id, rater.id, group)
    if assignment_between(work.session, participant.id, rater.id) is not None:
        raise RefusedError(text("%(name)s rates this person already.", name=rater.name))
    assignment = Assignment(
        id=work.new_id(),
        round_id=round_.id,
        participant_id=participant.id,
        rater_id=rater.id,
        rater_group=group,
        state="open",
        decline_reason="",
        is_added_after_launch=False,
    )
    work.session.add(assignment)
    work.session.flush()
    return assignment


def _check_group(work: Work, round_: Round, participant_id: str, rater_id: str, group: str) -> None:
    _check_group_name(round_, group)
    participant = work.session.get_one(Participant, participant_id)
    _check_self(participant.person_id, rater_id, group)


def _check_group_name(round_: Round, group: str) -> None:
    if not _has_group(round_, group):
        known = ", ".join(each["id"] for each in round_.groups)
        raise InvalidError(
            text("group: “%(group)s” is not a group of this round (%(known)s).", group=group, known=known)
        )


def _check_self(person_id: str, rater_id: str, group: str) -> None:
    if (person_id == rater_id) != (group == SELF):
        raise InvalidError(text("group: only the participant rates as self, and only as self."))


def _has_group(round_: Round, group: str) -> bool:
    return any(each["id"] == group for each in round_.groups)
