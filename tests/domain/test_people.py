"""What a row of the people file says, and what is wrong with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidError
from app.domain.people import COLUMNS, known_language, read_people, read_person, row_problem
from app.domain.tables import Row, Table

LANGUAGES = ("nl", "en", "fr")


def table(columns: str, *lines: str) -> Table:
    names = tuple(columns.split(","))
    return Table(
        names,
        tuple(
            Row(number, dict(zip(names, line.split(","), strict=True)))
            for number, line in enumerate(lines, start=2)
        ),
    )


def wrong_columns(**values: str) -> list[str]:
    return [problem.column for problem in read_person({"name": "Anna", **values}, LANGUAGES).problems]


def test_addresses_are_compared_in_lower_case_and_names_without_double_spaces() -> None:
    row = read_person({"email": " Anna@Example.ORG ", "name": " Anna   Aerts "}, LANGUAGES)
    assert (row.email, row.name, row.problems) == ("anna@example.org", "Anna Aerts", ())


def test_a_column_that_is_not_there_says_nothing_and_an_empty_one_empties() -> None:
    absent, empty = (
        read_people(table(columns, line), LANGUAGES).rows[0]
        for columns, line in (("email,name", "a@x.be,Anna"), ("email,name,department", "a@x.be,Anna,"))
    )
    assert absent.department is None
    assert empty.department == ""
    assert absent.manager_email is None


@pytest.mark.parametrize(
    ("values", "time_zone"),
    [({}, None), ({"time_zone": " "}, ""), ({"time_zone": "asia/tokyo"}, "Asia/Tokyo")],
    ids=["no column", "an empty cell", "a time zone"],
)
def test_a_time_zone_is_kept_emptied_or_read(values: dict[str, str], time_zone: str | None) -> None:
    assert read_person({"name": "Anna", **values}, LANGUAGES).time_zone == time_zone


def test_a_wrong_time_zone_says_how_to_write_one() -> None:
    (problem,) = read_person({"name": "Anna", "time_zone": "GMT+25"}, LANGUAGES).problems
    assert str(row_problem(4, problem)) == (
        "Line 4, time_zone: There is no time zone “GMT+25”."
        " Write it like Europe/Brussels or America/New_York, or leave it empty."
    )


def test_an_empty_address_is_a_person_without_address() -> None:
    assert read_person({"email": "", "name": "Anna"}, LANGUAGES).problems == ()


@pytest.mark.parametrize(
    ("values", "column"),
    [
        pytest.param({"email": "anna"}, "email", id="no address"),
        pytest.param(
            {"email": "a@x.be", "manager_email": "boss"}, "manager_email", id="manager is no address"
        ),
        pytest.param({"email": "a@x.be", "manager_email": "A@x.be"}, "manager_email", id="own manager"),
        pytest.param({"name": " "}, "name", id="no name"),
        pytest.param({"name": "A" * 201}, "name", id="long name"),
        pytest.param({"name": "An\x00na"}, "name", id="unprintable name"),
        pytest.param({"department": "D" * 201}, "department", id="long department"),
        pytest.param({"role": "R\u202en"}, "role", id="text that turns round"),
        pytest.param({"language": "de"}, "language", id="language we do not speak"),
        pytest.param({"time_zone": "Mars/Olympus"}, "time_zone", id="time zone nobody knows"),
    ],
)
def test_a_wrong_field_is_named(values: dict[str, str], column: str) -> None:
    assert wrong_columns(**values) == [column]


def test_all_wrong_fields_of_a_row_are_named_at_once() -> None:
    assert wrong_columns(email="x", name="", language="de") == ["email", "name", "language"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [("nl", "nl"), ("NL-be", "nl"), ("fr_BE", "fr"), ("Nederlands", "nl"), ("English", "en"), ("de", None)],
)
def test_languages_are_known_by_code_and_by_name(typed: str, code: str | None) -> None:
    assert known_language(typed, LANGUAGES) == code


def test_a_language_this_installation_does_not_speak_is_not_known() -> None:
    assert known_language("Français", ("nl", "en")) is None


@pytest.mark.parametrize(("columns", "missing"), [("name,role", "email"), ("email,naam", "name")])
def test_a_file_without_a_needed_column_is_refused_with_the_columns_it_has(
    columns: str, missing: str
) -> None:
    with pytest.raises(InvalidError) as refusal:
        read_people(table(columns), LANGUAGES)
    assert f"“{missing}”" in str(refusal.value)
    assert columns.split(",")[1] in str(refusal.value)


def test_columns_that_are_not_used_are_mentioned() -> None:
    read = read_people(table("phone,email,name", "1,a@x.be,Anna"), LANGUAGES)
    assert [str(notice) for notice in read.notices] == ["The column “phone” is not used."]


def test_a_problem_reads_with_line_and_column() -> None:
    read = read_people(table("email,name", "a@x.be,Anna", "bert,Bert"), LANGUAGES)
    (problem,) = read.rows[1].problems
    assert str(row_problem(3, problem)) == "Line 3, email: “bert” is not a mail address."


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text()))
def test_whatever_is_typed_is_read_or_named(values: dict[str, str]) -> None:
    row = read_person(values, LANGUAGES)
    if not row.problems:
        assert row.name
        assert row.name.isprintable()
        assert row.language in (*LANGUAGES, None)
