"""The clusters of a dictionary and the names of their competencies, as its overview tables have them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from framework.imports.lines import Line
from framework.imports.markers import Markers
from framework.imports.names import plain
from framework.imports.problems import ImportProblem, ImportRefusedError
from framework.imports.runs import FoundRuns, Run, find_runs
from framework.imports.splitting import RowSplitter
from framework.messages import Message, at_line, said

MOST_COMPETENCIES = 300


@dataclass(frozen=True)
class OutlineName:
    """A competency's name and the line of the overview it stands on."""

    name: str
    line: int


@dataclass(frozen=True)
class OutlineCluster:
    """A cluster with its competencies in order.

    `rows`: how its first row is written in the tables; `is_headed`: the overview has it below the head of a
    table, which a displaced part of the overview has lost; `first_table`: the line of its first table after
    the overview, or None.
    """

    name: str
    line: int
    names: tuple[OutlineName, ...]
    rows: frozenset[str]
    is_headed: bool
    first_table: int | None


@dataclass(frozen=True)
class Outline:
    """All clusters in the order of their lines, with what had to be inferred or was left out."""

    clusters: tuple[OutlineCluster, ...]
    inferred: tuple[Message, ...]
    warnings: tuple[Message, ...]


def read_outline(lines: Sequence[Line], markers: Markers) -> Outline:
    """Return the clusters and competencies that a document's tables name.

    Raises:
        ImportRefusedError: There is no table, a row cannot be split, or a name is there twice.
    """
    found = find_runs(lines, markers)
    groups, dropped = _groups(found)
    if not groups:
        what = said("no_overview")
        head = f"{markers.cluster[0]} {markers.competency[0]}"
        proposal = said("put_overview", head=head)
        raise ImportRefusedError((ImportProblem(lines[0].number, what, proposal),))
    is_gapped = all(len(group[0].first.cells) == 2 for group in groups)
    if len(groups) > 1 and not is_gapped and not any(run.rows for group in groups for run in group):
        what = said("rows_alike")
        proposal = said("indent_rows")
        raise ImportRefusedError((ImportProblem(groups[0][0].first.number, what, proposal),))
    splitter = RowSplitter(lines, markers)
    inferred: list[Message] = []
    problems: list[ImportProblem] = []
    clusters = []
    for group in groups:
        cluster = _cluster(group, splitter, inferred, problems)
        if cluster is not None:
            clusters.append(cluster)
    count = sum(len(cluster.names) for cluster in clusters)
    if count > MOST_COMPETENCIES:
        what = said("too_many_competencies", count=count, most=MOST_COMPETENCIES)
        problems.append(ImportProblem(clusters[0].line, what, said("one_dictionary")))
    problems.extend(
        _twice([OutlineName(cluster.name, cluster.line) for cluster in clusters], "cluster_twice")
    )
    problems.extend(_twice([name for cluster in clusters for name in cluster.names], "competency_twice"))
    if problems:
        raise ImportRefusedError(problems)
    left = [*found.left, *(run.first for run in dropped)]
    warnings = [
        at_line(line.number, "before_dictionary", text=line.text)
        for line in sorted(left, key=lambda line: line.number)
        if not any(plain(line.text) == plain(name.name) for each in clusters for name in each.names)
    ]
    return Outline(tuple(clusters), tuple(inferred), tuple(warnings))


def _groups(found: FoundRuns) -> tuple[list[list[Run]], list[Run]]:
    groups: list[list[Run]] = []
    for run in found.runs:
        group = next((group for group in groups if _is_same(group[0], run)), None)
        if group is None:
            groups.append([run])
        else:
            group.append(run)
    kept: list[list[Run]] = []
    dropped: list[Run] = []
    for group in groups:
        # On a page, what follows the head of an empty table may be text.
        is_sure = len(group) > 1 or any(run.rows or (run.is_headed and run.is_front) for run in group)
        if is_sure:
            kept.append(group)
        else:
            dropped.extend(run for run in group if run.is_front)
    return kept, dropped


def _is_same(first: Run, second: Run) -> bool:
    if first.key == second.key:
        return True
    # Tables with the same rows below are one cluster's, whatever slip there is in the first row.
    shared = set(first.row_names) & set(second.row_names)
    return len(shared) * 2 > max(len(first.rows), len(second.rows))


def _cluster(
    group: list[Run], splitter: RowSplitter, inferred: list[Message], problems: list[ImportProblem]
) -> OutlineCluster | None:
    model = _model(group)
    split = splitter.split(model.first)
    if split is None:
        what = said("cluster_end_unknown", text=model.first.text)
        problems.append(ImportProblem(model.first.number, what, said("put_gap")))
        return None
    if split.reason is not None:
        inferred.append(
            at_line(
                model.first.number,
                "row_split",
                text=model.first.text,
                cluster=split.cluster,
                competency=split.competency,
                reason=split.reason,
            )
        )
    tables = [run.first.number for run in group if not run.is_front]
    names = [OutlineName(split.competency, model.first.number)]
    names.extend(OutlineName(row.text, row.number) for row in model.rows)
    return OutlineCluster(
        split.cluster,
        model.first.number,
        tuple(names),
        frozenset(run.key for run in group),
        any(run.is_headed for run in group if run.is_front),
        min(tables, default=None),
    )


def _model(group: list[Run]) -> Run:
    """Return the run that has the cluster's rows: the overview's longest, or what most pages repeat."""
    fronts = [run for run in group if run.is_front]
    if fronts:
        return max(fronts, key=lambda run: (len(run.rows), -run.first.number))
    counts = Counter(tuple(run.row_names) for run in group)
    return min(group, key=lambda run: (-counts[tuple(run.row_names)], len(run.rows)))


def _twice(names: Sequence[OutlineName], code: str) -> list[ImportProblem]:
    first: dict[str, int] = {}
    problems = []
    for name in names:
        line = first.setdefault(plain(name.name), name.line)
        if line != name.line:
            problems.append(ImportProblem(name.line, said(code, name=name.name, line=line), said("own_name")))
    return problems
