"""XLSX workbooks: looked at from outside before they are opened, and never calculated."""

import warnings
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, Never
from xml.parsers import expat

import openpyxl

from app.domain.errors import InvalidError
from app.domain.tables import MAX_COLUMNS, MAX_ROWS
from app.domain.text import text

MAX_UNPACKED_BYTES = 50 * 1024 * 1024
MAX_ENTRIES = 200

_CHUNK = 4096
_LAST_ROW = 1_048_576


def xlsx_lines(content: bytes) -> list[tuple[int, Sequence[str]]]:
    """Return numbered rows of cells of the first sheet as text; raises InvalidError, naming cells."""
    _check_from_outside(content)
    try:
        with warnings.catch_warnings():
            # Styles and validations that openpyxl leaves out do not matter for the values.
            warnings.simplefilter("ignore")
            workbook = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=False)
            try:
                return _lines(workbook.worksheets)
            finally:
                workbook.close()
    except InvalidError:
        raise
    except Exception:  # noqa: BLE001 - openpyxl has no error of its own for a damaged file
        raise _damaged() from None


def _check_from_outside(content: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES or sum(each.file_size for each in entries) > MAX_UNPACKED_BYTES:
                raise InvalidError(text("The workbook is too large. Keep only the sheet with the people."))
            if "xl/workbook.xml" not in archive.namelist():
                raise InvalidError(text("This is not an Excel workbook. Save it as .xlsx or as CSV."))
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels")):
                    _refuse_document_type(archive, entry)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        raise _damaged() from None


class _RootElement(Exception):  # noqa: N818 - it ends the look, it is no error
    pass


def _refuse_document_type(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    # Entities can only be declared before the root element; a workbook has no reason to declare any.
    def stop(*_: object) -> Never:
        raise _RootElement

    def refuse(*_: object) -> Never:
        raise InvalidError(text("The workbook holds declarations that no spreadsheet program writes."))

    parser = expat.ParserCreate()
    parser.StartElementHandler = stop
    parser.StartDoctypeDeclHandler = refuse
    try:
        with archive.open(entry) as file:
            while chunk := file.read(_CHUNK):
                parser.Parse(chunk, False)  # noqa: FBT003 - a positional parameter of the C function
    except _RootElement:
        return
    except expat.ExpatError:
        raise _damaged() from None


def _lines(sheets: Sequence[Any]) -> list[tuple[int, Sequence[str]]]:
    if not sheets:
        raise InvalidError(text("The workbook holds no sheet with cells."))
    sheet = sheets[0]
    sheet.reset_dimensions()  # what a file says about its own size can be anything
    lines: list[tuple[int, Sequence[str]]] = []
    rows: Iterable[Sequence[Any]] = sheet.iter_rows(max_row=_LAST_ROW)
    for number, row in enumerate(rows, start=1):
        cells = [_text_of(cell) for cell in row[: MAX_COLUMNS + 1]]
        if not any(cells) and all(cell.value is None for cell in row[MAX_COLUMNS + 1 :]):
            continue
        if any(cells[MAX_COLUMNS:]) or any(cell.value is not None for cell in row[MAX_COLUMNS + 1 :]):
            raise InvalidError(
                text("Line %(line)s has more than %(limit)s columns.", line=number, limit=MAX_COLUMNS)
            )
        lines.append((number, cells[:MAX_COLUMNS]))
        if len(lines) > MAX_ROWS + 1:
            raise InvalidError(text("The file has more than %(limit)s rows.", limit=MAX_ROWS))
    return lines


def _text_of(cell: Any) -> str:  # noqa: ANN401 - openpyxl's cells carry no types
    if cell.value is None:
        return ""
    if cell.data_type == "f":
        raise InvalidError(
            text(
                "Cell %(cell)s holds a formula. Copy the sheet and paste it as values only.",
                cell=cell.coordinate,
            )
        )
    if cell.data_type == "e":
        raise InvalidError(
            text("Cell %(cell)s holds the error %(error)s.", cell=cell.coordinate, error=str(cell.value))
        )
    return _value_text(cell.value)


def _value_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _damaged() -> InvalidError:
    return InvalidError(text("The file is damaged. Save it again as .xlsx or as CSV."))
