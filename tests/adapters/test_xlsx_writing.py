"""Workbooks to take away."""

import pytest

from app.adapters.tables import read_table
from app.adapters.xlsx_writing import write_xlsx

WORDS = ["plain", "=1+1", "+32 2", "-", "@home", "'quoted", "1,5", "één «deux»", "two\nlines", ""]


@pytest.mark.parametrize("words", WORDS, ids=repr)
def test_every_text_comes_back_as_it_was(words: str) -> None:
    table = read_table(write_xlsx(("name", "other"), [(words, "x")]), "file.xlsx")
    assert [dict(row.values) for row in table.rows] == [{"name": words, "other": "x"}]


def test_a_sheet_may_have_no_rows() -> None:
    assert read_table(write_xlsx(("name",), []), "file.xlsx").columns == ("name",)
