"""A folder with a framework in all its languages, read whole."""

from dataclasses import dataclass
from pathlib import Path

from framework.cluster_file import read_cluster
from framework.messages import said
from framework.model import Cluster, Framework
from framework.problems import Problem
from framework.table import LANGUAGE, SLUG, Table, read_table

HEAD = "framework.toml"


@dataclass(frozen=True)
class Head:
    """What framework.toml says: identity, languages with the framework's name in each, cluster ids.

    `is_verbatim`: the texts are their owner's own words, so the rules for indicators do not hold.
    """

    id: str
    revision: int
    languages: tuple[str, ...]
    clusters: tuple[str, ...]
    names: dict[str, str]
    is_verbatim: bool = False


def read_head(folder: Path, problems: list[Problem]) -> Head | None:
    """Return the head of the framework in a folder, or None after noting why it cannot be read."""
    table = read_table(folder, HEAD, problems)
    return None if table is None else head_of(table)


def head_of(table: Table, more: tuple[str, ...] = ()) -> Head:
    """Return the head that a top table holds; `more` are the keys it must have besides."""
    table.expect(("id", "revision", "languages", "clusters", "name", *more), ("verbatim",))
    languages = table.names("languages", LANGUAGE, "nl")
    clusters = table.names("clusters", SLUG, "soft-skills")
    for key in ("languages", "clusters"):
        if table.values.get(key) == []:
            table.note(said("empty_list", key=key), said("list_one"))
    names = _names(table, languages) if "name" in table.values else {}
    return Head(
        table.slug("id"), table.number("revision"), languages, clusters, names, table.flag("verbatim")
    )


def read_folder(folder: Path) -> tuple[tuple[Framework, ...], tuple[Problem, ...]]:
    """Return the framework of a folder once per language, and everything that is wrong in its files.

    The frameworks are fit for use only when there is no problem.
    """
    problems: list[Problem] = []
    head = read_head(folder, problems)
    if head is None:
        return (), tuple(problems)
    frameworks = tuple(_read_language(folder, head, language, problems) for language in head.languages)
    return frameworks, tuple(problems)


def _names(table: Table, languages: tuple[str, ...]) -> dict[str, str]:
    value = table.values["name"]
    if not isinstance(value, dict):
        table.note(said("not_a_table", key="name"), said("write_names"))
        return {}
    names = table.at("name", value)
    names.expect(languages)
    return {language: names.text(language) for language in languages}


def _read_language(folder: Path, head: Head, language: str, problems: list[Problem]) -> Framework:
    clusters: list[Cluster] = []
    for cluster_id in head.clusters:
        table = read_table(folder, f"{language}/{cluster_id}.toml", problems)
        if table is not None:
            clusters.append(read_cluster(table, cluster_id, is_verbatim=head.is_verbatim))
    problems.extend(_unlisted(folder, head, language))
    return Framework(head.id, head.revision, language, head.names.get(language, ""), tuple(clusters))


def _unlisted(folder: Path, head: Head, language: str) -> list[Problem]:
    return [
        Problem(
            f"{language}/{path.name}",
            "",
            said("unlisted_file", file=HEAD),
            said("list_or_remove"),
        )
        for path in sorted((folder / language).glob("*.toml"))
        if path.stem not in head.clusters
    ]
