import zipfile
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from app.adapters.tables import read_table
from app.adapters.xlsx_tables import MAX_ENTRIES
from app.domain.errors import InvalidError


def workbook(*rows: list[Any]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def repacked(content: bytes, changes: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, old.read(name)))
        for name in changes.keys() - set(old.namelist()):
            new.writestr(name, changes[name])
    return buffer.getvalue()


SIMPLE = workbook(["Email", "Name"], ["a@b.example", "Zoë"])


def test_values_of_all_kinds_become_text() -> None:
    moment = datetime(2026, 12, 18, 9, 30)  # noqa: DTZ001 - cells know no time zone
    row = ["Zoë", 3, 3.0, 2.5, True, date(2026, 12, 18), moment, time(9, 30), None]
    content = workbook([f"c{number}" for number in range(9)], row)
    values = read_table(content, "people.xlsx").rows[0].values
    assert list(values.values()) == [
        "Zoë", "3", "3", "2.5", "true", "2026-12-18", "2026-12-18 09:30:00", "09:30:00", "",
    ]  # fmt: skip


def test_rows_keep_the_number_that_the_spreadsheet_shows() -> None:
    book = openpyxl.Workbook()
    for cell, value in {
        "A2": "email",
        "B2": "name",
        "A3": "a@b.example",
        "A7": "c@d.example",
        "B7": "C",
    }.items():
        book.active[cell] = value
    rows = read_table(saved(book), "people.xlsx").rows
    assert [(row.number, dict(row.values)) for row in rows] == [
        (3, {"email": "a@b.example", "name": ""}),
        (7, {"email": "c@d.example", "name": "C"}),
    ]


def test_the_content_counts_and_not_the_name() -> None:
    assert read_table(SIMPLE, "people.csv").columns == ("email", "name")


def test_a_formula_is_refused_by_the_name_of_its_cell() -> None:
    with pytest.raises(InvalidError, match="B3"):
        read_table(workbook(["email", "name"], ["a", "b"], ["c", '=HYPERLINK("http://x")']), "people.xlsx")


def test_an_error_is_refused_by_the_name_of_its_cell() -> None:
    with pytest.raises(InvalidError, match=r"A2.*#N/A"):
        read_table(workbook(["email"], ["#N/A"]), "people.xlsx")


def test_text_that_only_looks_like_a_formula_is_text() -> None:
    book = openpyxl.Workbook()
    book.active.append(["email"])
    book.active["A2"] = "=1+1"
    book.active["A2"].data_type = "s"
    assert read_table(saved(book), "people.xlsx").rows[0].values["email"] == "=1+1"


@pytest.mark.parametrize(
    ("spelling", "message"),
    [(b"&#7;", "damaged"), (b"a&#13;b&#0;", "damaged"), (b"\x07", "damaged")],
    ids=["a character reference", "a zero byte by reference", "the byte itself"],
)
def test_control_characters_make_no_text(spelling: bytes, message: str) -> None:
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(BytesIO(SIMPLE)) as archive:
        sheet = archive.read(name)
    with pytest.raises(InvalidError, match=message):
        read_table(repacked(SIMPLE, {name: sheet.replace("Zoë".encode(), spelling)}), "people.xlsx")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"xl/media/a.bin": bytes(51 * 1024 * 1024)}, "too large", id="a bomb"),
        pytest.param({f"xl/media/{n}": b"" for n in range(MAX_ENTRIES)}, "too large", id="many entries"),
        pytest.param({"xl/workbook.xml": b"<workbook"}, "damaged", id="broken XML"),
        pytest.param(
            {"xl/worksheets/sheet1.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'},
            "declarations",
            id="entities",
        ),
        pytest.param(
            {
                "xl/worksheets/sheet1.xml": '<?xml version="1.0" encoding="UTF-16"?>'
                '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>'.encode(
                    "utf-16"
                )
            },
            "declarations",
            id="entities in UTF-16",
        ),
        pytest.param(
            {"xl/sharedStrings.xml": b"<!--" + b" " * 9000 + b"--><!DOCTYPE sst><sst/>"},
            "declarations",
            id="a document type far down",
        ),
    ],
)
def test_dangerous_workbooks_are_refused_before_they_are_opened(
    changes: dict[str, bytes], message: str
) -> None:
    with pytest.raises(InvalidError, match=message):
        read_table(repacked(SIMPLE, changes), "people.xlsx")


def test_a_row_with_an_impossible_number_is_not_waited_for() -> None:
    with zipfile.ZipFile(BytesIO(SIMPLE)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    changed = (
        sheet.replace(b'<row r="2"', b'<row r="2000000000"').replace(b'r="A2"', b"").replace(b'r="B2"', b"")
    )
    assert read_table(repacked(SIMPLE, {"xl/worksheets/sheet1.xml": changed}), "people.xlsx").rows == ()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"PK\x03\x04" + bytes(100), id="no archive"),
        pytest.param(SIMPLE[: len(SIMPLE) // 2], id="half a workbook"),
    ],
)
def test_a_damaged_workbook_is_called_so(content: bytes) -> None:
    with pytest.raises(InvalidError, match="damaged"):
        read_table(content, "people.xlsx")


def test_another_archive_is_no_workbook() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("content.xml", "<office/>")
    with pytest.raises(InvalidError, match="not an Excel workbook"):
        read_table(buffer.getvalue(), "people.ods")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        pytest.param([["x"] * 51], "50 columns", id="too many columns"),
        pytest.param([["email"], ["a", *[None] * 60, "far away"]], "Line 2 .*50 columns", id="a far cell"),
        pytest.param([["email"]] + [["a"]] * 20_001, "20000 rows", id="too many rows"),
        pytest.param([], "empty", id="an empty sheet"),
    ],
)
def test_sheets_have_the_limits_of_all_tables(rows: list[list[Any]], message: str) -> None:
    with pytest.raises(InvalidError, match=message):
        read_table(workbook(*rows), "people.xlsx")
