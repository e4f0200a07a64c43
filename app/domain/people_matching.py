"""What a file of people would change among the people who are known already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.people import (
    DEPARTMENT,
    EMAIL,
    LANGUAGE,
    MANAGER,
    NAME,
    ROLE,
    TIME_ZONE,
    FieldProblem,
    PersonRow,
)
from app.domain.reporting_line import circles
from app.domain.text import text


@dataclass(frozen=True)
class KnownPerson:
    """Somebody the organisation knows; `email` is empty for a person without address."""

    id: str
    name: str
    email: str
    language: str
    department: str
    role: str
    manager_id: str | None
    time_zone: str = ""


@dataclass(frozen=True)
class FieldChange:
    """A field that gets another value; an empty text is an empty field."""

    column: str
    old: str
    new: str


@dataclass(frozen=True)
class PlannedPerson:
    """A row that fits, with whom it is about; for somebody new `known_id` is None and nothing was there.

    `manager_key` is the id of a known person, the `key` of another row, or None; `values` are all fields as
    they will be, by column.
    """

    number: int
    key: str
    known_id: str | None
    manager_key: str | None
    values: Mapping[str, str]
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True)
class PeoplePlan:
    """What would happen to the good rows, and by line number what is wrong with the others."""

    new: tuple[PlannedPerson, ...]
    changed: tuple[PlannedPerson, ...]
    unchanged: tuple[PlannedPerson, ...]
    problems: Mapping[int, tuple[FieldProblem, ...]]


def plan_people(rows: Sequence[PersonRow], known: Sequence[KnownPerson], default_language: str) -> PeoplePlan:
    """Match rows with known persons, by address, or by exact name for a person without address."""
    return _Matching(rows, known, default_language).plan()


class _Matching:
    def __init__(
        self, rows: Sequence[PersonRow], known: Sequence[KnownPerson], default_language: str
    ) -> None:
        self.rows = rows
        self.known = {person.id: person for person in known}
        self.by_email = {person.email: person for person in known if person.email}
        self.by_name: dict[str, list[KnownPerson]] = {}
        for person in known:
            self.by_name.setdefault(person.name, []).append(person)
        self.default_language = default_language
        self.problems: dict[int, list[FieldProblem]] = {}
        self.matches: dict[int, KnownPerson | None] = {}

    def plan(self) -> PeoplePlan:
        for row in self.rows:
            for problem in row.problems:
                self._wrong(row, problem)
        self._find_duplicates()
        self._match()
        managers = self._managers()
        good = self._good()
        labels = {self._key(row): row.email or row.name for row in good}
        planned = [self._planned(row, managers[row.number], labels) for row in good]
        return PeoplePlan(
            new=tuple(each for each in planned if each.known_id is None),
            changed=tuple(each for each in planned if each.known_id is not None and each.changes),
            unchanged=tuple(each for each in planned if each.known_id is not None and not each.changes),
            problems={number: tuple(self.problems[number]) for number in sorted(self.problems)},
        )

    def _wrong(self, row: PersonRow, problem: FieldProblem) -> None:
        self.problems.setdefault(row.number, []).append(problem)

    def _good(self) -> list[PersonRow]:
        return [row for row in self.rows if row.number not in self.problems]

    def _find_duplicates(self) -> None:
        lines: dict[tuple[str, str], list[PersonRow]] = {}
        for row in self.rows:
            if row.email:
                lines.setdefault((EMAIL, row.email), []).append(row)
            elif row.name and not row.problems:
                lines.setdefault((NAME, row.name), []).append(row)
        for (column, _), same in lines.items():
            if len(same) == 1:
                continue
            # Which of them is right is for the writer of the file to say: none is taken.
            for row in same:
                others = ", ".join(str(other.number) for other in same if other is not row)
                reason = (
                    text("The same address stands on line %(lines)s.", lines=others)
                    if column == EMAIL
                    else text("The same name without address stands on line %(lines)s.", lines=others)
                )
                self._wrong(row, FieldProblem(column, reason))

    def _match(self) -> None:
        taken: dict[str, int] = {}
        names_without_address = {row.name for row in self.rows if not row.email}
        for row in self._good():
            namesakes = self.by_name.get(row.name, [])
            without_address = [person for person in namesakes if not person.email]
            match = self.by_email.get(row.email) if row.email else None
            if not row.email:
                match = self._match_by_name(row, namesakes, without_address)
            elif match is None and row.name not in names_without_address and len(without_address) == 1:
                match = without_address[0]
            if match is not None and match.id in taken:
                reason = text("Line %(line)s is about the same person.", line=taken[match.id])
                self._wrong(row, FieldProblem(NAME, reason))
            elif row.number not in self.problems:
                self.matches[row.number] = match
                if match is not None:
                    taken[match.id] = row.number

    def _match_by_name(
        self, row: PersonRow, namesakes: list[KnownPerson], without_address: list[KnownPerson]
    ) -> KnownPerson | None:
        if len(without_address) > 1:
            reason = text("Several people without address have this name.")
            self._wrong(row, FieldProblem(NAME, reason))
            return None
        if without_address:
            return without_address[0]
        if namesakes:
            reason = text(
                "%(name)s is known with the address %(email)s. Fill it in.",
                name=row.name,
                email=namesakes[0].email,
            )
            self._wrong(row, FieldProblem(EMAIL, reason))
        return None

    def _key(self, row: PersonRow) -> str:
        match = self.matches.get(row.number)
        return match.id if match is not None else f"line {row.number}"

    def _managers(self) -> dict[int, str | None]:
        # A row that falls out takes the rows with it that name its address as manager: until nothing falls.
        while True:
            good = self._good()
            found = self._look_up_managers(good)
            if len(found) == len(good) and not self._find_circles(good, found):
                return found

    def _look_up_managers(self, good: list[PersonRow]) -> dict[int, str | None]:
        keys = {email: person.id for email, person in self.by_email.items()}
        keys.update({row.email: self._key(row) for row in good if row.email})
        wrong_lines = {row.email: row.number for row in self.rows if row.number in self.problems}
        found: dict[int, str | None] = {}
        for row in good:
            match = self.matches[row.number]
            if row.manager_email is None:
                found[row.number] = match.manager_id if match is not None else None
            elif not row.manager_email:
                found[row.number] = None
            elif row.manager_email in keys:
                found[row.number] = keys[row.manager_email]
            elif row.manager_email in wrong_lines:
                reason = text(
                    "The manager’s own line, %(line)s, is wrong.", line=wrong_lines[row.manager_email]
                )
                self._wrong(row, FieldProblem(MANAGER, reason))
            else:
                reason = text("Nobody has the address “%(email)s”.", email=row.manager_email)
                self._wrong(row, FieldProblem(MANAGER, reason))
        return found

    def _find_circles(self, good: list[PersonRow], found: dict[int, str | None]) -> bool:
        line: dict[str, str | None] = {person.id: person.manager_id for person in self.known.values()}
        line.update({self._key(row): found[row.number] for row in good})
        rows = {self._key(row): row for row in good}
        is_any_wrong = False
        for circle in circles(line):
            names = [rows[key].name if key in rows else self.known[key].name for key in circle]
            for place, key in enumerate(circle):
                if key in rows:
                    path = " → ".join([*names[place:], *names[:place], names[place]])
                    reason = text("The reporting line runs in a circle: %(path)s.", path=path)
                    self._wrong(rows[key], FieldProblem(MANAGER, reason))
                    is_any_wrong = True
        return is_any_wrong

    def _planned(self, row: PersonRow, manager_key: str | None, labels: Mapping[str, str]) -> PlannedPerson:
        match = self.matches[row.number]
        before = self._values(match) if match is not None else {}
        now = {
            EMAIL: row.email,
            NAME: row.name,
            LANGUAGE: row.language or before.get(LANGUAGE, self.default_language),
            MANAGER: (labels.get(manager_key) or self._known_label(manager_key)) if manager_key else "",
            DEPARTMENT: row.department if row.department is not None else before.get(DEPARTMENT, ""),
            ROLE: row.role if row.role is not None else before.get(ROLE, ""),
            TIME_ZONE: row.time_zone if row.time_zone is not None else before.get(TIME_ZONE, ""),
        }
        # A manager who merely gets another address is still the same manager.
        is_same_manager = manager_key == (match.manager_id if match is not None else None)
        changes = tuple(
            FieldChange(column, before.get(column, ""), value)
            for column, value in now.items()
            if value != before.get(column, "") and not (column == MANAGER and is_same_manager)
        )
        return PlannedPerson(
            number=row.number,
            key=self._key(row),
            known_id=match.id if match is not None else None,
            manager_key=manager_key,
            values=now,
            changes=changes,
        )

    def _values(self, person: KnownPerson) -> dict[str, str]:
        return {
            EMAIL: person.email,
            NAME: person.name,
            LANGUAGE: person.language,
            MANAGER: self._known_label(person.manager_id),
            DEPARTMENT: person.department,
            ROLE: person.role,
            TIME_ZONE: person.time_zone,
        }

    def _known_label(self, person_id: str | None) -> str:
        person = self.known.get(person_id or "")
        return (person.email or person.name) if person is not None else ""
