"""XLSX workbooks to take away: texts stay texts, whatever they begin with."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

_WIDEST = 40


def write_xlsx(
    columns: Sequence[str], rows: Iterable[Sequence[str | int | float]], title: str = "Rondom"
) -> bytes:
    """Return a workbook with one sheet: a bold first line that stays in sight, then the rows.

    Numbers are cells with numbers. Every text is a cell of type text, marked so that a spreadsheet program
    keeps taking it for one even when somebody edits it. `title` names the sheet, 31 characters at most.
    """
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = title
    widths = [0] * len(columns)
    for number, row in enumerate((columns, *rows), start=1):
        for place, value in enumerate(row):
            _fill(sheet.cell(row=number, column=place + 1), value)
            if place < len(widths):
                widths[place] = max(widths[place], len(str(value)))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="bottom", wrap_text=True)
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = min(max(width + 2, 8), _WIDEST)
    sheet.freeze_panes = "B2"
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _fill(cell: Cell, value: str | float) -> None:
    if isinstance(value, int | float):
        cell.value = value
    elif value:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        # openpyxl takes a text that begins with = for a formula, and one like #N/A for an error.
        cell.data_type = "s"
        cell.quotePrefix = True
