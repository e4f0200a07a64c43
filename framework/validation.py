"""Checks a framework folder and names everything that is wrong with it in one run."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from framework.folder import read_folder
from framework.messages import said
from framework.model import Cluster, Competency, Framework
from framework.problems import Problem


def validate_folder(path: Path) -> tuple[Problem, ...]:
    """Return everything that is wrong with the framework in a folder; nothing when it is fit for use."""
    return check_folder(path)[1]


def check_folder(path: Path) -> tuple[tuple[Framework, ...], tuple[Problem, ...]]:
    """Return the framework of a folder once per language, with every problem inside and across its files."""
    frameworks, problems = read_folder(path)
    return frameworks, (*problems, *check_languages(frameworks))


def check_languages(frameworks: Sequence[Framework]) -> tuple[Problem, ...]:
    """Return what is wrong across the clusters and the languages of one framework."""
    across: list[Problem] = []
    for framework in frameworks:
        across.extend(_duplicate_ids(framework))
    for framework in frameworks[1:]:
        across.extend(_differences(framework, frameworks[0]))
    return tuple(across)


def _duplicate_ids(framework: Framework) -> Iterator[Problem]:
    first_places: dict[str, tuple[int, str]] = {}
    for cluster in framework.clusters:
        file = _file(framework, cluster)
        for number, competency in enumerate(cluster.competencies, start=1):
            place = f"competency {number} ({competency.id})"
            if competency.id in first_places:
                used, where = first_places[competency.id]
                yield Problem(file, place, said("id_taken", number=used, file=where), said("own_id"))
            elif competency.id:
                first_places[competency.id] = (number, file)


def _differences(framework: Framework, first: Framework) -> Iterator[Problem]:
    # Answers are counted by id whatever the language of the page, so every language needs the same ids.
    originals = {cluster.id: cluster for cluster in first.clusters}
    for cluster in framework.clusters:
        original = originals.get(cluster.id)
        if original is not None:
            yield from _cluster_differences(framework, cluster, first, original)


def _cluster_differences(
    framework: Framework, cluster: Cluster, first: Framework, original: Cluster
) -> Iterator[Problem]:
    file, model = _file(framework, cluster), _file(first, original)
    here, there = _ids(cluster.competencies), _ids(original.competencies)
    for missing in (each for each in there if each not in here):
        yield Problem(file, "", said("competency_missing", id=missing, file=model), said("translate_here"))
    for extra in (each for each in here if each not in there):
        yield Problem(file, "", said("competency_extra", id=extra, file=model), said("add_or_remove"))
    if sorted(here) == sorted(there) and here != there:
        rule = said("other_order", file=model)
        yield Problem(file, "", rule, said("this_order", names=", ".join(there)))
    by_id = {competency.id: competency for competency in original.competencies}
    for number, competency in enumerate(cluster.competencies, start=1):
        if competency.id in by_id:
            place = f"competency {number} ({competency.id})"
            yield from _count_differences(competency, by_id[competency.id], file, place, model)


def _count_differences(
    competency: Competency, original: Competency, file: str, place: str, model: str
) -> Iterator[Problem]:
    for level, its_original in zip(competency.levels, original.levels, strict=False):
        count, expected = len(level.indicators), len(its_original.indicators)
        if count != expected:
            yield Problem(
                file,
                f"{place}, level {level.level}",
                said("counts_differ", count=count, file=model, expected=expected),
                said("same_in_order"),
            )


def _ids(competencies: Sequence[Competency]) -> list[str]:
    return [competency.id for competency in competencies if competency.id]


def _file(framework: Framework, cluster: Cluster) -> str:
    return f"{framework.language}/{cluster.id}.toml"
