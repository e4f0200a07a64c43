"""Writes small framework folders, right in every detail unless a test says otherwise."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from framework.validation import validate_folder

SMALL = {"thinking": ("analysing", "planning"), "people": ("empathy",)}


def indicators(prefix: str, count: int = 2) -> list[dict[str, str]]:
    """Return indicators with distinct wordings."""
    return [
        {"other": f"{prefix} shows {number}.", "self": f"{prefix}: I show {number}."}
        for number in range(1, count + 1)
    ]


def competency(competency_id: str) -> dict[str, Any]:
    """Return a competency with four levels of two indicators."""
    return {
        "id": competency_id,
        "name": competency_id.capitalize(),
        "definition": f"What {competency_id} means.",
        "level": [
            {"title": f"Title {level}", "indicators": indicators(f"{competency_id} {level}")}
            for level in (1, 2, 3, 4)
        ],
    }


def cluster(cluster_id: str, *competency_ids: str) -> dict[str, Any]:
    """Return a cluster with some competencies."""
    return {"name": cluster_id.capitalize(), "competency": [competency(each) for each in competency_ids]}


def head(languages: tuple[str, ...] = ("nl",), clusters: tuple[str, ...] = tuple(SMALL)) -> dict[str, Any]:
    """Return the content of framework.toml."""
    return {
        "id": "small",
        "revision": 3,
        "languages": list(languages),
        "clusters": list(clusters),
        "name": {language: f"Small ({language})" for language in languages},
    }


def write(path: Path, table: Mapping[str, Any]) -> None:
    """Write a table as TOML; inner tables are written inline, which TOML reads the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{json.dumps(key)} = {_value(value)}" for key, value in table.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_small(folder: Path, languages: tuple[str, ...] = ("nl",)) -> Path:
    """Write a valid framework of two clusters and three competencies; return its folder."""
    write(folder / "framework.toml", head(languages))
    for language in languages:
        for cluster_id, competency_ids in SMALL.items():
            write(folder / language / f"{cluster_id}.toml", cluster(cluster_id, *competency_ids))
    return folder


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(key)} = {_value(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def found_problems(folder: Path) -> list[tuple[str, str, str]]:
    return [(problem.file, problem.place, problem.rule) for problem in validate_folder(folder)]


def people_with(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    table = cluster("people", "empathy")
    change(table)
    return table


def first_with(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    return people_with(lambda table: change(table["competency"][0]))


def third_level_with(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    return first_with(lambda competency: change(competency["level"][2]))


def second_indicator_with(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    return third_level_with(lambda level: change(level["indicators"][1]))
