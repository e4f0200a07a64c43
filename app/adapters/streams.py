"""Files of any size in constant memory: each is yielded in pieces while it is written."""

import csv
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from io import RawIOBase, StringIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from app.adapters.tables import guarded

PIECE = 64 * 1024
Value = str | int | float


def csv_stream(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """Yield a CSV file in UTF-8 with a byte-order mark; what looks like a formula is guarded."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([guarded(value) if isinstance(value, str) else value for value in row])
        if buffer.tell() > PIECE:
            yield _taken(buffer)
    yield _taken(buffer)


def json_stream(documents: Iterable[Mapping[str, object]]) -> Iterator[bytes]:
    """Yield a JSON array with one document per line."""
    separator = "[\n"
    for document in documents:
        yield (separator + json.dumps(document, ensure_ascii=False)).encode()
        separator = ",\n"
    yield b"\n]\n" if separator == ",\n" else b"[]\n"


def xlsx_stream(
    columns: Sequence[str], rows: Iterable[Sequence[Value]], title: str = "Rondom"
) -> Iterator[bytes]:
    """Yield a workbook with one sheet; every text is a cell of type text, so that nothing is a formula.

    A workbook is only complete when its last row is known: it is written to a temporary file first.
    """
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title)
    sheet.freeze_panes = "A2"

    def cell(value: Value, *, is_bold: bool = False) -> WriteOnlyCell:
        made = WriteOnlyCell(sheet)
        if isinstance(value, str):
            made.value = ILLEGAL_CHARACTERS_RE.sub("", value)
            made.data_type = "s"
            made.quotePrefix = True
        else:
            made.value = value
        if is_bold:
            made.font = Font(bold=True)
        return made

    sheet.append([cell(column, is_bold=True) for column in columns])
    for row in rows:
        sheet.append([cell(value) if value != "" else None for value in row])
    with tempfile.TemporaryFile() as file:
        workbook.save(file)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def zip_stream(files: Iterable[tuple[str, bytes]], dated_at: datetime) -> Iterator[bytes]:
    """Yield an archive file by file, nothing compressed twice; equal names get a number."""
    sink = _Sink()
    used: dict[str, int] = {}
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(_unused(name, used), dated_at.timetuple()[:6])
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content)
            yield sink.taken()
    yield sink.taken()


class _Sink(RawIOBase):
    """A file that cannot be wound back, and gives away what was written."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: object) -> int:
        taken = bytes(piece)  # type: ignore[call-overload]
        self._pieces.append(taken)
        return len(taken)

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def _taken(buffer: StringIO) -> bytes:
    taken = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return taken


def _unused(name: str, used: dict[str, int]) -> str:
    count = used[name] = used.get(name, 0) + 1
    if count == 1:
        return name
    stem, _, ending = name.rpartition(".")
    return f"{stem} ({count}).{ending}"
