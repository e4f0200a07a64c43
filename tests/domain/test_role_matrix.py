"""A matrix of roles and competencies, whichever way it lies, and what is said about a wrong one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidError
from app.domain.role_matrix import RoleMatrix, column_letters, matrix_rows, read_matrix
from app.domain.role_profiles import RoleTargets, role_key
from framework.loader import load_framework

LANGUAGES = [load_framework(language) for language in ("nl", "en", "fr")]
DUTCH = LANGUAGES[0]
ENGLISH_EMPATHY = LANGUAGES[1].competency("empathie").name
IDS = [competency.id for competency in DUTCH.competencies]


def read(*lines: str) -> RoleMatrix:
    return read_matrix([(number, line.split(",")) for number, line in enumerate(lines, 1)], LANGUAGES)


def found(matrix: RoleMatrix) -> dict[str, dict[str, int]]:
    return {role.name: dict(role.targets) for role in matrix.roles}


def problems(matrix: RoleMatrix) -> list[str]:
    return [str(problem.as_text()) for problem in matrix.problems]


BY_ROLE = ("role,Analyseren,Empathie", "Team lead,3,", "Analyst,4,2")
EXPECTED = {"Team lead": {"analyseren": 3}, "Analyst": {"analyseren": 4, "empathie": 2}}


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(BY_ROLE, id="a role per line"),
        pytest.param((",Team lead,Analyst", "Analyseren,3,4", "Empathie,,2"), id="a competency per line"),
        pytest.param(("role,analyseren,EMPATHIE", *BY_ROLE[1:]), id="by id, in any case"),
        pytest.param(("role,Analyseren," + ENGLISH_EMPATHY, *BY_ROLE[1:]), id="names of two languages"),
        pytest.param(("", ",role,Analyseren,,Empathie", ",Team lead,3", "", ",Analyst,4,,2"), id="gaps"),
        pytest.param(
            (",Team lead,Analyst", "Soft skills,,", "Empathie,,2", "Informatie,,", "Analyseren,3,4"),
            id="headings of clusters",
        ),
    ],
)
def test_a_matrix_is_read_whichever_way_it_lies(lines: tuple[str, ...]) -> None:
    matrix = read(*lines)
    assert problems(matrix) == []
    assert found(matrix) == EXPECTED
    assert set(matrix.competency_ids) == {"analyseren", "empathie"}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            ("role,Analyseren,Empathie", "Team lead,5,x"),
            [
                "Line 2, column B: “5” is not a level from 1 to 4.",
                "Line 2, column C: “x” is not a level from 1 to 4.",
            ],
            id="levels",
        ),
        pytest.param(
            (",Team lead,Analyst", "Analyseren,3,9"),
            ["Line 2, column C: “9” is not a level from 1 to 4."],
            id="a level in a matrix that lies the other way",
        ),
        pytest.param(
            ("role,Analyseren,Juggling", "Team lead,3,2"),
            ["Line 1, column C: “Juggling” is not a competency of this framework."],
            id="an unknown competency with levels",
        ),
        pytest.param(
            ("role,Analyseren,", "Team lead,3,2"),
            ["Line 1, column C: The name of the competency is missing."],
            id="levels without a competency",
        ),
        pytest.param(
            ("role,Analyseren", "Team lead,3", "team LEAD,2"),
            ["Line 3, column A: The function “team LEAD” appears more than once."],
            id="a role twice",
        ),
        pytest.param(
            ("role,Analyseren,analyseren", "Team lead,3,2"),
            ["Line 1, column C: “analyseren” appears more than once."],
            id="a competency twice",
        ),
        pytest.param(
            ("role,Analyseren", ",3"),
            ["Line 2, column A: Give the function a name."],
            id="a role without a name",
        ),
        pytest.param(("role,Analyseren",), ["Line 1, column A: The file names no function."], id="no role"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(lines: tuple[str, ...], said: list[str]) -> None:
    assert problems(read(*lines)) == said


def test_a_name_that_two_competencies_have_must_be_an_id() -> None:
    first, second = DUTCH.clusters[0].competencies[:2]
    cluster = replace(
        DUTCH.clusters[0], competencies=(replace(first, name="Same"), replace(second, name="Same"))
    )
    framework = replace(DUTCH, clusters=(cluster,))
    lines = [(1, ("role", "Same", first.id)), (2, ("Analyst", "1", "2"))]
    assert problems(read_matrix(lines, [framework])) == [
        f"Line 1, column B: More than one competency is called “Same”. Write its id: {first.id}, {second.id}."
    ]
    assert matrix_rows([], framework, [framework])[0] == (first.id, second.id)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param((), "empty", id="nothing"),
        pytest.param(("", ","), "empty", id="blank lines"),
        pytest.param(("name,mail", "Anna,anna@x.be"), "names a competency", id="another file"),
        pytest.param(
            ("role,Analyseren", *(f"role {number},1" for number in range(501))),
            "500 functions",
            id="too many",
        ),
        pytest.param(("role,Analyseren", *("x,1" for _ in range(2_000))), "2000 rows", id="too long"),
    ],
)
def test_a_file_that_is_no_matrix_is_refused(lines: tuple[str, ...], said: str) -> None:
    with pytest.raises(InvalidError, match=said):
        read(*lines)


@pytest.mark.parametrize(("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA")])
def test_columns_have_the_letters_of_a_spreadsheet(column: int, letters: str) -> None:
    assert column_letters(column) == letters


names = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20)
targets = st.dictionaries(st.sampled_from(IDS), st.integers(1, 4))


@pytest.mark.parametrize("is_turned", [False, True], ids=["a role per line", "a competency per line"])
@given(st.lists(st.tuples(names, targets), min_size=1, max_size=6, unique_by=lambda role: role_key(role[0])))
def test_what_is_written_is_read_again(is_turned: bool, roles: list[tuple[str, dict[str, int]]]) -> None:
    written = [RoleTargets(name, levels) for name, levels in roles]
    headings, rows = matrix_rows(written, DUTCH, LANGUAGES)
    cells = [["role", *headings], *([str(cell) for cell in row] for row in rows)]
    if is_turned:
        cells = [list(column) for column in zip(*cells, strict=True)]
    matrix = read_matrix(list(enumerate(cells, 1)), LANGUAGES)
    assert matrix.problems == ()
    assert [(role_key(role.name), dict(role.targets)) for role in matrix.roles] == [
        (role_key(name), levels) for name, levels in roles
    ]
