"""The rows of a dictionary's spreadsheet, gathered into drafts; what contradicts itself is noted by cell."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from framework.imports.problems import ImportProblem
from framework.messages import Message, said
from framework.table import LANGUAGE, SLUG

_LEVEL = re.compile(r"([1-4])(?:\.0)?")


class SheetRow(Protocol):
    """A row: the number of its line in the file, and its cells by the name of their column."""

    @property
    def number(self) -> int:
        """The line, from 1."""

    @property
    def values(self) -> Mapping[str, str]:
        """The text of each cell."""


@dataclass
class DraftText:
    """A text that may be written on every row it holds for; `line` is where it was first."""

    column: str
    value: str = ""
    line: int = 0


@dataclass
class DraftLevel:
    """A level as far as the rows have it."""

    line: int
    title: DraftText
    text: DraftText
    indicators: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class DraftCompetency:
    """A competency as far as the rows have it."""

    name: str
    line: int
    id: DraftText
    definition: DraftText
    levels: dict[int, DraftLevel] = field(default_factory=dict)


@dataclass
class DraftCluster:
    """A cluster as far as the rows have it."""

    name: str
    line: int
    id: DraftText
    competencies: list[DraftCompetency] = field(default_factory=list)


@dataclass
class DraftFramework:
    """The framework in one language as far as the rows have it."""

    language: str
    line: int
    name: DraftText
    clusters: list[DraftCluster] = field(default_factory=list)


class RowReader:
    """Gathers rows into `drafts`, one per language; an empty cell goes on with what stands above it."""

    def __init__(self, language: str) -> None:
        self.drafts: list[DraftFramework] = []
        self.problems: list[ImportProblem] = []
        self.rows_without_self = 0
        self._language = language
        self._draft: DraftFramework | None = None
        self._cluster: DraftCluster | None = None
        self._competency: DraftCompetency | None = None
        self._level: DraftLevel | None = None

    def read(self, rows: Sequence[SheetRow]) -> None:
        """Read all rows."""
        for row in rows:
            self._read(row.number, self._cells(row))

    def _cells(self, row: SheetRow) -> dict[str, str]:
        cells = {}
        for column, value in row.values.items():
            words = " ".join(value.split())
            if any(unicodedata.category(character) in {"Cc", "Cs"} for character in words):
                self._note(row.number, column, said("control_character"), said("remove_it"))
                words = ""
            elif "\ufffd" in words:
                self._note(row.number, column, said("lost_by_encoding"), said("write_again"))
            cells[column] = words
        return cells

    def _read(self, line: int, cells: Mapping[str, str]) -> None:
        draft = self._framework(line, cells)
        if draft is None:
            return
        cluster = self._find_cluster(draft, line, cells)
        if cluster is None:
            return
        competency = self._find_competency(draft, cluster, line, cells)
        if competency is None:
            return
        level = self._find_level(competency, line, cells)
        if level is not None:
            self._indicator(level, line, cells)

    def _framework(self, line: int, cells: Mapping[str, str]) -> DraftFramework | None:
        language = cells.get("language", "") or (self._draft.language if self._draft else self._language)
        if not LANGUAGE.fullmatch(language):
            self._note(line, "language", said("no_language", value=language), said("write_language"))
            return None
        found = next((draft for draft in self.drafts if draft.language == language), None)
        if found is None:
            found = DraftFramework(language, line, DraftText("framework_name"))
            self.drafts.append(found)
        if found is not self._draft:
            self._draft, self._cluster, self._competency, self._level = found, None, None, None
        self._agree(found.name, cells, line)
        return found

    def _find_cluster(
        self, draft: DraftFramework, line: int, cells: Mapping[str, str]
    ) -> DraftCluster | None:
        name = cells.get("cluster", "")
        found = self._cluster
        if name and (found is None or found.name != name):
            found = next((cluster for cluster in draft.clusters if cluster.name == name), None)
            if found is None:
                found = DraftCluster(name, line, DraftText("cluster_id"))
                draft.clusters.append(found)
            self._cluster, self._competency, self._level = found, None, None
        if found is None:
            self._note(line, "cluster", said("empty_cell"), said("write_cluster"))
            return None
        self._agree(found.id, cells, line, SLUG)
        return found

    def _find_competency(
        self, draft: DraftFramework, cluster: DraftCluster, line: int, cells: Mapping[str, str]
    ) -> DraftCompetency | None:
        name = cells.get("competency", "")
        found = self._competency
        if name and (found is None or found.name != name):
            self._level = None
            found = next((each for each in cluster.competencies if each.name == name), None)
            if found is None:
                self._check_name(draft, name, line)
                found = DraftCompetency(name, line, DraftText("competency_id"), DraftText("definition"))
                cluster.competencies.append(found)
            self._competency = found
        if found is None:
            self._note(line, "competency", said("empty_cell"), said("write_competency"))
            return None
        self._agree(found.id, cells, line, SLUG)
        self._agree(found.definition, cells, line)
        return found

    def _check_name(self, draft: DraftFramework, name: str, line: int) -> None:
        for cluster in draft.clusters:
            for other in cluster.competencies:
                if other.name.casefold() == name.casefold():
                    what = said("competency_stands", name=name, line=other.line, cluster=cluster.name)
                    self._note(line, "competency", what, said("own_name_and_cluster"))

    def _find_level(
        self, competency: DraftCompetency, line: int, cells: Mapping[str, str]
    ) -> DraftLevel | None:
        value = cells.get("level", "")
        found = _LEVEL.fullmatch(value)
        if found is not None:
            number = int(found[1])
            fresh = DraftLevel(line, DraftText("level_title"), DraftText("level_text"))
            self._level = competency.levels.setdefault(number, fresh)
        elif value or self._level is None:
            what = said("no_level", value=value) if value else said("empty_cell")
            self._note(line, "level", what, said("write_level"))
            return None
        if self._level is not None:
            self._agree(self._level.title, cells, line)
            self._agree(self._level.text, cells, line)
        return self._level

    def _indicator(self, level: DraftLevel, line: int, cells: Mapping[str, str]) -> None:
        text, self_text = cells.get("indicator", ""), cells.get("indicator_self", "")
        if not text:
            if self_text:
                self._note(line, "indicator", said("own_wording_alone"), said("about_colleague"))
            return
        if not self_text:
            self.rows_without_self += 1
        level.indicators.append((text, self_text or text))

    def _agree(
        self, text: DraftText, cells: Mapping[str, str], line: int, pattern: re.Pattern[str] | None = None
    ) -> None:
        value = cells.get(text.column, "")
        if not value:
            return
        if pattern is not None and not pattern.fullmatch(value):
            self._note(line, text.column, said("no_id", value=value), said("id_form"))
        elif not text.value:
            text.value, text.line = value, line
        elif text.value != value:
            what = said("contradicts", value=value, line=text.line, other=text.value)
            self._note(line, text.column, what, said("one_and_the_same"))

    def _note(self, line: int, column: str, what: Message, proposal: Message) -> None:
        self.problems.append(ImportProblem(line, what, proposal, column))
