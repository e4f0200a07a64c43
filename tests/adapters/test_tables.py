import codecs
import csv
from contextlib import suppress
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.tables import MAX_BYTES, read_table, write_csv
from app.domain.errors import InvalidError

PEOPLE = (
    "email;Name;Manager e-mail\r\n"
    "zoë@example.org;Zoë Peeters;\r\n"
    "\r\n"
    'an@example.org;"Jansen; An";zoë@example.org\r\n'
)
EXPECTED = [
    (2, {"email": "zoë@example.org", "name": "Zoë Peeters", "manager_e_mail": ""}),
    (4, {"email": "an@example.org", "name": "Jansen; An", "manager_e_mail": "zoë@example.org"}),
]

cells = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=[*map(chr, range(32)), "\x7f"])
    | st.sampled_from("=+-@'\"\n,;\t"),
    max_size=12,
).filter(lambda cell: cell == cell.strip(" \t\r\n\f\v\u00a0\u2007\u202f\ufeff\u200b"))


def rows_of(content: bytes) -> list[tuple[int, dict[str, str]]]:
    return [(row.number, dict(row.values)) for row in read_table(content, "people.csv").rows]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(PEOPLE.encode(), id="UTF-8"),
        pytest.param(PEOPLE.encode("utf-8-sig"), id="UTF-8 with mark"),
        pytest.param(codecs.BOM_UTF16_LE + PEOPLE.encode("utf-16-le"), id="UTF-16 little"),
        pytest.param(codecs.BOM_UTF16_BE + PEOPLE.encode("utf-16-be"), id="UTF-16 big"),
        pytest.param(PEOPLE.encode("utf-16-le"), id="UTF-16 little without mark"),
        pytest.param(PEOPLE.encode("utf-16-be"), id="UTF-16 big without mark"),
        pytest.param(PEOPLE.encode("cp1252"), id="cp1252"),
        pytest.param(PEOPLE.replace("\r\n", "\n").encode(), id="Unix line ends"),
        pytest.param(PEOPLE.replace("\r\n", "\r").encode(), id="old Mac line ends"),
    ],
)
def test_every_encoding_reads_the_same(content: bytes) -> None:
    assert rows_of(content) == EXPECTED


@pytest.mark.parametrize("separator", [";", ",", "\t"], ids=["semicolon", "comma", "tab"])
def test_the_separator_is_found_in_the_header(separator: str) -> None:
    content = write_csv(["email", "name; given, family"], [["a@b.example", "x"]], separator)
    assert rows_of(content) == [(2, {"email": "a@b.example", "name;_given,_family": "x"})]


@pytest.mark.parametrize("first", ["sep=;\r\n", "SEP=;\n", '"sep=;"\r\n'])
def test_the_line_in_which_excel_names_its_separator_is_no_header(first: str) -> None:
    assert rows_of((first + "email,x;name\r\na@b.example;A\r\n").encode()) == [
        (3, {"email,x": "a@b.example", "name": "A"})
    ]


def test_columns_are_compared_without_case_spaces_and_hyphens() -> None:
    table = read_table(b"  E-Mail ,Manager  Email,ROLE\na,b,c\n", "people.csv")
    assert table.columns == ("e_mail", "manager_email", "role")


def test_a_single_column_needs_no_separator() -> None:
    assert rows_of(b"email\na@b.example\n") == [(2, {"email": "a@b.example"})]


def test_rows_are_numbered_by_the_line_they_start_on() -> None:
    content = b'email,note\na@b.example,"two\nlines"\n\nc@d.example,x\n'
    assert [number for number, _ in rows_of(content)] == [2, 5]


def test_short_lines_and_trailing_separators_do_no_harm() -> None:
    assert rows_of(b"email;name;;\na@b.example\nc@d.example;C;;\n;;;\n") == [
        (2, {"email": "a@b.example", "name": ""}),
        (3, {"email": "c@d.example", "name": "C"}),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b"\r\n \r\n;;\r\n", "empty", id="blank lines"),
        pytest.param(b"email,Email\na,b\n", "email appears more than once", id="a column twice"),
        pytest.param(b'email,name\na,"x\nb,y\n', "Line 2 ", id="an open quotation mark"),
        pytest.param(b'email,name\na,b\n"x"y,z\n', "Line 3 ", id="text after a quotation mark"),
        pytest.param(b"email\n" + b"x" * 200_000 + b"\n", "Line 2 ", id="an endless cell"),
        pytest.param(b"email\n\x81\x8d\n", "letters", id="letters of no encoding"),
        pytest.param(b"\xff\xfea", "letters", id="half a letter"),
        pytest.param(b"x" * (MAX_BYTES + 1), "5 MiB", id="too many bytes"),
        pytest.param(b"email\n" + b"a\n" * 20_001, "20000 rows", id="too many rows"),
        pytest.param(b",".join(b"c%d" % n for n in range(51)), "50 columns", id="too many columns"),
        pytest.param(b"\xd0\xcf\x11\xe0" + bytes(100), "old or protected", id="an old Excel file"),
    ],
)
def test_what_cannot_be_read_is_explained(content: bytes, message: str) -> None:
    with pytest.raises(InvalidError, match=message):
        read_table(content, "people.csv")


def test_20000_rows_and_50_columns_are_read() -> None:
    assert len(read_table(b"email\n" + b"a\n" * 20_000, "people.csv").rows) == 20_000
    assert len(read_table(b",".join(b"c%d" % n for n in range(50)), "people.csv").columns) == 50


def test_every_line_that_is_not_right_is_listed() -> None:
    content = b"email,,name\na,,b,c\nd,x,e\nf,,g\nh\0,,i\n"
    with pytest.raises(InvalidError) as caught:
        read_table(content, "people.csv")
    assert [str(problem) for problem in caught.value.problems] == [
        "Line 5, column 1: there is a control character that belongs in no text.",
        "Line 2: there is something beyond the 3 columns that have a name.",
        "Line 3: there is something in column 2, which has no name.",
    ]


def test_a_workbook_by_name_only_is_damaged() -> None:
    with pytest.raises(InvalidError, match="damaged"):
        read_table(b"not a workbook", "people.xlsx")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "'="])
def test_no_exported_cell_starts_a_formula(start: str) -> None:
    content = write_csv(["name"], [[f"{start}1+1"]]).decode("utf-8-sig")
    assert list(csv.reader(StringIO(content, newline="")))[1] == [f"'{start}1+1"]


def test_an_export_says_that_it_is_utf8() -> None:
    assert write_csv(["naam"], [["Zoë"]]) == codecs.BOM_UTF8 + "naam\r\nZoë\r\n".encode()


@given(st.lists(st.lists(cells, min_size=3, max_size=3).filter(any), max_size=8))
def test_what_was_exported_is_imported_unchanged(rows: list[list[str]]) -> None:
    table = read_table(write_csv(["a", "b", "c"], rows), "export.csv")
    assert [list(row.values.values()) for row in table.rows] == rows


@given(st.binary(max_size=300))
def test_no_file_whatever_gives_anything_but_a_table_or_a_reason(content: bytes) -> None:
    with suppress(InvalidError):
        assert read_table(content, "people.csv").columns
