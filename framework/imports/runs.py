"""The rows of overview tables, wherever in the document they stand: a cluster's row and those below it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from framework.imports.lines import Line
from framework.imports.markers import Markers
from framework.imports.names import plain
from framework.imports.shapes import Shape, looks_like_name, shape, short_pieces


@dataclass
class Run:
    """A row with a cluster's name and its first competency, and the rows that follow.

    `is_front`: before the first definition; `is_headed`: below the head of a table.
    """

    first: Line
    is_front: bool
    is_headed: bool
    rows: list[Line] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What the first row says, whatever its case and accents."""
        return plain(self.first.text)

    @property
    def row_names(self) -> list[str]:
        """The plain names of the rows below the first."""
        return [plain(row.text) for row in self.rows]

    def has(self, line: Line) -> bool:
        """Tell whether a line is one of the run's competencies."""
        name = plain(line.text)
        return name in self.row_names or self.key.endswith(f" {name}")


@dataclass(frozen=True)
class FoundRuns:
    """All runs in the order of the document, and the lines before the first definition that are in none."""

    runs: tuple[Run, ...]
    left: tuple[Line, ...]


class _Collector:
    def __init__(self, base: int, first_rows: set[str]) -> None:
        self.runs: list[Run] = []
        self.left: list[Line] = []
        self._base = base
        self._first_rows = first_rows
        self._open: Run | None = None
        self._repeated: tuple[Run, Line] | None = None
        # Where a table can begin, even an indented row is the first one of a cluster.
        self._can_begin = True
        self._is_headed = False

    def head(self) -> None:
        self._open, self._repeated, self._can_begin, self._is_headed = None, None, True, True

    def close(self) -> None:
        self._open, self._repeated, self._can_begin, self._is_headed = None, None, False, False

    def row(self, line: Line, *, is_front: bool) -> None:
        if not is_front and not self._is_headed:
            return
        self._reopen()
        is_cluster_row = line.indent <= self._base or plain(line.text) in self._first_rows
        if self._open is not None and self._open.has(line):
            # A name that the run has already is the title of the page, and no row of the table.
            self.left.append(line)
            self._repeated = (self._open, line)
            self._open = None
        elif (is_cluster_row or self._can_begin) and line.word_count > 1:
            self._open = Run(line, is_front, self._is_headed)
            self.runs.append(self._open)
            self._can_begin = False
        elif self._open is None:
            self.left.append(line)
        else:
            self._open.rows.append(line)

    def _reopen(self) -> None:
        # With another row below it, a repeated name was no title but a competency that is there twice.
        if self._repeated is not None:
            self._open, title = self._repeated
            self._open.rows.append(title)
            self.left.remove(title)
            self._repeated = None


def find_runs(lines: Sequence[Line], markers: Markers) -> FoundRuns:
    """Return the rows of every table with a head, and of the overview before the first definition."""
    pieces = short_pieces(lines)
    seen = [(line, shape(line, markers)) for line in lines if line.number not in pieces]
    is_front = {line.number for line in front(lines, markers)}
    candidates = [
        line for line, its in seen if its == "words" and line.number in is_front and looks_like_name(line)
    ]
    base = _base_indent(candidates)
    collector = _Collector(base, _below_heads(seen))
    for line, its in seen:
        if its == "table":
            collector.head()
        elif its == "words" and looks_like_name(line):
            collector.row(line, is_front=line.number in is_front)
        elif its != "page":
            if line.number in is_front:
                collector.left.append(line)
            collector.close()
    # A title below the head of an empty table looks like a run of its own.
    runs = [
        run for run in collector.runs if not any(other.has(run.first) for other in collector.runs) or run.rows
    ]
    return FoundRuns(tuple(runs), tuple(line for line in collector.left if line.number in is_front))


def front(lines: Sequence[Line], markers: Markers) -> list[Line]:
    """Return the lines before the first definition."""
    found: list[Line] = []
    for line in lines:
        if shape(line, markers) == "definition":
            break
        found.append(line)
    return found


def _below_heads(seen: Sequence[tuple[Line, Shape]]) -> set[str]:
    return {
        plain(line.text)
        for (_, before), (line, its), (_, after) in zip(seen, seen[1:], seen[2:], strict=False)
        if before == "table" and its == "words" and after == "words"
    }


def _base_indent(candidates: Sequence[Line]) -> int:
    # With wide gaps between the columns, the rows that have both columns are those of a cluster.
    indents = [line.indent for line in candidates if len(line.cells) > 1] or [
        line.indent for line in candidates
    ]
    return min(indents, default=0)
