"""Who takes part and who rates whom: by hand, from the reporting line, from a file."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.errors import InvalidError, RefusedError
from app.domain.raters import DIRECT_REPORT, MANAGER, NAMED_GROUPS, SELF
from app.domain.rounds import RoundAct, RoundState
from app.domain.tables import MAX_PROBLEMS, Table
from app.domain.text import Text, text
from app.services.assigning import assign, check_group, has_group
from app.services.coaches import COLUMN as COACH_COLUMN
from app.services.coaches import CoachesOfFile
from app.services.finding import find_assignment, find_participant, find_person, round_to_change
from app.services.following import follow_late_raters, is_followed, stop_following_small_groups
from app.services.invitations import invite_late_raters, tell_regrouped
from app.services.known_raters import KnownRaters
from app.services.round_lists import RoundLists
from app.services.withdrawal import withdraw_assignment, withdraw_participant
from app.services.work import Work
from app.storage.people import Person, direct_reports_of_all, persons_by_id
from app.storage.raters import Assignment
from app.storage.rounds import Participant, Round, participant_of_person, participants_with_persons

COLUMNS = ("participant_email", "rater_email", "group")


@dataclass(frozen=True)
class RaterRow:
    """A line of the raters file."""

    number: int
    participant_email: str
    rater_email: str
    group: str
    coach_email: str = ""


@dataclass(frozen=True)
class RaterImport:
    """What a raters file would change or has changed."""

    new_participants: int
    new_assignments: int
    unchanged: int
    problems: tuple[Text, ...]
    new_coaches: int = 0


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
    if has_group(round_, SELF):
        assign(work, round_, participant, person, SELF)
    work.audit("participant_added", round_id, participant=person.name)
    return participant


def add_participants(work: Work, round_id: str, person_ids: Sequence[str]) -> int:
    """Add everybody of these who does not take part yet; returns how many."""
    round_ = round_to_change(work, round_id, RoundAct.EDIT)
    lists = RoundLists(work, round_)
    new = [person_id for person_id in dict.fromkeys(person_ids) if not lists.takes_part(person_id)]
    persons = persons_by_id(work.session, new)
    for person_id in new:
        lists.add_participant(persons.get(person_id) or find_person(work, person_id))
    lists.write()
    if len(new) == 1:
        work.audit("participant_added", round_id, participant=persons[new[0]].name)
    elif new:
        work.audit("participants_added", round_id, count=len(new))
    return len(new)


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
    assignment = assign(work, round_, participant, rater, group)
    if round_.state == RoundState.COLLECTING:
        assignment.is_added_after_launch = True
        follow_late_raters(work, round_, [assignment])
        invite_late_raters(work, round_, [assignment])
    work.audit("rater_added", round_id, participant=participant.id, rater=rater.id, group=group)
    return assignment


def remove_rater(work: Work, round_id: str, assignment_id: str) -> None:
    """Take an assignment back; after the launch, what can be found through a live link goes with it.

    Raises RefusedError after the launch for a rater whose answers nobody may follow.
    """
    round_ = round_to_change(work, round_id, RoundAct.CHANGE_RATERS)
    assignment = find_assignment(work, round_id, assignment_id)
    if round_.state == RoundState.DRAFT:
        work.session.delete(assignment)
        work.audit("rater_removed", round_id, participant=assignment.participant_id)
    else:
        withdraw_assignment(work, round_, assignment)


def change_group(work: Work, round_id: str, assignment_id: str, group: str) -> None:
    """Move a rater to another group; after the launch the rater is told by mail, and asked again.

    Raises RefusedError after the launch between an anonymous and a named group, for a rater whose answers
    nobody may follow (whatever that rater has done: a refusal must not tell), and once something is sent in.
    """
    round_ = round_to_change(work, round_id, RoundAct.CHANGE_RATERS)
    assignment = find_assignment(work, round_id, assignment_id)
    participant = find_participant(work, round_id, assignment.participant_id)
    check_group(round_, participant.person_id, assignment.rater_id, group)
    if group == assignment.rater_group:
        return
    if round_.state != RoundState.DRAFT:
        _check_move(work, round_, assignment, group)
    assignment.rater_group = group
    if round_.state != RoundState.DRAFT:
        stop_following_small_groups(work, round_)
        tell_regrouped(work, round_, assignment)
    work.audit("rater_group_changed", round_id, participant=assignment.participant_id, group=group)


def _check_move(work: Work, round_: Round, assignment: Assignment, group: str) -> None:
    if (assignment.rater_group in NAMED_GROUPS) != (group in NAMED_GROUPS):
        raise RefusedError(
            text(
                "After the launch nobody moves between an anonymous group and one that is shown by name. "
                "Withdraw this rater and add again, so that the rater is told."
            )
        )
    if not is_followed(work, round_, assignment.rater_id):
        raise RefusedError(
            text("Nobody may learn whether this rater has answered, so the rater now stays in the group.")
        )
    if assignment.state == "done":
        raise RefusedError(text("This rater has sent in answers; a group changes only before that."))


def propose_from_reporting_line(
    work: Work, round_id: str, participant_id: str | None = None
) -> list[tuple[Participant, Person, str]]:
    """Return (participant, rater, group) that the reporting line suggests and that nobody has added yet."""
    round_ = round_to_change(work, round_id, RoundAct.CHANGE_RATERS)
    return _proposals(work, round_, RoundLists(work, round_), participant_id)


def add_proposed(work: Work, round_id: str, participant_id: str | None = None) -> int:
    """Add everybody whom the reporting line suggests; returns how many."""
    round_ = round_to_change(work, round_id, RoundAct.CHANGE_RATERS)
    lists = RoundLists(work, round_)
    proposals = _proposals(work, round_, lists, participant_id)
    for participant, rater, group in proposals:
        lists.add_rater(participant, rater, group)
    lists.write()
    if proposals:
        work.audit("proposed_raters_added", round_id, count=len(proposals))
    return len(proposals)


def _proposals(
    work: Work, round_: Round, lists: RoundLists, participant_id: str | None
) -> list[tuple[Participant, Person, str]]:
    present = [
        (participant, person)
        for participant, person in participants_with_persons(work.session, round_.id)
        if participant_id in {None, participant.id}
    ]
    managers = persons_by_id(work.session, (person.manager_id for _, person in present if person.manager_id))
    reports = direct_reports_of_all(work.session, (person.id for _, person in present))
    proposals: list[tuple[Participant, Person, str]] = []
    for participant, person in present:
        candidates = [(managers[person.manager_id], MANAGER)] if person.manager_id else []
        candidates += [(report, DIRECT_REPORT) for report in reports.get(person.id, ())]
        proposals += [
            (participant, rater, group)
            for rater, group in candidates
            if has_group(round_, group) and not lists.is_rater(participant, rater.id)
        ]
    return proposals


def rater_rows(table: Table) -> list[RaterRow]:
    """Return the lines of a raters file, with the coach where there is such a column.

    Raises InvalidError when a column is missing.
    """
    missing = [column for column in COLUMNS if column not in table.columns]
    if missing:
        raise InvalidError(
            text(
                "The file needs the columns %(columns)s; missing: %(missing)s.",
                columns=", ".join(COLUMNS),
                missing=", ".join(missing),
            )
        )
    return [
        RaterRow(
            row.number,
            row.values["participant_email"],
            row.values["rater_email"],
            row.values["group"],
            row.values.get(COACH_COLUMN, ""),
        )
        for row in table.rows
    ]


def import_raters(
    work: Work, round_id: str, rows: list[RaterRow], *, is_dry_run: bool, skip_bad: bool = False
) -> RaterImport:
    """Add participants and raters from a file.

    Unknown participants are added. Nothing is written on a dry run, or while a row is wrong unless
    `skip_bad` is said. The problems name line, column and reason.
    """
    round_ = round_to_change(work, round_id, RoundAct.CHANGE_RATERS)
    known = KnownRaters(work, round_)
    coaches = CoachesOfFile(work, round_, known)
    planned: list[tuple[Person, Person, str]] = []
    problems: list[Text] = []
    unchanged = 0
    for row in rows:
        try:
            participant_person, rater, group = known.read(row.participant_email, row.rater_email, row.group)
            coaches.read(participant_person, row.coach_email)
        except InvalidError as error:
            problems.append(text("Line %(line)s: %(reason)s", line=row.number, reason=error.message))
            continue
        if known.note(participant_person, rater, group):
            planned.append((participant_person, rater, group))
        else:
            unchanged += 1
    newcomers = {person.id: person for person, _, _ in planned if known.is_new(person)}
    result = RaterImport(
        new_participants=len(newcomers),
        new_assignments=len(planned) + known.own_ratings(list(newcomers)),
        unchanged=unchanged,
        problems=tuple(problems[:MAX_PROBLEMS]),
        new_coaches=len(coaches.changes),
    )
    if is_dry_run or (problems and not skip_bad) or not (planned or coaches.changes):
        return result
    lists = RoundLists(work, round_)
    for person in newcomers.values():
        lists.add_participant(person)
    for participant_person, rater, group in planned:
        # A newcomer's self rating has come along.
        if not (group == SELF and known.is_new(participant_person)):
            lists.add_rater(lists.participation(participant_person.id), rater, group)
    lists.write()
    coaches.write({person_id: lists.participation(person_id) for person_id in coaches.changes})
    if planned:
        counts = {"participants": result.new_participants, "raters": result.new_assignments}
        work.audit("raters_imported", round_id, **counts)
    return result
