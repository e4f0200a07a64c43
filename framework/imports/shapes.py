"""What a line of a dictionary is by its looks alone, before the names in it are known."""

import re
from collections.abc import Sequence
from typing import Literal

from framework.imports.lines import Line
from framework.imports.markers import Markers

Shape = Literal["table", "definition", "level", "page", "words"]

# Longer lines are running text, not a name or a row of a table.
MOST_NAME_WORDS = 10

_PAGE = re.compile(
    r"[-–—|]?\s*(?:(?:pagina|page|p\.|blz\.?)\s*)?(?P<number>\d{1,4})"
    r"(?:\s*(?:/|van|of|sur|de)\s*\d{1,4})?\s*[-–—|]?",
    re.IGNORECASE,
)
_PIECE = re.compile(r"[^\W\d_]{1,4}(?: [^\W\d_]{1,3})?|&|-")
_FEWEST_PIECES = 3


def shape(line: Line, markers: Markers) -> Shape:
    """Return what a line looks like; everything that announces nothing is words."""
    if markers.table_pattern.fullmatch(line.text):
        return "table"
    if _is_definition(line, markers):
        return "definition"
    if page_number(line) is not None:
        return "page"
    if markers.level_pattern.fullmatch(line.text):
        return "level"
    return "words"


def page_number(line: Line) -> int | None:
    """Return the page number that stands alone on a line, or None."""
    found = _PAGE.fullmatch(line.text)
    return int(found["number"]) if found else None


def looks_like_name(line: Line) -> bool:
    """Tell whether a line can be a name: a few words, a capital first, no sentence that ends."""
    return (
        line.word_count <= MOST_NAME_WORDS
        and not line.is_lower
        and line.text[-1] not in ".,;:!?…"
        and any(character.isalpha() for character in line.text)
    )


def short_pieces(lines: Sequence[Line]) -> set[int]:
    """Return the numbers of lines in runs of pieces of a few letters, left by a text that runs upwards."""
    found: set[int] = set()
    run: list[int] = []
    for line in (*lines, Line(0, "the line that closes the last run")):
        if _PIECE.fullmatch(line.text) and len(line.text) <= 4:
            run.append(line.number)
            continue
        if len(run) >= _FEWEST_PIECES:
            found.update(run)
        run = []
    return found


def line_width(lines: Sequence[Line]) -> int:
    """Return how many characters a full line of the document has."""
    lengths = sorted(len(line.text) for line in lines)
    return lengths[len(lengths) * 9 // 10]


def _is_definition(line: Line, markers: Markers) -> bool:
    found = markers.definition_pattern.fullmatch(line.text)
    return found is not None and len((found["before"] or "").split()) <= MOST_NAME_WORDS
