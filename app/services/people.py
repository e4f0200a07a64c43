"""The persons the organisation knows: import, add, change, delete."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, select

from app.domain.errors import InvalidError, RefusedError
from app.domain.people import (
    COLUMNS,
    DEPARTMENT,
    EMAIL,
    LANGUAGE,
    MANAGER,
    NAME,
    ROLE,
    TIME_ZONE,
    FieldProblem,
    PersonRow,
    read_people,
    read_person,
    row_problem,
)
from app.domain.people_matching import KnownPerson, PeoplePlan, PlannedPerson, plan_people
from app.domain.reporting_line import circles
from app.domain.tables import Table
from app.domain.text import Text, text
from app.services.finding import find_person
from app.services.readdressing import hold_rounds_of, raters_in_running_rounds, readdress
from app.services.work import Work
from app.storage.accounts import account_by_email, account_of_person
from app.storage.people import Person, all_persons, person_by_email, persons_named
from app.storage.raters import Assignment, Invitation
from app.storage.rounds import Participant


@dataclass(frozen=True)
class PeopleImport:
    """What a file of people would change, or has changed when `is_applied`."""

    new: tuple[PlannedPerson, ...]
    changed: tuple[PlannedPerson, ...]
    unchanged: int
    problems: tuple[Text, ...]
    notices: tuple[Text, ...]
    is_applied: bool
    new_links: int
    """How many people get another address while they rate in a running round, whatever they have done."""


class PersonInvalidError(InvalidError):
    """What was typed about one person is not right; `fields` says what, by column."""

    def __init__(self, problems: tuple[FieldProblem, ...]) -> None:
        super().__init__(
            text("Something about this person is not right."), tuple(problem.reason for problem in problems)
        )
        self.fields = {problem.column: problem.reason for problem in problems}


def import_people(work: Work, table: Table, *, is_dry_run: bool, skip_bad: bool = False) -> PeopleImport:
    """Add and change people by a file; nobody is ever deleted by it.

    Nothing is written on a dry run, nor while a row is wrong, unless `skip_bad` says to write the good rows.
    Raises InvalidError when the table has no usable columns.
    """
    read = read_people(table, work.site.languages)
    known = [_known(person) for person in all_persons(work.session)]
    plan = plan_people(read.rows, known, work.site.languages[0])
    problems = tuple(
        row_problem(number, problem) for number, found in plan.problems.items() for problem in found
    )
    is_applied = not is_dry_run and (skip_bad or not problems)
    new_links = raters_in_running_rounds(work, _moving(plan))
    if is_applied:
        _write(work, plan)
        work.audit(
            "people_imported", new=len(plan.new), changed=len(plan.changed), skipped=len(plan.problems)
        )
    return PeopleImport(
        plan.new, plan.changed, len(plan.unchanged), problems, read.notices, is_applied, new_links
    )


def add_person(work: Work, typed: Mapping[str, str]) -> Person:
    """Add one person; `typed` is by the columns of the people file. Raises PersonInvalidError."""
    row, manager, problems = _read(work, typed)
    _check_address_is_free(work, row, None, problems)
    if problems:
        raise PersonInvalidError(tuple(problems))
    person = Person(
        id=work.new_id(), name="", email=None, language=work.site.languages[0], created_at=work.now
    )
    _fill(person, row)
    person.manager_id = manager.id if manager is not None else None
    work.session.add(person)
    work.session.flush()
    work.audit("person_added", person=person.id)
    return person


def change_person(work: Work, person_id: str, typed: Mapping[str, str]) -> Person:
    """Change one person; raises NotFoundError and PersonInvalidError."""
    person = find_person(work, person_id)
    row, manager, problems = _read(work, typed)
    _check_address_is_free(work, row, person, problems)
    _check_line(work, person, manager, problems)
    if problems:
        raise PersonInvalidError(tuple(problems))
    changed = [name for name in (EMAIL, NAME) if (getattr(person, name) or "") != getattr(row, name)]
    readdress(work, person, row.email or None)
    _fill(person, row)
    person.manager_id = manager.id if manager is not None else None
    _carry_to_account(work, person)
    work.audit("person_changed", person=person.id, changed=changed)
    return person


def change_address(work: Work, person_id: str, email: str) -> Person:
    """Change a person's mail address alone, judged like one typed on the person's page.

    Raises NotFoundError and PersonInvalidError.
    """
    person = find_person(work, person_id)
    typed = dict.fromkeys(COLUMNS, "") | {NAME: person.name, EMAIL: email}
    row = read_person(typed, work.site.languages)
    problems = [problem for problem in row.problems if problem.column == EMAIL]
    if not row.email and not problems:
        problems.append(FieldProblem(EMAIL, text("There is no address.")))
    _check_address_is_free(work, row, person, problems)
    if problems:
        raise PersonInvalidError(tuple(problems))
    if person.email != row.email:
        readdress(work, person, row.email)
        person.email = row.email
        _carry_to_account(work, person)
        work.audit("person_changed", person=person.id, changed=[EMAIL])
    return person


def delete_person(work: Work, person_id: str) -> None:
    """Delete somebody who is in no round; raises RefusedError otherwise."""
    person = find_person(work, person_id)
    if is_in_a_round(work, person_id):
        raise RefusedError(
            text("%(name)s takes part in a round or rates in one, and cannot be deleted.", name=person.name)
        )
    account = account_of_person(work.session, person.id)
    if account is not None and account.is_administrator:
        # An administrator signs in without being a person of the organisation.
        account.person_id = None
        work.session.flush()
    work.audit("person_deleted", person=person.id)
    work.session.delete(person)


def is_in_a_round(work: Work, person_id: str) -> bool:
    """Tell whether a person takes part in any round or rates in one."""

    def is_there(condition: ColumnElement[bool]) -> bool:
        return bool(work.session.scalar(select(exists().where(condition))))

    return (
        is_there(Participant.person_id == person_id)
        or is_there(Assignment.rater_id == person_id)
        or is_there(Invitation.rater_id == person_id)
    )


def _known(person: Person) -> KnownPerson:
    return KnownPerson(
        id=person.id,
        name=person.name,
        email=person.email or "",
        language=person.language,
        department=person.department,
        role=person.role,
        manager_id=person.manager_id,
        time_zone=person.time_zone,
    )


def _write(work: Work, plan: PeoplePlan) -> None:
    persons: dict[str, Person] = {}
    hold_rounds_of(work, _moving(plan))
    for planned in plan.new:
        persons[planned.key] = Person(id=work.new_id(), created_at=work.now)
    for planned in plan.changed:
        known = persons[planned.key] = work.session.get_one(Person, planned.known_id)
        readdress(work, known, planned.values[EMAIL] or None)
    for planned in (*plan.new, *plan.changed):
        person = persons[planned.key]
        person.email = planned.values[EMAIL] or None
        person.name = planned.values[NAME]
        person.language = planned.values[LANGUAGE]
        person.department = planned.values[DEPARTMENT]
        person.role = planned.values[ROLE]
        person.time_zone = planned.values[TIME_ZONE]
    work.session.add_all(persons.values())
    # Managers may stand below the people they manage: first everybody, then the line.
    work.session.flush()
    for planned in (*plan.new, *plan.changed):
        manager = persons.get(planned.manager_key or "")
        persons[planned.key].manager_id = manager.id if manager is not None else planned.manager_key
    for planned in plan.changed:
        _carry_to_account(work, persons[planned.key])
    work.session.flush()


def _moving(plan: PeoplePlan) -> list[str]:
    """Return the ids of those who get another address."""
    return [
        each.known_id
        for each in plan.changed
        if each.known_id is not None and any(change.column == EMAIL for change in each.changes)
    ]


def _fill(person: Person, row: PersonRow) -> None:
    person.email = row.email or None
    person.name = row.name
    person.language = row.language or person.language
    person.department = row.department or ""
    person.role = row.role or ""
    person.time_zone = row.time_zone or ""


def _read(work: Work, typed: Mapping[str, str]) -> tuple[PersonRow, Person | None, list[FieldProblem]]:
    """Return the row, the manager and what is wrong; a manager without address may be named instead."""
    complete = {column: typed.get(column, "") for column in COLUMNS}
    manager_words = " ".join(complete[MANAGER].split())
    if manager_words and "@" not in manager_words:
        namesakes = [each for each in persons_named(work.session, manager_words) if not each.email]
        if len(namesakes) == 1:
            row = read_person({**complete, MANAGER: ""}, work.site.languages)
            return row, namesakes[0], list(row.problems)
    row = read_person(complete, work.site.languages)
    problems = list(row.problems)
    manager = person_by_email(work.session, row.manager_email) if row.manager_email else None
    if row.manager_email and manager is None and row.manager_email != row.email:
        problems.append(
            FieldProblem(MANAGER, text("Nobody has the address “%(email)s”.", email=row.manager_email))
        )
    return row, manager, problems


def _check_address_is_free(
    work: Work, row: PersonRow, person: Person | None, problems: list[FieldProblem]
) -> None:
    if not row.email:
        return
    owner = person_by_email(work.session, row.email)
    if owner is not None and owner is not person:
        problems.append(FieldProblem(EMAIL, text("%(name)s has this address already.", name=owner.name)))
        return
    account = account_by_email(work.session, row.email)
    own = account_of_person(work.session, person.id) if person is not None else None
    if account is not None and own is not None and account is not own:
        problems.append(FieldProblem(EMAIL, text("Somebody else signs in with this address.")))


def _check_line(work: Work, person: Person, manager: Person | None, problems: list[FieldProblem]) -> None:
    if manager is None:
        return
    everybody = all_persons(work.session)
    line = {each.id: each.manager_id for each in everybody} | {person.id: manager.id}
    names = {each.id: each.name for each in everybody}
    for circle in circles(line):
        if person.id in circle:
            place = circle.index(person.id)
            path = " → ".join(names[key] for key in (*circle[place:], *circle[:place], person.id))
            problems.append(
                FieldProblem(MANAGER, text("The reporting line runs in a circle: %(path)s.", path=path))
            )


def _carry_to_account(work: Work, person: Person) -> None:
    account = account_of_person(work.session, person.id)
    if account is None:
        return
    account.name, account.language = person.name, person.language
    if person.email:
        account.email = person.email
