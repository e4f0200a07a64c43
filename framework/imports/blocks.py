"""The definitions of a dictionary, each with its numbered levels, before they have a name."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from framework.imports.items import Item
from framework.imports.lines import Line, ends_sentence
from framework.imports.markers import Markers
from framework.imports.problems import ImportProblem
from framework.imports.shapes import looks_like_name
from framework.model import LEVELS

_LONG = 0.75
_MOST_TITLE_LINES = 3


@dataclass
class RawLevel:
    """A level heading and the lines below it; `after_title`: a title, and the text that goes on after it."""

    number: int
    line: Line
    title: list[Line]
    text: list[Line] = field(default_factory=list)
    after_title: list[tuple[Item, Line]] = field(default_factory=list)


@dataclass
class Block:
    """A definition with its levels; `titles` stand directly before it."""

    line: Line
    titles: tuple[Item, ...]
    definition: list[Line] = field(default_factory=list)
    levels: list[RawLevel] = field(default_factory=list)


class BlockReader:
    """Reads items into `blocks`; whatever breaks their order goes to `problems`."""

    def __init__(self, markers: Markers, width: int) -> None:
        self.blocks: list[Block] = []
        self.problems: list[ImportProblem] = []
        self.warnings: list[str] = []
        self.inferred: list[str] = []
        self._marker = markers.definition[0]
        self._pattern = markers.level_pattern
        self._width = width
        self._titles: list[Item] = []
        self._title: RawLevel | None = None

    def read(self, items: Sequence[Item]) -> None:
        """Read all items."""
        for item in items:
            if item.kind == "title":
                self._titles.append(item)
                self._title = None
            elif item.kind == "definition":
                self._definition(item)
            elif item.kind == "level":
                self._level(item.line)
            else:
                self._text(item.line)
        for block in self.blocks:
            self._check(block)

    def _definition(self, item: Item) -> None:
        if self.blocks and not self._titles:
            self._check_last_line(self.blocks[-1])
        block = Block(item.line, tuple(self._titles))
        if item.line.text:
            block.definition.append(item.line)
        self.blocks.append(block)
        self._titles, self._title = [], None

    def _level(self, line: Line) -> None:
        found = self._pattern.fullmatch(line.text)
        number = int((found["number"] or found["named"]) if found else 0)
        if not self.blocks:
            what = f"level {number} stands before any definition"
            self.problems.append(
                ImportProblem(line.number, what, f"write '{self._marker}:' before its definition")
            )
            return
        block = self.blocks[-1]
        expected = block.levels[-1].number + 1 if block.levels else 1
        if number != expected or number > LEVELS[-1]:
            self.problems.append(self._wrong_level(line, number, expected))
        text = (found["title"] if found else None) or ""
        title = [Line(line.number, text)] if text else []
        level = RawLevel(number, line, title)
        block.levels.append(level)
        self._titles, self._title = [], level

    def _wrong_level(self, line: Line, number: int, expected: int) -> ImportProblem:
        if number == expected:
            return ImportProblem(
                line.number, f"has a level {number}", "write four levels for each competency, 1 to 4"
            )
        if number == 1:
            what = f"level 1 begins, but level {expected} or a definition should follow"
            return ImportProblem(line.number, what, f"write '{self._marker}:' before its definition")
        should = f"level {expected} or a definition" if expected > LEVELS[-1] else f"level {expected}"
        what = f"level {number} stands where {should} should follow"
        proposal = "add what is missing; if the figure belongs to a text, put it on the line before"
        return ImportProblem(line.number, what, proposal)

    def _text(self, line: Line) -> None:
        if not self.blocks:
            return
        block = self.blocks[-1]
        if not block.levels:
            block.definition.append(line)
        elif self._title is not None and self._goes_on(self._title, line):
            self._title.title.append(line)
            return
        else:
            block.levels[-1].text.append(line)
            block.levels[-1].after_title.extend((title, line) for title in self._titles)
        self._titles, self._title = [], None

    def _goes_on(self, level: RawLevel, line: Line) -> bool:
        """Tell whether a line goes on with the title above it."""
        if not level.title:
            return True
        last = level.title[-1]
        if last.is_finished or len(level.title) >= _MOST_TITLE_LINES:
            return False
        if line.is_lower or len(last.text) > self._width * _LONG:
            self.inferred.append(f"line {line.number}: was read as the end of the level's title above it")
            return True
        return False

    def _check_last_line(self, block: Block) -> None:
        """Note a last line that looks like a title, but is no name of the overview."""
        lines = block.levels[-1].text if block.levels else block.definition
        if len(lines) > 1 and lines[-2].is_finished and looks_like_name(lines[-1]):
            what = f"{lines[-1].text!r} stands where a title can stand, and is no name of the overview"
            proposal = "write a title as the overview does; end a text with a full stop"
            self.problems.append(ImportProblem(lines[-1].number, what, proposal))

    def _check(self, block: Block) -> None:
        line = block.line.number
        if not block.definition:
            self.problems.append(ImportProblem(line, "the definition is empty", "write its text"))
        numbers = [level.number for level in block.levels]
        if numbers == list(range(1, len(numbers) + 1)) and len(numbers) < len(LEVELS):
            found = f"level {numbers[-1]} is the last" if numbers else "there is none"
            what = f"the definition has no four levels: {found}"
            self.problems.append(ImportProblem(line, what, "write the levels that are missing, 1 to 4"))
        for level in block.levels:
            if not level.title:
                self.problems.append(
                    ImportProblem(level.line.number, "the level has no title", "write one after its number")
                )
            if level.text and not ends_sentence(level.text[-1].text):
                last = level.text[-1]
                self.warnings.append(f"line {last.number}: the text of the level ends without a full stop")
