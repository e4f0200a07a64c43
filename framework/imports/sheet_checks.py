"""What is missing in the rows of a dictionary's sheet, and where its languages differ."""

import difflib
from collections.abc import Iterator, Sequence

from framework.cluster_file import RESERVED_IDS
from framework.imports.problems import ImportProblem
from framework.imports.sheet_rows import DraftCluster, DraftCompetency, DraftFramework
from framework.messages import said
from framework.model import LEVELS

REQUIRED_COLUMNS = ("cluster", "competency", "definition", "level", "level_title")
SHEET_COLUMNS = (
    "cluster",
    "cluster_id",
    "competency",
    "competency_id",
    "definition",
    "level",
    "level_title",
    "level_text",
    "indicator",
    "indicator_self",
    "language",
    "framework_name",
)


def column_problems(columns: Sequence[str]) -> Iterator[ImportProblem]:
    """Yield the columns that nobody knows and those that are missing."""
    for column in columns:
        if column not in SHEET_COLUMNS:
            close = difflib.get_close_matches(
                column, [each for each in SHEET_COLUMNS if each not in columns], 1
            )
            proposal = (
                said("write_word", word=close[0])
                if close
                else said("known_columns", names=", ".join(SHEET_COLUMNS))
            )
            yield ImportProblem(1, said("unknown_column"), proposal, column)
    for column in REQUIRED_COLUMNS:
        if column not in columns:
            yield ImportProblem(1, said("missing_column"), said("add_column"), column)


def gaps(draft: DraftFramework) -> Iterator[ImportProblem]:
    """Yield what is missing in one language, and ids that are there twice."""
    cluster_ids: dict[str, int] = {}
    competency_ids: dict[str, int] = {}
    for cluster in draft.clusters:
        yield from _taken(cluster.id.value, cluster.id.line, "cluster_id", cluster_ids)
        for competency in cluster.competencies:
            yield from _taken(competency.id.value, competency.id.line, "competency_id", competency_ids)
            yield from _competency_gaps(competency)


def _taken(value: str, line: int, column: str, lines: dict[str, int]) -> Iterator[ImportProblem]:
    if value and lines.setdefault(value, line) != line:
        what = said("id_used", value=value, line=lines[value])
        yield ImportProblem(line, what, said("own_id_each"), column)


def _competency_gaps(competency: DraftCompetency) -> Iterator[ImportProblem]:
    if competency.id.value in RESERVED_IDS:
        what = said("reserved_word", value=competency.id.value)
        yield ImportProblem(competency.id.line, what, said("other_id"), "competency_id")
    if not competency.definition.value:
        what = said("no_definition_of", name=competency.name)
        yield ImportProblem(competency.line, what, said("on_first_row"), "definition")
    missing = [str(level) for level in LEVELS if level not in competency.levels]
    if missing:
        what = said("levels_missing", name=competency.name, levels=", ".join(missing))
        yield ImportProblem(competency.line, what, said("row_for_each_level"), "level")
    for number, level in competency.levels.items():
        if not level.title.value:
            what = said("level_title_missing", number=number, name=competency.name)
            yield ImportProblem(level.line, what, said("on_first_row_of_level"), "level_title")


def differences(drafts: Sequence[DraftFramework]) -> Iterator[ImportProblem]:
    """Yield where languages differ: answers are counted by id, so every language needs the same ids."""
    if len(drafts) < 2:
        return
    for draft in drafts:
        for cluster in draft.clusters:
            for competency in cluster.competencies:
                if not competency.id.value:
                    what = said("id_empty")
                    proposal = said("same_id_per_competency")
                    yield ImportProblem(competency.line, what, proposal, "competency_id")
    model = drafts[0]
    for draft in drafts[1:]:
        if len(draft.clusters) != len(model.clusters):
            what = said(
                "cluster_counts",
                language=draft.language,
                count=len(draft.clusters),
                model=model.language,
                expected=len(model.clusters),
            )
            yield ImportProblem(draft.line, what, said("same_everywhere"), "cluster")
        for mine, original in zip(draft.clusters, model.clusters, strict=False):
            yield from _cluster_differences(mine, original, model.language)


def _cluster_differences(mine: DraftCluster, model: DraftCluster, language: str) -> Iterator[ImportProblem]:
    if mine.id.value and model.id.value and mine.id.value != model.id.value:
        what = said("id_differs", value=mine.id.value, expected=model.id.value, language=language)
        yield ImportProblem(mine.line, what, said("same_id"), "cluster_id")
    here = [each.id.value for each in mine.competencies]
    there = [each.id.value for each in model.competencies]
    if here != there:
        what = said("competencies_differ", cluster=mine.name, language=language, names=", ".join(there))
        yield ImportProblem(mine.line, what, said("same_ids"), "competency_id")
        return
    for competency, original in zip(mine.competencies, model.competencies, strict=True):
        for number, level in competency.levels.items():
            count, expected = len(level.indicators), len(original.levels[number].indicators)
            if count != expected:
                what = said(
                    "indicator_counts",
                    number=number,
                    name=competency.name,
                    count=count,
                    language=language,
                    expected=expected,
                )
                yield ImportProblem(level.line, what, said("same_behaviours"), "indicator")
