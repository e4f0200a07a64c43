from pathlib import Path
from typing import Any

import pytest

from framework.messages import said
from framework.problems import Problem
from framework.validation import validate_folder
from tests.framework.folders import (
    first_with,
    found_problems,
    head,
    indicators,
    people_with,
    second_indicator_with,
    third_level_with,
    write,
    write_small,
)

HEAD = "framework.toml"
PEOPLE = "nl/people.toml"
FIRST = "competency 1 (empathy)"


def test_a_right_folder_has_no_problem(tmp_path: Path) -> None:
    assert validate_folder(write_small(tmp_path, ("nl", "fr"))) == ()


def test_a_problem_reads_as_one_line_with_its_place_and_a_proposal() -> None:
    problem = Problem(
        "nl/ontwikkeling.toml",
        "competency 2 (kennis-delen), level 3",
        said("no_indicator"),
        said("two_to_five"),
    )

    assert str(problem) == (
        "nl/ontwikkeling.toml: competency 2 (kennis-delen), level 3: "
        "has no indicator - write two to five observable behaviours"
    )


def test_a_problem_of_a_whole_file_has_no_place() -> None:
    assert str(Problem("nl/a.toml", "", said("file_missing"), said("write_or_unlist"))) == (
        "nl/a.toml: the file is missing - write it, or take it off the list"
    )


IN_A_CLUSTER = {
    "cluster without a name": (people_with(lambda table: table.pop("name")), "", "name is missing"),
    "cluster without competencies": (
        people_with(lambda table: table.update(competency=[])),
        "",
        "has no competency",
    ),
    "competencies that are no list": (
        people_with(lambda table: table.update(competency="empathy")),
        "",
        "competency is a text",
    ),
    "competency that is no table": (
        people_with(lambda table: table.update(competency=[*table["competency"], 7])),
        "competency 2",
        "is a number",
    ),
    "misspelt key": (first_with(lambda each: each.update(naam="Empathie")), FIRST, "unknown key 'naam'"),
    "no definition": (first_with(lambda each: each.pop("definition")), FIRST, "definition is missing"),
    "blank definition": (
        first_with(lambda each: each.update(definition=" \n")),
        FIRST,
        "definition is empty",
    ),
    "number for a name": (first_with(lambda each: each.update(name=3)), FIRST, "name is a number"),
    "list for a name": (first_with(lambda each: each.update(name=["E"])), FIRST, "name is a list"),
    "yes for a name": (first_with(lambda each: each.update(name=True)), FIRST, "name is true or false"),
    "table for a name": (first_with(lambda each: each.update(name={"nl": "E"})), FIRST, "name is a table"),
    "no id": (first_with(lambda each: each.pop("id")), "competency 1", "id is missing"),
    "id with capitals": (
        first_with(lambda each: each.update(id="Empathy")),
        "competency 1 (Empathy)",
        "id 'Empathy' is not a slug",
    ),
    "id that reads as an indicator": (
        first_with(lambda each: each.update(id="empathy-2-1")),
        "competency 1 (empathy-2-1)",
        "id 'empathy-2-1' is not a slug",
    ),
    "id of an open question": (
        first_with(lambda each: each.update(id="keep")),
        "competency 1 (keep)",
        "id 'keep' is reserved for an open question",
    ),
    "three levels": (first_with(lambda each: each["level"].pop()), FIRST, "has 3 levels"),
    "no levels": (first_with(lambda each: each.update(level=[])), FIRST, "has 0 levels"),
    "level without title": (
        third_level_with(lambda level: level.pop("title")),
        f"{FIRST}, level 3",
        "title is missing",
    ),
    "no indicator": (
        third_level_with(lambda level: level.update(indicators=[])),
        f"{FIRST}, level 3",
        "has no indicator",
    ),
    "one indicator": (
        third_level_with(lambda level: level.update(indicators=indicators("Anna", 1))),
        f"{FIRST}, level 3",
        "has 1 indicator",
    ),
    "six indicators": (
        third_level_with(lambda level: level.update(indicators=indicators("Anna", 6))),
        f"{FIRST}, level 3",
        "has 6 indicators",
    ),
    "empty description": (
        third_level_with(lambda level: level.update(description="")),
        f"{FIRST}, level 3",
        "description is empty",
    ),
    "indicator without other": (
        second_indicator_with(lambda each: each.pop("other")),
        f"{FIRST}, level 3, indicator 2",
        "other is missing",
    ),
    "indicator without self": (
        second_indicator_with(lambda each: each.pop("self")),
        f"{FIRST}, level 3, indicator 2",
        "self is missing",
    ),
    "indicator too long": (
        second_indicator_with(lambda each: each.update(self="x" * 161)),
        f"{FIRST}, level 3, indicator 2",
        "self has 161 characters",
    ),
    "control character": (
        second_indicator_with(lambda each: each.update(other="a\u0007b")),
        f"{FIRST}, level 3, indicator 2",
        "other holds a control character",
    ),
}


@pytest.mark.parametrize(("table", "place", "rule"), IN_A_CLUSTER.values(), ids=IN_A_CLUSTER.keys())
def test_a_broken_rule_in_a_cluster_is_named_with_its_place(
    tmp_path: Path, table: dict[str, Any], place: str, rule: str
) -> None:
    write(write_small(tmp_path) / PEOPLE, table)

    assert found_problems(tmp_path) == [(PEOPLE, place, rule)]


FITTING = {
    "indicator of 160 characters": second_indicator_with(lambda each: each.update(self="x" * 160)),
    "two indicators": third_level_with(lambda level: level.update(indicators=indicators("Anna", 2))),
    "five indicators": third_level_with(lambda level: level.update(indicators=indicators("Anna", 5))),
    "description of a level": third_level_with(lambda level: level.update(description="More words.")),
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

    assert (HEAD, place, rule) in found_problems(tmp_path)
