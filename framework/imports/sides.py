"""Lines that belong to the page and not to the text: page numbers, texts at the side, running lines."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from framework.imports.lines import Line
from framework.imports.markers import Markers
from framework.imports.names import compact
from framework.imports.problems import ImportProblem
from framework.imports.shapes import line_width, page_number, shape, short_pieces
from framework.messages import Message, said

_FEWEST_REPEATS = 3
_MOST_SHOWN = 40
# A line of running text is nearly as wide as the page, unless it is the last one of its paragraph.
_SHORT = 0.6
_FIGURES = re.compile(r"\d+")


@dataclass(frozen=True)
class Trimmed:
    """The lines without those of the page, what was taken for one, and what cannot be placed."""

    lines: tuple[Line, ...]
    inferred: tuple[Message, ...]
    problems: tuple[ImportProblem, ...]


def trim_page(lines: Sequence[Line], names: Sequence[str], markers: Markers) -> Trimmed:
    """Return the lines of the document's text; `names` are those that may run upwards at the side."""
    problems: list[ImportProblem] = []
    inferred: list[Message] = []
    pages = [line for line in lines if page_number(line) is not None]
    problems.extend(_stray_numbers(pages))
    if pages:
        inferred.append(said("page_numbers", lines=_numbers(pages)))
    dropped = {line.number for line in pages}
    kept = [line for line in lines if line.number not in dropped]
    for name, pieces in _side_texts(kept, names, markers):
        inferred.append(said("side_text", name=name, lines=_numbers(pieces)))
        dropped.update(line.number for line in pieces)
    kept = [line for line in kept if line.number not in dropped]
    problems.extend(_stray_pieces(kept))
    running = _running(kept, markers)
    if running:
        inferred.append(said("running_lines", lines=_numbers(running)))
        dropped.update(line.number for line in running)
    return Trimmed(
        tuple(line for line in kept if line.number not in dropped), tuple(inferred), tuple(problems)
    )


def _stray_numbers(pages: Sequence[Line]) -> Iterator[ImportProblem]:
    highest = 0
    for line in pages:
        number = page_number(line) or 0
        if number <= highest:
            what = said("stray_number", text=line.text, before=highest)
            yield ImportProblem(line.number, what, said("join_or_remove"))
        else:
            highest = number


def _side_texts(
    lines: Sequence[Line], names: Sequence[str], markers: Markers
) -> Iterator[tuple[str, Sequence[Line]]]:
    wanted = {compact(name): name for name in names if len(compact(name)) > 2}
    longest = max((len(name) for name in wanted), default=0)
    place = 0
    while place < len(lines):
        found = _side_text(lines, place, wanted, longest, markers)
        if found is not None:
            yield found
            place += len(found[1])
        else:
            place += 1


def _side_text(
    lines: Sequence[Line], start: int, wanted: dict[str, str], longest: int, markers: Markers
) -> tuple[str, Sequence[Line]] | None:
    downwards = upwards = ""
    for end in range(start, len(lines)):
        # A sign such as "&" spells nothing, but may stand between the pieces of a name.
        piece = compact(lines[end].text)
        downwards, upwards = downwards + piece, piece + upwards
        is_piece = bool(piece) or (end > start and len(lines[end].text) <= 2)
        if len(downwards) > longest or not is_piece or shape(lines[end], markers) != "words":
            return None
        name = wanted.get(downwards) or wanted.get(upwards)
        if name is not None and end > start:
            return name, lines[start : end + 1]
    return None


def _stray_pieces(lines: Sequence[Line]) -> Iterator[ImportProblem]:
    pieces = short_pieces(lines)
    before = None
    for line in lines:
        if line.number in pieces and before not in pieces:
            what = said("stray_pieces", text=line.text)
            yield ImportProblem(line.number, what, said("remove_or_spell"))
        before = line.number


def _running(lines: Sequence[Line], markers: Markers) -> list[Line]:
    """Return the lines that come back page after page, below a finished paragraph or a full line of text."""
    width = line_width(lines) * _SHORT if lines else 0
    candidates = []
    for before, line in pairwise(lines):
        is_after_text = before.is_finished or len(before.text) > width
        is_short = len(line.text) < width and line.word_count > 1 and not line.is_lower
        if is_after_text and is_short and not line.is_finished and shape(line, markers) == "words":
            candidates.append(line)
    counts = Counter(_masked(line) for line in candidates)
    return [line for line in candidates if counts[_masked(line)] >= _FEWEST_REPEATS]


def _masked(line: Line) -> str:
    return _FIGURES.sub("0", line.text)


def _numbers(lines: Sequence[Line]) -> Message:
    if len(lines) == 1:
        return said("one_line", number=lines[0].number)
    shown = ", ".join(str(line.number) for line in lines[:_MOST_SHOWN])
    if len(lines) > _MOST_SHOWN:
        return said("lines_and_more", numbers=shown, more=len(lines) - _MOST_SHOWN)
    return said("lines", numbers=shown)
