"""Writes a framework out so that it can be edited and imported again without loss: TOML and sheet rows."""

import json
from collections.abc import Iterator, Sequence

from framework.cluster_file import FEWEST_INDICATORS, LONGEST_INDICATOR, MOST_INDICATORS
from framework.folder import HEAD
from framework.imports.sheet_checks import SHEET_COLUMNS
from framework.model import Cluster, Competency, Framework, Level

_INDENT = "  "


def folder_files(frameworks: Sequence[Framework]) -> dict[str, str]:
    """Return the files of a framework folder by their path in it; the first language is the fallback.

    Raises:
        ValueError: These are not the languages of one framework: their ids, revisions or clusters differ.
    """
    _check(frameworks)
    files = {HEAD: "\n".join(_head(frameworks)) + "\n"}
    for framework in frameworks:
        for cluster in framework.clusters:
            lines = [f"name = {_string(cluster.name)}", *_competencies(cluster, "competency")]
            files[f"{framework.language}/{cluster.id}.toml"] = "\n".join(lines) + "\n"
    return files


def one_file(frameworks: Sequence[Framework]) -> str:
    """Return the same as one TOML text, in which [texts.nl.thinking] holds what nl/thinking.toml would.

    Raises:
        ValueError: These are not the languages of one framework: their ids, revisions or clusters differ.
    """
    _check(frameworks)
    lines = list(_head(frameworks))
    for framework in frameworks:
        for cluster in framework.clusters:
            key = f"texts.{framework.language}.{cluster.id}"
            lines += ["", f"[{key}]", f"name = {_string(cluster.name)}"]
            lines += _competencies(cluster, f"{key}.competency")
    return "\n".join(lines) + "\n"


def sheet_rows(frameworks: Sequence[Framework]) -> list[tuple[str, ...]]:
    """Return the names of the columns and the rows of a sheet: one per indicator, or per level without."""
    rows: list[tuple[str, ...]] = [SHEET_COLUMNS]
    for framework in frameworks:
        for cluster in framework.clusters:
            for competency in cluster.competencies:
                for level in competency.levels:
                    rows.extend(_level_rows(framework, cluster, competency, level))
    return rows


def is_verbatim(framework: Framework) -> bool:
    """Tell whether a framework breaks the rules of style for indicators, as a client's own words may."""
    return any(
        not FEWEST_INDICATORS <= len(level.indicators) <= MOST_INDICATORS
        or any(
            len(words) > LONGEST_INDICATOR
            for each in level.indicators
            for words in (each.text, each.self_text)
        )
        for competency in framework.competencies
        for level in competency.levels
    )


def _check(frameworks: Sequence[Framework]) -> None:
    shapes = {(each.id, each.revision, tuple(cluster.id for cluster in each.clusters)) for each in frameworks}
    if len(shapes) != 1 or len({each.language for each in frameworks}) != len(frameworks):
        raise ValueError("not the languages of one framework")


def _head(frameworks: Sequence[Framework]) -> Iterator[str]:
    first = frameworks[0]
    yield f"id = {_string(first.id)}"
    yield f"revision = {first.revision}"
    yield f"languages = [{', '.join(_string(each.language) for each in frameworks)}]"
    yield "clusters = ["
    for cluster in first.clusters:
        yield f"{_INDENT}{_string(cluster.id)},"
    yield "]"
    if any(is_verbatim(framework) for framework in frameworks):
        yield "verbatim = true  # the owner's own words: the rules for the style of indicators do not hold"
    yield ""
    yield "[name]"
    for framework in frameworks:
        yield f"{framework.language} = {_string(framework.name)}"


def _competencies(cluster: Cluster, key: str) -> Iterator[str]:
    for competency in cluster.competencies:
        yield ""
        yield f"[[{key}]]"
        yield f"id = {_string(competency.id)}"
        yield f"name = {_string(competency.name)}"
        yield f"definition = {_string(competency.definition)}"
        for level in competency.levels:
            yield ""
            yield from (f"{_INDENT}{line}" for line in _level(level, f"{key}.level"))


def _level(level: Level, key: str) -> Iterator[str]:
    yield f"[[{key}]]"
    yield f"title = {_string(level.title)}"
    if level.description is not None:
        yield f"description = {_string(level.description)}"
    if not level.indicators:
        yield "indicators = []"
        return
    yield "indicators = ["
    for indicator in level.indicators:
        yield f"{_INDENT}{{ other = {_string(indicator.text)}, self = {_string(indicator.self_text)} }},"
    yield "]"


def _level_rows(
    framework: Framework, cluster: Cluster, competency: Competency, level: Level
) -> Iterator[tuple[str, ...]]:
    for text, self_text in [(each.text, each.self_text) for each in level.indicators] or [("", "")]:
        yield (
            cluster.name,
            cluster.id,
            competency.name,
            competency.id,
            competency.definition,
            str(level.level),
            level.title,
            level.description or "",
            text,
            self_text,
            framework.language,
            framework.name,
        )


def _string(text: str) -> str:
    # JSON's escapes are TOML's, but for the one control character that JSON lets pass.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
