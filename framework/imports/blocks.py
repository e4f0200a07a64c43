"""The definitions of a dictionary, each with its numbered levels, before they have a name."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from framework.imports.items import Item
from framework.imports.lines import Line, ends_sentence
from framework.imports.markers import Markers
from framework.imports.problems import ImportProblem
from framework.imports.shapes import looks_like_name
from framework.messages import Message, at_line, said
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
        self.warnings: list[Message] = []
        self.inferred: list[Message] = []
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
            what = said("level_before_definition", number=number)
            self.problems.append(ImportProblem(line.number, what, said("write_marker", marker=self._marker)))
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
            return ImportProblem(line.number, said("extra_level", number=number), said("four_levels"))
        if number == 1:
            what = said("level_begins_anew", expected=expected)
            return ImportProblem(line.number, what, said("write_marker", marker=self._marker))
        code = "level_after_last" if expected > LEVELS[-1] else "level_out_of_order"
        return ImportProblem(
            line.number, said(code, number=number, expected=expected), said("add_or_move_figure")
        )

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
            self.inferred.append(at_line(line.number, "title_goes_on"))
            return True
        return False

    def _check_last_line(self, block: Block) -> None:
        """Note a last line that looks like a title, but is no name of the overview."""
        lines = block.levels[-1].text if block.levels else block.definition
        if len(lines) > 1 and lines[-2].is_finished and looks_like_name(lines[-1]):
            what = said("unknown_title", text=lines[-1].text)
            proposal = said("spell_or_finish")
            self.problems.append(ImportProblem(lines[-1].number, what, proposal))

    def _check(self, block: Block) -> None:
        line = block.line.number
        if not block.definition:
            self.problems.append(ImportProblem(line, said("empty_definition"), said("write_its_text")))
        numbers = [level.number for level in block.levels]
        if numbers == list(range(1, len(numbers) + 1)) and len(numbers) < len(LEVELS):
            what = said("last_level", number=numbers[-1]) if numbers else said("no_levels")
            self.problems.append(ImportProblem(line, what, said("write_missing_levels")))
        for level in block.levels:
            if not level.title:
                self.problems.append(
                    ImportProblem(level.line.number, said("level_without_title"), said("title_after_number"))
                )
            if level.text and not ends_sentence(level.text[-1].text):
                last = level.text[-1]
                self.warnings.append(at_line(last.number, "no_full_stop"))
