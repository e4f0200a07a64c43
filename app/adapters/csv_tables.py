"""CSV as spreadsheet programs write it in Belgium, the Netherlands and the United States."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Sequence
from io import StringIO

from app.domain.errors import InvalidError
from app.domain.tables import MAX_COLUMNS, MAX_ROWS
from app.domain.text import text

# In the order of who wins a tie: nobody types a tab into a name.
_SEPARATORS = "\t;,"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEP_LINE = re.compile(r'"?sep=(.)"?[ \t]*(\r\n|\r|\n)', re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')


def csv_lines(content: bytes) -> list[tuple[int, Sequence[str]]]:
    """Return numbered lines of cells, whatever the encoding and the separator; raises InvalidError."""
    decoded = _decoded(content)
    separator, skipped, decoded = _separator(decoded)
    lines: list[tuple[int, Sequence[str]]] = []
    reader = csv.reader(StringIO(decoded, newline=""), delimiter=separator, strict=True)
    starts_on = 1
    try:
        for cells in reader:
            number = starts_on + skipped
            starts_on = reader.line_num + 1
            if not any(cells):
                continue
            _check(number, cells)
            lines.append((number, cells))
            if len(lines) > MAX_ROWS + 1:
                raise InvalidError(text("The file has more than %(limit)s rows.", limit=MAX_ROWS))
    except csv.Error:
        raise InvalidError(
            text(
                "Line %(line)s cannot be read: its quotation marks do not match, or a cell is far too long.",
                line=starts_on + skipped,
            )
        ) from None
    return lines


def _decoded(content: bytes) -> str:
    encodings = [encoding for mark, encoding in _MARKS if content.startswith(mark)]
    for encoding in encodings or (*_unmarked_utf16(content), "utf-8", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidError(text("The letters in this file cannot be read. Save it as CSV UTF-8."))


def _unmarked_utf16(content: bytes) -> list[str]:
    # Latin letters in UTF-16 have a zero byte each, always on the same side.
    start = content[:200]
    if len(start) < 4 or start.count(0) < len(start) // 3:
        return []
    return ["utf-16-be" if start[::2].count(0) > start[1::2].count(0) else "utf-16-le"]


def _separator(decoded: str) -> tuple[str, int, str]:
    said = _SEP_LINE.match(decoded)
    if said:
        return said[1], 1, decoded[said.end() :]
    header = next((line for line in re.split(r"[\r\n]+", decoded, maxsplit=20) if line.strip()), "")
    counts = Counter(character for character in _QUOTED.sub("", header) if character in _SEPARATORS)
    best = max(_SEPARATORS, key=lambda character: counts[character])
    return best, 0, decoded


def _check(number: int, cells: Sequence[str]) -> None:
    if len(cells) > MAX_COLUMNS and any(cells[MAX_COLUMNS:]):
        raise InvalidError(
            text("Line %(line)s has more than %(limit)s columns.", line=number, limit=MAX_COLUMNS)
        )
