"""Workbooks that are taken away hold texts and numbers, never formulas."""

from io import BytesIO

import openpyxl
import pytest

from app.adapters.tables import read_lines, read_table, write_csv
from app.adapters.xlsx_writing import write_xlsx

RISKY = ["=1+1", "+32 9", "-5", "@SUM(A1)", "=HYPERLINK(A1)", "#N/A", "'=1", "1", "true", "2026-11-23"]


@pytest.mark.parametrize("typed", [*RISKY, "Team lead", "naïve ☕", "two\nlines"])
def test_a_text_is_read_again_as_it_was(typed: str) -> None:
    content = write_xlsx(["role", typed], [[typed, typed]])
    (_, header), (_, row) = read_lines(content, "matrix.xlsx")
    assert [*header, *row] == ["role", typed, typed, typed]


@pytest.mark.parametrize("typed", RISKY)
def test_a_text_is_a_cell_of_type_text_and_stays_one(typed: str) -> None:
    sheet = openpyxl.load_workbook(BytesIO(write_xlsx(["a"], [[typed]]))).worksheets[0]
    assert (sheet["A2"].data_type, sheet["A2"].value, sheet["A2"].quotePrefix) == ("s", typed, True)


def test_numbers_are_numbers_and_blanks_are_empty() -> None:
    sheet = openpyxl.load_workbook(BytesIO(write_xlsx(["a", "b", "c"], [[3, "", "x"]]))).worksheets[0]
    assert [cell.value for cell in sheet[2]] == [3, None, "x"]
    assert sheet.freeze_panes == "B2"


def test_characters_that_a_workbook_cannot_hold_are_left_out() -> None:
    assert read_table(write_xlsx(["a"], [["x\x01y"]]), "a.xlsx").rows[0].values == {"a": "xy"}


def test_lines_of_a_csv_file_lose_the_guard_but_not_their_spelling() -> None:
    content = write_csv(["=Role", "Team Lead"], [["=1+1", "3"]])
    assert read_lines(content, "a.csv") == [(1, ["=Role", "Team Lead"]), (2, ["=1+1", "3"])]


def test_a_sheet_may_have_no_rows() -> None:
    assert read_table(write_xlsx(["name"], []), "a.xlsx").columns == ("name",)
