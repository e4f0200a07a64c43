from collections.abc import Callable

import pytest

from framework.imports.problems import ImportProblem, ImportRefusedError
from framework.imports.sheet import import_sheet
from tests.framework.imports.sheets import Sheet, sheet, small_rows


def refusal(table: Sheet) -> tuple[ImportProblem, ...]:
    with pytest.raises(ImportRefusedError) as caught:
        import_sheet(table, id="own")
    return caught.value.problems


def test_rows_become_a_framework_with_ids_of_its_names() -> None:
    (framework,) = import_sheet(sheet(small_rows()), id="own-words", language="en").frameworks

    assert [cluster.id for cluster in framework.clusters] == ["keuken", "zaal"]
    # "start" is what an open question is called.
    assert [each.id for each in framework.competencies] == ["broodbakken", "start-n2"]
    assert (framework.id, framework.language, framework.name) == ("own-words", "en", "Own words")


def test_a_level_may_have_a_text_and_no_indicator() -> None:
    (framework,) = import_sheet(sheet(small_rows()), id="own").frameworks

    level = framework.competencies[0].levels[1]
    assert (level.title, level.description, level.indicators) == ("Trede 2", "Bakt 2.", ())


def test_an_empty_cell_goes_on_with_what_stands_above_it() -> None:
    (framework,) = import_sheet(sheet(small_rows()), id="own").frameworks

    assert [each.text for each in framework.competencies[1].levels[2].indicators] == [
        "Begint 3.",
        "Gaat door 3.",
    ]


def test_an_indicator_without_its_own_wording_is_asked_in_the_same_words() -> None:
    result = import_sheet(sheet(small_rows()), id="own")

    indicator = result.frameworks[0].competencies[1].levels[0].indicators[0]
    assert (indicator.id, indicator.self_text) == ("start-n2-1-1", "Begint 1.")
    assert result.warnings == ("indicators without a wording about oneself, asked in the same words: 8",)


def test_white_space_in_cells_is_collapsed() -> None:
    rows = small_rows()
    rows[1][2] = " Bakt\n  brood. "

    assert import_sheet(sheet(rows), id="own").frameworks[0].competencies[0].definition == "Bakt brood."


def _set(line: int, column: int, value: str) -> Callable[[list[list[str]]], None]:
    def change(rows: list[list[str]]) -> None:
        rows[line - 1][column] = value

    return change


def _delete(*lines: int) -> Callable[[list[list[str]]], None]:
    def change(rows: list[list[str]]) -> None:
        for line in sorted(lines, reverse=True):
            del rows[line - 1]

    return change


@pytest.mark.parametrize(
    ("change", "line", "column", "what"),
    [
        pytest.param(_set(1, 1, "competencie"), 1, "competencie", "is not known", id="unknown column"),
        pytest.param(_set(2, 0, ""), 2, "cluster", "is empty", id="no cluster"),
        pytest.param(_set(2, 1, ""), 2, "competency", "is empty", id="no competency"),
        pytest.param(_set(3, 3, "5"), 3, "level", "'5' is no level", id="five levels"),
        pytest.param(_set(3, 3, "two"), 3, "level", "'two' is no level", id="a level in words"),
        pytest.param(_delete(4), 2, "level", "has no level 3", id="a level is missing"),
        pytest.param(
            _set(3, 3, "1"), 3, "level_title", "is not what line 2 says", id="two titles for a level"
        ),
        pytest.param(_set(3, 2, "Other."), 3, "definition", "is not what line 2 says", id="two definitions"),
        pytest.param(_set(2, 4, ""), 2, "level_title", "has no title", id="no title"),
        pytest.param(
            _set(6, 1, "Broodbakken"), 6, "competency", "stands on line 2 already", id="one name twice"
        ),
        pytest.param(_set(3, 5, "a\x07b"), 3, "level_text", "control character", id="control character"),
        pytest.param(_set(3, 5, "a\ufffdb"), 3, "level_text", "wrong encoding", id="wrong encoding"),
    ],
)
def test_what_is_wrong_is_named_with_line_and_column(
    change: Callable[[list[list[str]]], None], line: int, column: str, what: str
) -> None:
    rows = small_rows()
    change(rows)

    problems = refusal(sheet(rows))

    assert any(
        (problem.line, problem.column) == (line, column) and what in problem.what for problem in problems
    ), problems


def test_a_competency_without_a_definition_is_refused() -> None:
    rows = small_rows()
    for row in rows[1:5]:
        row[2] = ""

    assert str(refusal(sheet(rows))[0]) == (
        "line 2, column definition: 'Broodbakken' has no definition - write it on the first row"
    )


def test_a_sheet_without_rows_is_refused() -> None:
    assert refusal(sheet(small_rows()[:1]))[0].what == "there is no row below the names of the columns"


def test_missing_columns_are_all_named() -> None:
    assert [problem.column for problem in refusal(sheet([["cluster", "level"]]))] == [
        "competency",
        "definition",
        "level_title",
    ]


def in_two_languages() -> list[list[str]]:
    rows = [[*row, "nl"] for row in small_rows()] + [[*row, "en"] for row in small_rows()[1:]]
    rows[0][-1] = "language"
    ids = {"Broodbakken": "bread", "Start": "begin", "competency": "competency_id"}
    return [[*row, ids.get(row[1], "")] for row in rows]


def test_a_sheet_may_hold_several_languages() -> None:
    frameworks = import_sheet(sheet(in_two_languages()), id="own").frameworks

    assert [framework.language for framework in frameworks] == ["nl", "en"]
    assert {tuple(each.id for each in framework.competencies) for framework in frameworks} == {
        ("bread", "begin")
    }


def test_several_languages_need_ids() -> None:
    rows = [row[:-1] for row in in_two_languages()]

    assert {problem.column for problem in refusal(sheet(rows))} == {"competency_id"}


def test_languages_with_other_indicators_are_refused() -> None:
    rows = in_two_languages()[:-1]

    assert [(problem.line, problem.what) for problem in refusal(sheet(rows))] == [
        (24, "level 4 of 'Start' has 1 indicators, in nl 2")
    ]


@pytest.mark.parametrize("bad", ["Bread", "2-bread", "keep"])
def test_an_id_that_cannot_be_one_is_refused(bad: str) -> None:
    rows = [[*row, bad if row[1] == "Broodbakken" else ""] for row in small_rows()]
    rows[0][-1] = "competency_id"

    assert {(problem.line, problem.column) for problem in refusal(sheet(rows))} <= {
        (line, "competency_id") for line in (2, 3, 4, 5)
    }
