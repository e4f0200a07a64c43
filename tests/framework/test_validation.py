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


def test_a_syntax_error_is_named_with_its_line(tmp_path: Path) -> None:
    (write_small(tmp_path) / PEOPLE).write_text('name = "People"\nid = empathy\n', encoding="utf-8")

    [(file, place, rule)] = _found(tmp_path)
    assert (file, place.split(",")[0], rule) == (PEOPLE, "line 2", "is not TOML: Invalid value")


def test_a_file_in_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    (write_small(tmp_path) / PEOPLE).write_bytes('name = "People"\n# synergieën\n'.encode("latin-1"))

    assert _found(tmp_path) == [(PEOPLE, "line 2", "is not UTF-8")]


def test_a_folder_in_the_place_of_a_file_is_named(tmp_path: Path) -> None:
    (write_small(tmp_path) / PEOPLE).unlink()
    (tmp_path / PEOPLE).mkdir()

    [(file, _, rule)] = _found(tmp_path)
    assert (file, rule.startswith("cannot be read")) == (PEOPLE, True)


def test_an_empty_folder_misses_its_head(tmp_path: Path) -> None:
    assert _found(tmp_path) == [(HEAD, "", "the file is missing")]


def test_every_listed_cluster_needs_its_file_in_every_language(tmp_path: Path) -> None:
    write_small(tmp_path)
    write(tmp_path / HEAD, head(("nl", "fr")))

    assert _found(tmp_path) == [
        ("fr/thinking.toml", "", "the file is missing"),
        ("fr/people.toml", "", "the file is missing"),
    ]


def test_a_cluster_file_that_is_not_listed_is_named(tmp_path: Path) -> None:
    write(write_small(tmp_path) / "nl" / "extra.toml", cluster("extra", "more"))

    [(file, _, rule)] = _found(tmp_path)
    assert (file, rule) == (
        "nl/extra.toml",
        "is not among the clusters in framework.toml, so nobody reads it",
    )


def test_an_id_used_twice_is_named_with_its_first_place(tmp_path: Path) -> None:
    write(write_small(tmp_path) / PEOPLE, cluster("people", "empathy", "planning"))

    assert _found(tmp_path) == [
        (PEOPLE, "competency 2 (planning)", "the id is already used by competency 2 in nl/thinking.toml")
    ]


def test_two_ids_that_are_no_slugs_are_not_called_duplicates_as_well(tmp_path: Path) -> None:
    write(write_small(tmp_path) / PEOPLE, cluster("people", "Empathy", "Kindness"))

    assert [rule for _, _, rule in _found(tmp_path)] == [
        "id 'Empathy' is not a slug",
        "id 'Kindness' is not a slug",
    ]


BETWEEN_LANGUAGES = {
    "missing": (("analysing",), "competency 'planning' of nl/thinking.toml is missing"),
    "extra": (("analysing", "planning", "more"), "competency 'more' is not in nl/thinking.toml"),
    "order": (("planning", "analysing"), "the competencies are not in the order of nl/thinking.toml"),
}


@pytest.mark.parametrize(("ids", "rule"), BETWEEN_LANGUAGES.values(), ids=BETWEEN_LANGUAGES.keys())
def test_every_language_needs_the_same_competencies(tmp_path: Path, ids: tuple[str, ...], rule: str) -> None:
    write(write_small(tmp_path, ("nl", "fr")) / "fr" / "thinking.toml", cluster("thinking", *ids))

    assert _found(tmp_path) == [("fr/thinking.toml", "", rule)]


def test_every_language_needs_the_same_number_of_indicators(tmp_path: Path) -> None:
    table = _third_level(lambda level: level.update(indicators=indicators("Anna", 3)))
    write(write_small(tmp_path, ("nl", "fr")) / "fr" / "people.toml", table)

    assert _found(tmp_path) == [
        ("fr/people.toml", f"{FIRST}, level 3", "has 3 indicators where nl/people.toml has 2")
    ]


def test_everything_wrong_is_told_in_one_run(tmp_path: Path) -> None:
    write_small(tmp_path)
    (tmp_path / "nl" / "thinking.toml").write_text("=", encoding="utf-8")
    broken = _first(lambda each: (each.pop("definition"), each["level"].pop(), each["level"][0].pop("title")))
    write(tmp_path / PEOPLE, broken)

    rules = [rule for _, _, rule in _found(tmp_path)]
    assert rules[1:] == ["definition is missing", "has 3 levels", "title is missing"]


def test_a_misspelt_key_is_answered_with_the_right_one(tmp_path: Path) -> None:
    table = _first(lambda each: each.update(definitie=each.pop("definition")))
    write(write_small(tmp_path) / PEOPLE, table)

    assert [problem.proposal for problem in validate_folder(tmp_path)] == [
        "add definition here",
        "write definition",
    ]
