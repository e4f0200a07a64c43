"""Role profiles as a matrix: a role per line and a competency per column; read the other way round too."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.errors import InvalidError
from app.domain.role_profiles import RoleTargets, name_problem, read_level, role_key, role_name
from app.domain.tables import MAX_PROBLEMS
from app.domain.text import Text, text
from framework.model import Framework

MOST_ROLES = 500
MOST_LINES = 2_000

_GAPS = re.compile(r"[\s_\-]+")

Lines = Sequence[tuple[int, Sequence[str]]]
"""Numbered lines of cells, as they stand in the file."""


@dataclass(frozen=True)
class MatrixProblem:
    """What cannot be taken over, with its place in the file; `column` is counted from 1."""

    line: int
    column: int
    reason: Text

    def as_text(self) -> Text:
        """Return the problem with its place; columns have letters, as in a spreadsheet."""
        return text(
            "Line %(line)s, column %(column)s: %(reason)s",
            line=self.line,
            column=column_letters(self.column),
            reason=self.reason,
        )


@dataclass(frozen=True)
class RoleMatrix:
    """What a matrix says: `roles` with their targets, and every competency it has a line or column for.

    A competency that is in `competency_ids` but not among a role's targets was left blank for that role.
    """

    roles: tuple[RoleTargets, ...]
    competency_ids: tuple[str, ...]
    problems: tuple[MatrixProblem, ...]


@dataclass(frozen=True)
class _Cell:
    """A cell with its place in the file, whichever way the matrix lies."""

    line: int
    column: int
    typed: str

    def wrong(self, reason: Text) -> MatrixProblem:
        return MatrixProblem(self.line, self.column, reason)


def column_letters(column: int) -> str:
    """Return the letters a spreadsheet gives a column, counted from 1."""
    letters = ""
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def read_matrix(lines: Lines, frameworks: Sequence[Framework]) -> RoleMatrix:
    """Return the roles of a matrix; competencies are named by id or by name.

    `frameworks` is one framework in all its languages: names are understood in each. A blank cell is a role
    without a target. Raises InvalidError when the file is empty, too large, or names no competency.
    """
    grid = _grid(lines)
    names = _Names(frameworks)
    across = sum(names.is_known(cell.typed) for cell in grid[0][1:])
    down = sum(names.is_known(row[0].typed) for row in grid[1:])
    if not across and not down:
        raise InvalidError(
            text("Neither the first line nor the first column of the file names a competency.")
        )
    if down > across:
        grid = [list(column) for column in zip(*grid, strict=True)]
    if len(grid) - 1 > MOST_ROLES:
        raise InvalidError(text("The file has more than %(limit)s functions.", limit=MOST_ROLES))
    return _read(grid, names)


def _read(grid: list[list[_Cell]], names: "_Names") -> RoleMatrix:
    problems: list[MatrixProblem] = []
    headings = _headings(grid, names, problems)
    roles: list[RoleTargets] = []
    taken: set[str] = set()
    for row in grid[1:]:
        if not any(cell.typed for cell in row):
            continue
        name = role_name(row[0].typed)
        reason = name_problem(name)
        if reason is None and role_key(name) in taken:
            reason = text("The function “%(name)s” appears more than once.", name=name)
        if reason is not None:
            problems.append(row[0].wrong(reason))
        taken.add(role_key(name))
        targets: dict[str, int] = {}
        for cell, competency_id in zip(row[1:], headings, strict=True):
            try:
                level = read_level(cell.typed)
            except ValueError:
                problems.append(cell.wrong(text("“%(typed)s” is not a level from 1 to 4.", typed=cell.typed)))
                continue
            if level is not None and competency_id is not None:
                targets[competency_id] = level
        roles.append(RoleTargets(name, targets))
    if not roles:
        problems.append(grid[0][0].wrong(text("The file names no function.")))
    problems.sort(key=lambda problem: (problem.line, problem.column))
    return RoleMatrix(
        tuple(roles), tuple(each for each in headings if each is not None), tuple(problems[:MAX_PROBLEMS])
    )


def _headings(grid: list[list[_Cell]], names: "_Names", problems: list[MatrixProblem]) -> list[str | None]:
    """Return the competency of every heading; None where it names none and nothing stands under it."""
    found: list[str | None] = []
    for place, heading in enumerate(grid[0][1:], start=1):
        ids = names.ids(heading.typed)
        if len(ids) == 1 and ids[0] in found:
            problems.append(heading.wrong(text("“%(name)s” appears more than once.", name=heading.typed)))
        elif len(ids) > 1:
            problems.append(
                heading.wrong(
                    text(
                        "More than one competency is called “%(name)s”. Write its id: %(ids)s.",
                        name=heading.typed,
                        ids=", ".join(ids),
                    )
                )
            )
        elif not ids and heading.typed:
            # A heading without levels may be that of a cluster; levels that nobody can place are a mistake.
            if any(row[place].typed for row in grid[1:]):
                problems.append(
                    heading.wrong(
                        text("“%(name)s” is not a competency of this framework.", name=heading.typed)
                    )
                )
        elif not ids and any(row[place].typed for row in grid[1:]):
            problems.append(heading.wrong(text("The name of the competency is missing.")))
        found.append(ids[0] if len(ids) == 1 and ids[0] not in found else None)
    return found


def _grid(lines: Lines) -> list[list[_Cell]]:
    """Return trimmed cells, all lines equally long, without blank lines and columns."""
    filled = [(number, [" ".join(cell.split()) for cell in cells]) for number, cells in lines]
    filled = [(number, cells) for number, cells in filled if any(cells)]
    if not filled:
        raise InvalidError(text("The file is empty."))
    if len(filled) > MOST_LINES:
        raise InvalidError(text("The file has more than %(limit)s rows.", limit=MOST_LINES))
    width = max(len(cells) for _, cells in filled)
    padded = [(number, cells + [""] * (width - len(cells))) for number, cells in filled]
    used = [place for place in range(width) if any(cells[place] for _, cells in padded)]
    return [[_Cell(number, place + 1, cells[place]) for place in used] for number, cells in padded]


class _Names:
    """Which competency a word names, by id or in any language."""

    def __init__(self, frameworks: Sequence[Framework]) -> None:
        self._by_id: dict[str, str] = {}
        self._by_name: dict[str, dict[str, None]] = {}
        for framework in frameworks:
            for competency in framework.competencies:
                self._by_id[_key(competency.id)] = competency.id
                self._by_name.setdefault(_key(competency.name), {})[competency.id] = None

    def ids(self, typed: str) -> tuple[str, ...]:
        """Return the competencies a word may name; an id is never ambiguous."""
        key = _key(typed)
        if key in self._by_id:
            return (self._by_id[key],)
        return tuple(self._by_name.get(key, ()))

    def is_known(self, typed: str) -> bool:
        """Tell whether a word names a competency."""
        return bool(self.ids(typed))


def _key(typed: str) -> str:
    return _GAPS.sub(" ", unicodedata.normalize("NFC", typed).casefold()).strip()


def matrix_rows(
    roles: Sequence[RoleTargets], framework: Framework, frameworks: Sequence[Framework]
) -> tuple[tuple[str, ...], list[list[str | int]]]:
    """Return the headings of the competencies and a row per role, so that `read_matrix` reads the same again.

    Competencies are named as in `framework`; where a name could be another's too, the id stands instead.
    `frameworks` is the same framework in all its languages.
    """
    names = _Names(frameworks)
    headings = tuple(
        competency.name if names.ids(competency.name) == (competency.id,) else competency.id
        for competency in framework.competencies
    )
    return headings, [
        [role.name, *(_written(role.targets, competency.id) for competency in framework.competencies)]
        for role in roles
    ]


def _written(targets: Mapping[str, int], competency_id: str) -> str | int:
    return targets.get(competency_id, "")
