from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from framework.problems import Problem
from framework.validation import validate_folder
from tests.framework.folders import cluster, head, indicators, write, write_small

HEAD = "framework.toml"
PEOPLE = "nl/people.toml"
FIRST = "competency 1 (empathy)"


def _found(folder: Path) -> list[tuple[str, str, str]]:
    return [(problem.file, problem.place, problem.rule) for problem in validate_folder(folder)]


def _people(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    table = cluster("people", "empathy")
    change(table)
    return table


def _first(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    return _people(lambda table: change(table["competency"][0]))


def _third_level(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    return _first(lambda competency: change(competency["level"][2]))


def _second_indicator(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    return _third_level(lambda level: change(level["indicators"][1]))


def test_a_right_folder_has_no_problem(tmp_path: Path) -> None:
    assert validate_folder(write_small(tmp_path, ("nl", "fr"))) == ()


def test_a_problem_reads_as_one_line_with_its_place_and_a_proposal() -> None:
    problem = Problem(
        "nl/ontwikkeling.toml",
        "competency 2 (kennis-delen), level 3",
        "has no indicator",
        "write two to five observable behaviours",
    )

    assert str(problem) == (
        "nl/ontwikkeling.toml: competency 2 (kennis-delen), level 3: "
        "has no indicator - write two to five observable behaviours"
    )


def test_a_problem_of_a_whole_file_has_no_place() -> None:
    assert str(Problem("nl/a.toml", "", "the file is missing", "write it")) == (
        "nl/a.toml: the file is missing - write it"
    )


IN_A_CLUSTER = {
    "cluster without a name": (_people(lambda table: table.pop("name")), "", "name is missing"),
    "cluster without competencies": (
        _people(lambda table: table.update(competency=[])),
        "",
        "has no competency",
    ),
    "competencies that are no list": (
        _people(lambda table: table.update(competency="empathy")),
        "",
        "competency is a text",
    ),
    "competency that is no table": (
        _people(lambda table: table.update(competency=[*table["competency"], 7])),
        "competency 2",
        "is a number",
    ),
    "misspelt key": (_first(lambda each: each.update(naam="Empathie")), FIRST, "unknown key 'naam'"),
    "no definition": (_first(lambda each: each.pop("definition")), FIRST, "definition is missing"),
    "blank definition": (_first(lambda each: each.update(definition=" \n")), FIRST, "definition is empty"),
    "number for a name": (_first(lambda each: each.update(name=3)), FIRST, "name is a number"),
    "list for a name": (_first(lambda each: each.update(name=["E"])), FIRST, "name is a list"),
    "yes for a name": (_first(lambda each: each.update(name=True)), FIRST, "name is true or false"),
    "table for a name": (_first(lambda each: each.update(name={"nl": "E"})), FIRST, "name is a table"),
    "no id": (_first(lambda each: each.pop("id")), "competency 1", "id is missing"),
    "id with capitals": (
        _first(lambda each: each.update(id="Empathy")),
        "competency 1 (Empathy)",
        "id 'Empathy' is not a slug",
    ),
    "id that reads as an indicator": (
        _first(lambda each: each.update(id="empathy-2-1")),
        "competency 1 (empathy-2-1)",
        "id 'empathy-2-1' is not a slug",
    ),
    "id of an open question": (
        _first(lambda each: each.update(id="keep")),
        "competency 1 (keep)",
        "id 'keep' is reserved for an open question",
    ),
    "three levels": (_first(lambda each: each["level"].pop()), FIRST, "has 3 levels"),
    "no levels": (_first(lambda each: each.update(level=[])), FIRST, "has 0 levels"),
    "level without title": (
        _third_level(lambda level: level.pop("title")),
        f"{FIRST}, level 3",
        "title is missing",
    ),
    "no indicator": (
        _third_level(lambda level: level.update(indicators=[])),
        f"{FIRST}, level 3",
        "has no indicator",
    ),
    "one indicator": (
        _third_level(lambda level: level.update(indicators=indicators("Anna", 1))),
        f"{FIRST}, level 3",
        "has 1 indicator",
    ),
    "six indicators": (
        _third_level(lambda level: level.update(indicators=indicators("Anna", 6))),
        f"{FIRST}, level 3",
        "has 6 indicators",
    ),
    "empty description": (
        _third_level(lambda level: level.update(description="")),
        f"{FIRST}, level 3",
        "description is empty",
    ),
    "indicator without other": (
        _second_indicator(lambda each: each.pop("other")),
        f"{FIRST}, level 3, indicator 2",
        "other is missing",
    ),
    "indicator without self": (
        _second_indicator(lambda each: each.pop("self")),
        f"{FIRST}, level 3, indicator 2",
        "self is missing",
    ),
    "indicator too long": (
        _second_indicator(lambda each: each.update(self="x" * 161)),
        f"{FIRST}, level 3, indicator 2",
        "self has 161 characters",
    ),
    "control character": (
        _second_indicator(lambda each: each.update(other="a\u0007b")),
        f"{FIRST}, level 3, indicator 2",
        "other holds a control character",
    ),
}


@pytest.mark.parametrize(("table", "place", "rule"), IN_A_CLUSTER.values(), ids=IN_A_CLUSTER.keys())
def test_a_broken_rule_in_a_cluster_is_named_with_its_place(
    tmp_path: Path, table: dict[str, Any], place: str, rule: str
) -> None:
    write(write_small(tmp_path) / PEOPLE, table)

    assert _found(tmp_path) == [(PEOPLE, place, rule)]


FITTING = {
    "indicator of 160 characters": _second_indicator(lambda each: each.update(self="x" * 160)),
    "two indicators": _third_level(lambda level: level.update(indicators=indicators("Anna", 2))),
    "five indicators": _third_level(lambda level: level.update(indicators=indicators("Anna", 5))),
    "description of a level": _third_level(lambda level: level.update(description="More words.")),
}


@pytest.mark.parametrize("table", FITTING.values(), ids=FITTING.keys())
def test_what_just_fits_is_no_problem(tmp_path: Path, table: dict[str, Any]) -> None:
    write(write_small(tmp_path) / PEOPLE, table)

    assert validate_folder(tmp_path) == ()


IN_THE_HEAD = {
    "no id": ({"id": None}, "", "id is missing"),
    "revision 0": ({"revision": 0}, "", "revision is not a whole number from 1"),
    "revision as text": ({"revision": "1"}, "", "revision is not a whole number from 1"),
    "revision true": ({"revision": True}, "", "revision is not a whole number from 1"),
    "no languages": ({"languages": []}, "", "languages is empty"),
    "language twice": ({"languages": ["nl", "nl"]}, "", "languages holds 'nl' twice"),
    "language that is a path": ({"languages": ["nl", "../nl"]}, "", "languages holds '../nl'"),
    "cluster that is a path": (
        {"clusters": ["thinking", "people", "../people"]},
        "",
        "clusters holds '../people'",
    ),
    "cluster that is a number": ({"clusters": ["thinking", "people", 3]}, "", "clusters holds 3"),
    "name for no language": ({"name": {}}, "name", "nl is missing"),
    "name as text": ({"name": "Small"}, "", "name is not a table"),
    "unknown key": ({"version": 2}, "", "unknown key 'version'"),
}


@pytest.mark.parametrize(("change", "place", "rule"), IN_THE_HEAD.values(), ids=IN_THE_HEAD.keys())
def test_a_broken_rule_in_the_head_is_named(
    tmp_path: Path, change: dict[str, Any], place: str, rule: str
) -> None:
    changed = {key: value for key, value in (head() | change).items() if value is not None}
    write(write_small(tmp_path) / HEAD, changed)

    assert (HEAD, place, rule) in _found(tmp_path)
