"""The rows of overview tables, wherever in the document they stand: a cluster's row and those below it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from framework.imports.lines import Line
from framework.imports.markers import Markers
from framework.imports.names import SAME, likeness, plain
from framework.imports.problems import ImportProblem, ImportRefusedError
from framework.imports.shapes import Shape, looks_like_name, shape, short_pieces
from framework.messages import said

MOST_RUNS = 400


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

    @property
    def first_names(self) -> list[str]:
        """Whatever can be the plain name of the first competency, at the end of the first row."""
        words = self.key.split()
        return [" ".join(words[place:]) for place in range(1, len(words))]

    @property
    def names(self) -> list[str]:
        """The plain names of all rows."""
        return [*self.row_names, *self.first_names]

    def has(self, line: Line) -> bool:
        """Tell whether a line is one of the run's competencies."""
        return plain(line.text) in self.names


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

    def knows(self, line: Line, *, is_front: bool) -> bool:
        """Tell whether a line is, but for a slip, a name that a title can have here."""
        name = plain(line.text)
        # The first definition of all is that of a cluster's first competency.
        known = [each for run in self.runs for each in (run.first_names if is_front else run.names)]
        return any(likeness(name, each) >= SAME for each in known)

    def title(self, line: Line) -> None:
        self.close()
        self.left.append(line)

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
        elif is_cluster_row and not is_front and not self._can_begin and not self._has_key(line):
            # In the body a table ends where the text goes on.
            self.close()
        elif (is_cluster_row or self._can_begin) and line.word_count > 1:
            self._open = Run(line, is_front, self._is_headed)
            self.runs.append(self._open)
            self._can_begin = False
        elif self._open is None:
            self.left.append(line)
        else:
            self._open.rows.append(line)

    def _has_key(self, line: Line) -> bool:
        return any(run.key == plain(line.text) for run in self.runs)

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
    collector = _Collector(base, _below_heads(seen, base))
    titles = _above_parts(seen)
    for line, its in seen:
        if its == "table":
            collector.head()
        elif line.number in titles and collector.knows(line, is_front=line.number in is_front):
            collector.title(line)
        elif its == "words" and looks_like_name(line):
            collector.row(line, is_front=line.number in is_front)
        elif its != "page":
            if line.number in is_front:
                collector.left.append(line)
            collector.close()
    runs = _whole_runs(collector.runs)
    return FoundRuns(tuple(runs), tuple(line for line in collector.left if line.number in is_front))


def _whole_runs(runs: Sequence[Run]) -> list[Run]:
    """Return the runs without titles below an empty table and tables that lost their first row."""
    if len(runs) > MOST_RUNS:
        line = runs[MOST_RUNS].first.number
        what = said("too_many_tables", most=MOST_RUNS)
        raise ImportRefusedError((ImportProblem(line, what, said("one_dictionary")),))
    names = {each: set(run.names) for each, run in enumerate(runs)}
    return [
        run
        for place, run in enumerate(runs)
        if not any(
            place != other and run.key in known and known.issuperset(run.row_names)
            for other, known in names.items()
        )
    ]


def front(lines: Sequence[Line], markers: Markers) -> list[Line]:
    """Return the lines before the first definition."""
    found: list[Line] = []
    for line in lines:
        if shape(line, markers) == "definition":
            break
        found.append(line)
    return found


def _below_heads(seen: Sequence[tuple[Line, Shape]], base: int) -> set[str]:
    return {
        plain(line.text)
        for (_, before), (line, its), (_, after) in zip(seen, seen[1:], seen[2:], strict=False)
        if before == "table" and its == after == "words" and line.indent <= base
    }


def _above_parts(seen: Sequence[tuple[Line, Shape]]) -> set[int]:
    return {
        line.number
        for (line, its), (_, after) in pairwise([each for each in seen if each[1] != "page"])
        if its == "words" and after in {"definition", "table"} and looks_like_name(line)
    }


def _base_indent(candidates: Sequence[Line]) -> int:
    # With wide gaps between the columns, the rows that have both columns are those of a cluster.
    indents = [line.indent for line in candidates if len(line.cells) > 1] or [
        line.indent for line in candidates
    ]
    return min(indents, default=0)
