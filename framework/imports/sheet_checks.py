"""What is missing in the rows of a dictionary's sheet, and where its languages differ."""

import difflib
from collections.abc import Iterator, Sequence

from framework.cluster_file import RESERVED_IDS
from framework.imports.problems import ImportProblem
from framework.imports.sheet_rows import DraftCluster, DraftCompetency, DraftFramework
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
            proposal = f"write {close[0]}" if close else f"remove it; known are {', '.join(SHEET_COLUMNS)}"
            yield ImportProblem(1, "is not known", proposal, column)
    for column in REQUIRED_COLUMNS:
        if column not in columns:
            yield ImportProblem(1, "is missing", "add it; the template has all columns", column)


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
        yield ImportProblem(line, f"{value!r} is used on line {lines[value]}", "give each its own id", column)


def _competency_gaps(competency: DraftCompetency) -> Iterator[ImportProblem]:
    if competency.id.value in RESERVED_IDS:
        what = f"{competency.id.value!r} is reserved for an open question"
        yield ImportProblem(competency.id.line, what, "choose another id", "competency_id")
    if not competency.definition.value:
        what = f"{competency.name!r} has no definition"
        yield ImportProblem(competency.line, what, "write it on the first row", "definition")
    missing = [str(level) for level in LEVELS if level not in competency.levels]
    if missing:
        what = f"{competency.name!r} has no level {', '.join(missing)}"
        yield ImportProblem(competency.line, what, "add a row for each of the levels 1 to 4", "level")
    for number, level in competency.levels.items():
        if not level.title.value:
            what = f"level {number} of {competency.name!r} has no title"
            yield ImportProblem(level.line, what, "write it on the first row of the level", "level_title")


def differences(drafts: Sequence[DraftFramework]) -> Iterator[ImportProblem]:
    """Yield where languages differ: answers are counted by id, so every language needs the same ids."""
    if len(drafts) < 2:
        return
    for draft in drafts:
        for cluster in draft.clusters:
            for competency in cluster.competencies:
                if not competency.id.value:
                    what = "is empty, and the sheet has several languages"
                    proposal = "give each competency the same id in every language"
                    yield ImportProblem(competency.line, what, proposal, "competency_id")
    model = drafts[0]
    for draft in drafts[1:]:
        if len(draft.clusters) != len(model.clusters):
            what = (
                f"{draft.language} has {len(draft.clusters)} clusters, {model.language} {len(model.clusters)}"
            )
            yield ImportProblem(draft.line, what, "write the same ones in every language", "cluster")
        for mine, original in zip(draft.clusters, model.clusters, strict=False):
            yield from _cluster_differences(mine, original, model.language)


def _cluster_differences(mine: DraftCluster, model: DraftCluster, language: str) -> Iterator[ImportProblem]:
    if mine.id.value and model.id.value and mine.id.value != model.id.value:
        what = f"{mine.id.value!r} is {model.id.value!r} in {language}"
        yield ImportProblem(mine.line, what, "write the same id in every language", "cluster_id")
    here = [each.id.value for each in mine.competencies]
    there = [each.id.value for each in model.competencies]
    if here != there:
        what = f"the competencies of {mine.name!r} are not those of {language}: {', '.join(there)}"
        yield ImportProblem(mine.line, what, "write the same ids in the same order", "competency_id")
        return
    for competency, original in zip(mine.competencies, model.competencies, strict=True):
        for number, level in competency.levels.items():
            count, expected = len(level.indicators), len(original.levels[number].indicators)
            if count != expected:
                what = (
                    f"level {number} of {competency.name!r} has {count} indicators, in {language} {expected}"
                )
                yield ImportProblem(
                    level.line, what, "write the same behaviours in every language", "indicator"
                )
