from pathlib import Path

import pytest

from framework.validation import validate_folder
from tests.framework.folders import (
    cluster,
    first_with,
    found_problems,
    head,
    indicators,
    third_level_with,
    write,
    write_small,
)

HEAD = "framework.toml"
PEOPLE = "nl/people.toml"
FIRST = "competency 1 (empathy)"


def test_a_syntax_error_is_named_with_its_line(tmp_path: Path) -> None:
    (write_small(tmp_path) / PEOPLE).write_text('name = "People"\nid = empathy\n', encoding="utf-8")

    [(file, place, rule)] = found_problems(tmp_path)
    assert (file, place.split(",")[0], rule) == (PEOPLE, "line 2", "is not TOML: Invalid value")


def test_a_file_in_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    (write_small(tmp_path) / PEOPLE).write_bytes('name = "People"\n# synergieën\n'.encode("latin-1"))

    assert found_problems(tmp_path) == [(PEOPLE, "line 2", "is not UTF-8")]


def test_a_folder_in_the_place_of_a_file_is_named(tmp_path: Path) -> None:
    (write_small(tmp_path) / PEOPLE).unlink()
    (tmp_path / PEOPLE).mkdir()

    [(file, _, rule)] = found_problems(tmp_path)
    assert (file, rule.startswith("cannot be read")) == (PEOPLE, True)


def test_an_empty_folder_misses_its_head(tmp_path: Path) -> None:
    assert found_problems(tmp_path) == [(HEAD, "", "the file is missing")]


def test_every_listed_cluster_needs_its_file_in_every_language(tmp_path: Path) -> None:
    write_small(tmp_path)
    write(tmp_path / HEAD, head(("nl", "fr")))

    assert found_problems(tmp_path) == [
        ("fr/thinking.toml", "", "the file is missing"),
        ("fr/people.toml", "", "the file is missing"),
    ]


def test_a_cluster_file_that_is_not_listed_is_named(tmp_path: Path) -> None:
    write(write_small(tmp_path) / "nl" / "extra.toml", cluster("extra", "more"))

    [(file, _, rule)] = found_problems(tmp_path)
    assert (file, rule) == (
        "nl/extra.toml",
        "is not among the clusters in framework.toml, so nobody reads it",
    )


def test_an_id_used_twice_is_named_with_its_first_place(tmp_path: Path) -> None:
    write(write_small(tmp_path) / PEOPLE, cluster("people", "empathy", "planning"))

    assert found_problems(tmp_path) == [
        (PEOPLE, "competency 2 (planning)", "the id is already used by competency 2 in nl/thinking.toml")
    ]


def test_two_ids_that_are_no_slugs_are_not_called_duplicates_as_well(tmp_path: Path) -> None:
    write(write_small(tmp_path) / PEOPLE, cluster("people", "Empathy", "Kindness"))

    assert [rule for _, _, rule in found_problems(tmp_path)] == [
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

    assert found_problems(tmp_path) == [("fr/thinking.toml", "", rule)]


def test_every_language_needs_the_same_number_of_indicators(tmp_path: Path) -> None:
    table = third_level_with(lambda level: level.update(indicators=indicators("Anna", 3)))
    write(write_small(tmp_path, ("nl", "fr")) / "fr" / "people.toml", table)

    assert found_problems(tmp_path) == [
        ("fr/people.toml", f"{FIRST}, level 3", "has 3 indicators where nl/people.toml has 2")
    ]


def test_everything_wrong_is_told_in_one_run(tmp_path: Path) -> None:
    write_small(tmp_path)
    (tmp_path / "nl" / "thinking.toml").write_text("=", encoding="utf-8")
    broken = first_with(
        lambda each: (each.pop("definition"), each["level"].pop(), each["level"][0].pop("title"))
    )
    write(tmp_path / PEOPLE, broken)

    rules = [rule for _, _, rule in found_problems(tmp_path)]
    assert rules[1:] == ["definition is missing", "has 3 levels", "title is missing"]


def test_a_misspelt_key_is_answered_with_the_right_one(tmp_path: Path) -> None:
    table = first_with(lambda each: each.update(definitie=each.pop("definition")))
    write(write_small(tmp_path) / PEOPLE, table)

    assert [problem.proposal for problem in validate_folder(tmp_path)] == [
        "add definition here",
        "write definition",
    ]
