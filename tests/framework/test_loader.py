from pathlib import Path

import pytest

from framework.loader import bundled_frameworks, load_framework
from framework.problems import FrameworkError
from framework.validation import validate_folder
from tests.framework.folders import cluster, write, write_small


def test_a_folder_becomes_a_framework_with_numbered_levels_and_indicators(tmp_path: Path) -> None:
    framework = load_framework("nl", write_small(tmp_path))

    analysing = framework.competency("analysing")
    assert (framework.id, framework.revision, framework.name) == ("small", 3, "Small (nl)")
    assert [level.level for level in analysing.levels] == [1, 2, 3, 4]
    assert [each.id for each in analysing.levels[2].indicators] == ["analysing-3-1", "analysing-3-2"]


def test_the_wordings_about_others_and_oneself_are_kept_apart(tmp_path: Path) -> None:
    indicator = load_framework("nl", write_small(tmp_path)).competency("empathy").levels[0].indicators[0]

    assert (indicator.text, indicator.self_text) == ("empathy 1 shows 1.", "empathy 1: I show 1.")


def test_white_space_in_texts_is_collapsed(tmp_path: Path) -> None:
    folder = write_small(tmp_path)
    table = cluster("people", "empathy")
    table["competency"][0]["definition"] = "  Feels\n with   others.\n"
    write(folder / "nl" / "people.toml", table)

    assert load_framework("nl", folder).competency("empathy").definition == "Feels with others."


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = write_small(tmp_path) / "nl" / "people.toml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())

    assert load_framework("nl", tmp_path).competency("empathy").name == "Empathy"


@pytest.mark.parametrize(("asked", "given"), [("nl", "nl"), ("fr", "fr"), ("de", "nl"), ("", "nl")])
def test_an_unknown_language_falls_back_to_the_first(tmp_path: Path, asked: str, given: str) -> None:
    framework = load_framework(asked, write_small(tmp_path, ("nl", "fr")))

    assert (framework.language, framework.name) == (given, f"Small ({given})")


def test_an_invalid_folder_is_refused_with_every_problem(tmp_path: Path) -> None:
    write_small(tmp_path)
    (tmp_path / "nl" / "people.toml").write_text("name = ", encoding="utf-8")
    (tmp_path / "nl" / "thinking.toml").unlink()

    with pytest.raises(FrameworkError) as caught:
        load_framework("nl", tmp_path)

    assert caught.value.problems == validate_folder(tmp_path)
    assert [problem.file for problem in caught.value.problems] == ["nl/thinking.toml", "nl/people.toml"]


def test_the_bundled_framework_is_listed_with_its_languages() -> None:
    rondom = next(each for each in bundled_frameworks() if each.id == "rondom")

    assert rondom.languages[0] == "nl"
    assert (rondom.folder / "framework.toml").is_file()
