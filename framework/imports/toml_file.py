"""Imports a framework from the one TOML file that an export writes."""

import re
from collections.abc import Mapping
from dataclasses import replace

from framework.cluster_file import read_cluster
from framework.folder import Head, head_of
from framework.messages import Message, said
from framework.model import Cluster, Framework
from framework.problems import FrameworkError, Problem
from framework.table import Table, parse_table
from framework.validation import check_languages

MOST_BYTES = 4_000_000

# What is wrong across languages is said about the files of a folder.
_FILE = re.compile(r"(\S+)/(\S+)\.toml")


def import_toml(content: bytes, file: str = "framework.toml") -> tuple[Framework, ...]:
    """Return the framework of a TOML file once per language; `file` is what problems call it.

    Raises:
        FrameworkError: The file breaks a rule; nothing is imported, and the error carries everything wrong.
    """
    problems: list[Problem] = []
    if len(content) > MOST_BYTES:
        rule = said("file_too_large", count=len(content), most=MOST_BYTES)
        raise FrameworkError((Problem(file, "", rule, said("framework_alone")),))
    table = parse_table(file, content, problems)
    frameworks: tuple[Framework, ...] = ()
    if table is not None:
        head = head_of(table, ("texts",))
        texts = _inner(table, "texts")
        if texts is not None:
            frameworks = _frameworks(texts, head)
    problems.extend(
        replace(each, file=file, place=_place(each), rule=_within_one_file(each.rule))
        for each in check_languages(frameworks)
    )
    if problems:
        raise FrameworkError(problems)
    return frameworks


def _frameworks(texts: Table, head: Head) -> tuple[Framework, ...]:
    texts.expect(head.languages)
    return tuple(
        Framework(
            head.id, head.revision, language, head.names.get(language, ""), _clusters(texts, head, language)
        )
        for language in head.languages
    )


def _clusters(texts: Table, head: Head, language: str) -> tuple[Cluster, ...]:
    inner = _inner(texts, language)
    if inner is None:
        return ()
    inner.expect(head.clusters)
    found = []
    for cluster_id in head.clusters:
        table = _inner(inner, cluster_id)
        if table is not None:
            found.append(read_cluster(table, cluster_id, is_verbatim=head.is_verbatim))
    return tuple(found)


def _within_one_file(rule: Message) -> Message:
    values = {
        name: _FILE.sub(r"[texts.\1.\2]", value) if name == "file" and isinstance(value, str) else value
        for name, value in rule.values.items()
    }
    return said(rule.code, **values)


def _place(problem: Problem) -> str:
    table = _FILE.sub(r"texts, \1, \2", problem.file)
    return f"{table}, {problem.place}" if problem.place else table


def _inner(table: Table, key: str) -> Table | None:
    """Return a table inside another, or None after noting what it is; an absent one is noted already."""
    value = table.values.get(key)
    if isinstance(value, Mapping):
        return table.at(key, value)
    if key in table.values:
        table.note(said("not_a_table", key=key), said("write_table", key=key))
    return None
