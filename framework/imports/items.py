"""The body of a dictionary as a row of items: definitions, levels, running text, titles between them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from framework.imports.lines import Line
from framework.imports.markers import Markers
from framework.imports.names import Names
from framework.imports.outline import Outline
from framework.imports.problems import ImportProblem
from framework.imports.shapes import Shape, line_width, looks_like_name, shape
from framework.imports.tables import TableReader
from framework.messages import Message, said

ItemKind = Literal["definition", "level", "text", "title"]


@dataclass(frozen=True)
class Item:
    """One line of the body; `name` is the place of a title's name among the outline's, clusters last."""

    kind: ItemKind
    line: Line
    name: int = -1


class BodyReader:
    """Reads the lines of the body, leaving out the tables that are repeated on its pages."""

    def __init__(self, lines: Sequence[Line], outline: Outline, markers: Markers) -> None:
        self.items: list[Item] = []
        self.problems: list[ImportProblem] = []
        self.inferred: list[Message] = []
        self._tables = TableReader(lines, outline)
        self._lines = lines
        self._shapes: list[Shape] = [shape(line, markers) for line in lines]
        self._markers = markers
        competencies = [name.name for cluster in outline.clusters for name in cluster.names]
        self._names = Names([*competencies, *(cluster.name for cluster in outline.clusters)])

    def read(self) -> None:
        """Read all lines into `items`; what cannot be placed goes to `problems`."""
        place = 0
        while place < len(self._lines):
            line, its = self._lines[place], self._shapes[place]
            place += 1
            if its == "table":
                place = self._tables.pass_over(place)
                self._check_row(place)
            elif its == "definition":
                self._definition(line)
            elif its == "level":
                self.items.append(Item("level", line))
            else:
                self._words(place - 1, line)
        self.inferred.extend(self._tables.inferred)

    def _check_row(self, place: int) -> None:
        if place == len(self._lines) or self._shapes[place] != "words":
            return
        line = self._lines[place]
        is_short = len(line.text) < line_width(self._lines) / 2
        if is_short and looks_like_name(line) and self._names.find(line.text) is None:
            what = said("unknown_row", text=line.text)
            self.problems.append(ImportProblem(line.number, what, said("spell_or_remove")))

    def _definition(self, line: Line) -> None:
        found = self._markers.definition_pattern.fullmatch(line.text)
        before = found["before"] if found else None
        if before:
            title = self._names.find(before)
            if title is None:
                what = said("unknown_before_definition", text=before)
                self.problems.append(ImportProblem(line.number, what, said("spell_as_overview")))
            else:
                self.items.append(Item("title", replace(line, text=before), title.place))
        text = (found["text"] if found else None) or ""
        self.items.append(Item("definition", replace(line, text=text)))

    def _words(self, place: int, line: Line) -> None:
        name = self._names.find(line.text) if looks_like_name(line) else None
        if name is None:
            self.items.append(Item("text", line))
            return
        after = self._lines[place + 1] if place + 1 < len(self._lines) else None
        its_next = self._shapes[place + 1] if after is not None else "words"
        is_last = its_next == "definition" or (name.is_exact and (after is None or its_next == "table"))
        before = self.items[-1] if self.items else None
        is_between = (before is None or before.kind != "text" or before.line.is_finished) and (
            after is None or its_next != "words" or not after.is_lower
        )
        if is_between or is_last:
            self.items.append(Item("title", line, name.place))
            return
        if name.is_exact:
            what = said("name_in_sentence", text=line.text)
            proposal = said("remove_or_line_before")
            self.problems.append(ImportProblem(line.number, what, proposal))
        self.items.append(Item("text", line))
