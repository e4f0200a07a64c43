"""A table somebody brought along: named columns and numbered rows of text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.errors import InvalidError
from app.domain.text import Text, text, text_n

MAX_ROWS = 20_000
MAX_COLUMNS = 50
MAX_PROBLEMS = 100

_TRIMMED = " \t\r\n\f\v\u00a0\u2007\u202f\ufeff\u200b"
_MISPLACED = re.compile(r"[\0-\x08\x0e-\x1f\x7f]")
_GAPS = re.compile(r"[\s\-]+")


@dataclass(frozen=True)
class Row:
    """A row with the number of the line it starts on in the file, counted from 1."""

    number: int
    values: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True)
class Table:
    """Column names in the order of the file, and every row that is not blank."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def table_from_lines(lines: Sequence[tuple[int, Sequence[str]]]) -> Table:
    """Return the table of numbered lines of cells, the first one that is not blank holding the column names.

    Names are compared in lower case, with `_` for spaces and hyphens. Blank lines and nameless empty columns
    are left out. Raises InvalidError that lists lines with stray cells or control characters.
    """
    problems = [problem for number, cells in lines for problem in _misplaced(number, cells)]
    trimmed = [(number, [cell.strip(_TRIMMED) for cell in cells]) for number, cells in lines]
    filled = [(number, cells) for number, cells in trimmed if any(cells)]
    if not filled:
        raise InvalidError(text("The file is empty."))
    (_, header), *body = filled
    names = [_GAPS.sub("_", name.lower()) for name in header]
    _check_size(names, len(body))
    _check_names(names)
    rows: list[Row] = []
    for number, cells in body:
        problem = _stray_cell(names, number, cells)
        if problem is not None:
            problems.append(problem)
        padded = cells + [""] * (len(names) - len(cells))
        rows.append(Row(number, {name: cell for name, cell in zip(names, padded, strict=False) if name}))
    if problems:
        raise InvalidError(text("Some lines of the file are not right."), tuple(problems[:MAX_PROBLEMS]))
    return Table(tuple(name for name in names if name), tuple(rows))


def _misplaced(number: int, cells: Sequence[str]) -> list[Text]:
    return [
        text(
            "Line %(line)s, column %(column)s: there is a control character that belongs in no text.",
            line=number,
            column=place,
        )
        for place, cell in enumerate(cells, start=1)
        if _MISPLACED.search(cell)
    ]


def _check_size(names: Sequence[str], count: int) -> None:
    if len(names) > MAX_COLUMNS:
        raise InvalidError(text("The file has more than %(limit)s columns.", limit=MAX_COLUMNS))
    if count > MAX_ROWS:
        raise InvalidError(text("The file has more than %(limit)s rows.", limit=MAX_ROWS))


def _check_names(names: Sequence[str]) -> None:
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise InvalidError(text("The column %(column)s appears more than once.", column=twice[0]))


def _stray_cell(names: Sequence[str], number: int, cells: Sequence[str]) -> Text | None:
    named = [place for place, name in enumerate(names) if name]
    width = named[-1] + 1 if named else 0
    if any(cells[width:]):
        return text_n(
            "Line %(line)s: there is something beyond the %(count)s column that has a name.",
            "Line %(line)s: there is something beyond the %(count)s columns that have a name.",
            width,
            line=number,
        )
    for place, cell in enumerate(cells[:width]):
        if cell and not names[place]:
            return text(
                "Line %(line)s: there is something in column %(column)s, which has no name.",
                line=number,
                column=place + 1,
            )
    return None
