"""Imports a competency dictionary from the rows of a spreadsheet, in one language or in several."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from framework.imports.problems import ImportProblem, ImportRefusedError
from framework.imports.sheet_checks import column_problems, differences, gaps
from framework.imports.sheet_rows import (
    DraftCompetency,
    DraftFramework,
    DraftLevel,
    RowReader,
    SheetRow,
)
from framework.imports.slugs import Slugs
from framework.messages import Message, said
from framework.model import LEVELS, Cluster, Competency, Framework, Indicator, Level, indicator_id


class SheetTable(Protocol):
    """A table somebody brought along: the names of its columns, and its rows."""

    @property
    def columns(self) -> Sequence[str]:
        """Names in small letters, with `_` for spaces."""

    @property
    def rows(self) -> Sequence[SheetRow]:
        """Every row that is not blank."""


@dataclass(frozen=True)
class SheetImport:
    """The framework once per language, in the order of the rows, and what its owner should look at."""

    frameworks: tuple[Framework, ...]
    warnings: tuple[Message, ...]


def import_sheet(
    table: SheetTable,
    *,
    id: str,  # noqa: A002 - the same name as the framework's own field
    language: str = "nl",
    revision: int = 1,
    name: str = "",
) -> SheetImport:
    """Return the framework of a sheet with one row per indicator, or per level that has none.

    `language` and `name` hold where the columns language and framework_name are absent. An indicator
    without a wording about oneself is asked in the same words.

    Raises:
        ImportRefusedError: Something is wrong; nothing is imported, and every problem names line and column.
    """
    problems = list(column_problems(table.columns))
    if not problems and not table.rows:
        problems.append(ImportProblem(1, said("no_rows"), said("add_levels")))
    if problems:
        raise ImportRefusedError(problems)
    reader = RowReader(language)
    reader.read(table.rows)
    problems = reader.problems
    for draft in reader.drafts:
        problems.extend(gaps(draft))
    if not problems:
        problems.extend(differences(reader.drafts))
    if problems:
        raise ImportRefusedError(problems)
    ids = _ids(reader.drafts[0])
    frameworks = tuple(_framework(draft, id, revision, name, ids) for draft in reader.drafts)
    warnings = []
    if reader.rows_without_self:
        warnings.append(said("same_words", count=reader.rows_without_self))
    return SheetImport(frameworks, tuple(warnings))


def _ids(draft: DraftFramework) -> list[tuple[str, list[str]]]:
    given = {each.id.value for cluster in draft.clusters for each in cluster.competencies}
    competencies = Slugs("competency", given)
    clusters = Slugs("cluster", {cluster.id.value for cluster in draft.clusters})
    return [
        (
            cluster.id.value or clusters.make(cluster.name),
            [each.id.value or competencies.make(each.name) for each in cluster.competencies],
        )
        for cluster in draft.clusters
    ]


def _framework(
    draft: DraftFramework, its_id: str, revision: int, name: str, ids: list[tuple[str, list[str]]]
) -> Framework:
    clusters = tuple(
        Cluster(
            cluster_id,
            cluster.name,
            tuple(
                _competency(each, competency_id)
                for each, competency_id in zip(cluster.competencies, competency_ids, strict=True)
            ),
        )
        for cluster, (cluster_id, competency_ids) in zip(draft.clusters, ids, strict=True)
    )
    its_name = draft.name.value or name or its_id.replace("-", " ").capitalize()
    return Framework(its_id, revision, draft.language, its_name, clusters)


def _competency(draft: DraftCompetency, its_id: str) -> Competency:
    levels = tuple(_level(draft.levels[number], its_id, number) for number in LEVELS)
    return Competency(its_id, draft.name, draft.definition.value, levels)


def _level(draft: DraftLevel, competency_id: str, number: int) -> Level:
    indicators = tuple(
        Indicator(indicator_id(competency_id, number, place), text, self_text)
        for place, (text, self_text) in enumerate(draft.indicators, start=1)
    )
    return Level(number, draft.title.value, draft.text.value or None, indicators)
