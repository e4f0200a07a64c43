"""Spreadsheets that people bring along and take away."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

from app.adapters.csv_tables import csv_lines
from app.adapters.xlsx_tables import xlsx_lines
from app.domain.errors import InvalidError
from app.domain.tables import Table, table_from_lines
from app.domain.text import text

MAX_BYTES = 5 * 1024 * 1024

_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
# What spreadsheet programs take for the start of a formula, in full width too.
_RISKY = r"[=+\-@\t\r\n\0＝＋－＠]"
_TO_GUARD = re.compile(rf"'*{_RISKY}")
_GUARDED = re.compile(rf"''*{_RISKY}")


def read_table(content: bytes, filename: str) -> Table:
    """Return the table in a CSV or XLSX file, told apart by what is in it, not by its name.

    Limits: 5 MiB, 20,000 rows, 50 columns. Raises InvalidError that says what is wrong on which line.
    """
    return table_from_lines(read_lines(content, filename))


def read_lines(content: bytes, filename: str) -> list[tuple[int, Sequence[str]]]:
    """Return the numbered lines of cells in a CSV or XLSX file, the first one as it was typed.

    Limits and errors are those of `read_table`.
    """
    if len(content) > MAX_BYTES:
        raise InvalidError(text("The file is larger than %(limit)s MiB.", limit=MAX_BYTES // 1024 // 1024))
    if content.startswith(_ZIP):
        return xlsx_lines(content)
    if content.startswith(_OLD_EXCEL):
        raise InvalidError(
            text("This is an old or protected Excel file. Save it as .xlsx without a password, or as CSV.")
        )
    if filename.lower().endswith((".xlsx", ".xlsm", ".ods")):
        raise InvalidError(text("The file is damaged. Save it again as .xlsx or as CSV."))
    return [(number, [_unguarded(cell) for cell in cells]) for number, cells in csv_lines(content)]


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[str]], separator: str = ",") -> bytes:
    """Return a CSV file in UTF-8 with a byte-order mark, as Excel wants it.

    What a spreadsheet program would take for a formula gets a leading apostrophe, which `read_table` removes.
    """
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=separator, lineterminator="\r\n")
    writer.writerow([guarded(name) for name in columns])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet program takes for a formula."""
    return f"'{cell}" if _TO_GUARD.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell
