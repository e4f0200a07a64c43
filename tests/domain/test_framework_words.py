"""Whatever the reading of a framework says, people read it in their own language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.framework_words import WORDS, file_problem_words, framework_words, import_problem_words
from framework.imports.problems import ImportProblem
from framework.messages import ENGLISH, at_line, said
from framework.problems import Problem

_SOURCES = Path(__file__).parents[2] / "framework"
_PLACE = re.compile(r"%\((\w+)\)")


def _texts_in_code() -> Iterator[str]:
    for file in _SOURCES.rglob("*.py"):
        if not file.stem.endswith("_english"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


def test_every_message_has_a_wording() -> None:
    assert set(WORDS) == set(ENGLISH)


@pytest.mark.parametrize("code", sorted(ENGLISH))
def test_a_wording_says_everything_the_message_does(code: str) -> None:
    assert sorted(_PLACE.findall(WORDS[code].message)) == sorted(_PLACE.findall(ENGLISH[code]))


def test_every_message_is_said_somewhere() -> None:
    assert set(ENGLISH) - set(_texts_in_code()) == set()


def test_messages_inside_a_message_are_worded_too() -> None:
    message = at_line(7, "joined_with_hyphen", word="a-b", reason=said("written_elsewhere"))

    marked = framework_words(message).translated(lambda words: f"<{words}>", lambda one, _many, _count: one)

    assert marked == (
        "<line 7: <“a-b” was joined with its hyphen at the end of the line before "
        "(<the document writes it so elsewhere>)>>"
    )


def test_a_problem_in_a_cell_names_line_column_and_what_to_do() -> None:
    problem = ImportProblem(3, said("no_level", value="5"), said("write_level"), "level")

    assert str(import_problem_words(problem)) == ("line 3, column level: “5” is no level; write 1, 2, 3 or 4")


def test_a_problem_in_a_line_names_it_and_what_to_do() -> None:
    problem = ImportProblem(3, said("ends_in_sentence"), said("whole_document"))

    assert str(import_problem_words(problem)) == (
        "line 3: the document ends in the middle of a sentence; import the whole document"
    )


def test_a_broken_rule_names_file_place_and_what_to_do() -> None:
    problem = Problem("own.toml", "competency 1", said("empty_key", key="name"), said("write_text"))

    assert str(file_problem_words(problem)) == "own.toml, competency 1: name is empty; write the text"


def test_a_place_in_words_is_worded_too() -> None:
    where = said("line_and_column", line=2, column=5)
    problem = Problem("own.toml", where, said("no_toml", what="Invalid value"), said("mend_syntax"))

    marked = file_problem_words(problem).translated(
        lambda words: f"<{words}>", lambda one, _many, _count: one
    )

    assert "<own.toml, <line 2, column 5>>" in marked
