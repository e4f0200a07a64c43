"""Frameworks from files: read whole or refused whole; on both databases where something is stored."""

from io import BytesIO

import openpyxl
import pytest

from app.adapters.tables import read_table, write_csv
from app.adapters.xlsx_writing import write_xlsx
from app.domain.errors import InvalidError
from app.services.framework_imports import (
    MAX_BYTES,
    ImportChoices,
    check_import,
    document_text,
    read_framework,
    store_import,
)
from app.services.frameworks import BUNDLED, all_languages, find_framework, list_frameworks
from app.services.ports import Tools
from app.services.work import SYSTEM, open_reading, open_work
from framework.export import one_file, sheet_rows
from framework.loader import load_framework
from tests.services.own_frameworks import NAMES, a_document, an_import

RONDOM = tuple(load_framework(language) for language in ("nl", "en", "fr"))


def written(kind: str) -> bytes:
    """Return the bundled framework in a file as an export writes it."""
    columns, *rows = sheet_rows(RONDOM)
    if kind == "toml":
        return one_file(RONDOM).encode()
    return write_csv(columns, rows) if kind == "csv" else write_xlsx(columns, rows)


def test_a_document_becomes_a_published_framework(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        store_import(work, an_import())
    with open_reading(tools, SYSTEM) as work:
        framework = find_framework(work, "keuken", "nl")
    assert (framework.id, framework.name, framework.revision) == ("keuken", "Keuken", 1)
    assert tuple(each.name for each in framework.competencies) == NAMES


@pytest.mark.parametrize("kind", ["toml", "csv", "xlsx"])
def test_what_is_taken_away_and_brought_back_lost_nothing(tools: Tools, kind: str) -> None:
    choices = ImportChoices(f"file.{kind}", "eigen")
    with open_work(tools, SYSTEM) as work:
        store_import(work, read_framework(written(kind), choices, read_table))
    with open_reading(tools, SYSTEM) as work:
        copies = all_languages(work, "eigen")
    assert [copy.clusters for copy in copies] == [original.clusters for original in RONDOM]
    assert [copy.name for copy in copies] == [original.name for original in RONDOM]


@pytest.mark.parametrize("taken", [BUNDLED, "keuken"])
def test_an_id_that_is_taken_is_refused_and_nothing_is_written(tools: Tools, taken: str) -> None:
    with open_work(tools, SYSTEM) as work:
        store_import(work, an_import())
    with pytest.raises(InvalidError), open_work(tools, SYSTEM) as work:
        store_import(work, an_import(taken, "Other"))
    with open_reading(tools, SYSTEM) as work:
        assert [each.name for each in list_frameworks(work)][1:] == ["Keuken"]


def test_a_look_writes_nothing(tools: Tools) -> None:
    with open_reading(tools, SYSTEM) as work:
        check_import(work, an_import())
        assert len(list_frameworks(work)) == 1


def a_workbook_with_a_formula() -> bytes:
    """Return the sheet of the bundled framework, in which one cell is calculated."""
    workbook = openpyxl.load_workbook(BytesIO(written("xlsx")))
    workbook.active["C2"] = "=A1"
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


REFUSED = {
    "half a document": ("x.txt", a_document()[: len(a_document()) // 2].encode()),
    "an empty document": ("x.txt", b"  \n"),
    "another encoding": ("x.txt", a_document().replace("elke", "één").encode("latin-1")),
    "a document of a word processor": ("x.txt", b"PK\x03\x04rest"),
    "a control character": ("x.txt", a_document().replace("elke", "el\0ke").encode()),
    "an unknown ending": ("x.pdf", b"%PDF-1.7"),
    "no ending": ("framework", b"anything"),
    "broken TOML": ("x.toml", b"id = "),
    "a TOML file of something else": ("x.toml", b'[project]\nname = "x"\n'),
    "a sheet without columns": ("x.csv", b"a,b\n1,2\n"),
    "a formula": ("x.xlsx", a_workbook_with_a_formula()),
    "two competencies with one name": (
        "x.txt",
        a_document().replace("Servies dragen", "Broodbakken").encode(),
    ),
    "five levels": ("x.csv", write_csv(sheet_rows(RONDOM)[0], [["C", "c", "A", "a", "D", "5", *[""] * 6]])),
    "too large": ("x.txt", b"a" * (MAX_BYTES + 1)),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_whole_is_refused(case: str) -> None:
    name, content = REFUSED[case]
    with pytest.raises(InvalidError):
        read_framework(content, ImportChoices(name), read_table)


def test_a_refusal_names_the_line() -> None:
    content = a_document().replace("elke", "één").encode("latin-1")
    line = content[: content.index(b"\xe9\xe9n")].count(b"\n") + 1
    with pytest.raises(InvalidError) as refused:
        document_text(content)
    assert [str(problem).partition(":")[0] for problem in refused.value.problems] == [f"line {line}"]


@pytest.mark.parametrize(
    ("filename", "name", "its_id"),
    [
        ("onze_competenties.txt", "Onze competenties", "onze-competenties"),
        ("Woordenboek 2025.txt", "Woordenboek 2025", "woordenboek-n2025"),
        ("000_97917b87.txt", "Competencies", "competencies"),
        ("C:\\docs\\gids.txt", "Gids", "gids"),
    ],
)
def test_a_name_and_an_id_are_made_from_the_files_name(filename: str, name: str, its_id: str) -> None:
    found = read_framework(a_document().encode(), ImportChoices(filename), read_table).framework
    assert (found.name, found.id) == (name, its_id)


def test_what_was_inferred_is_told() -> None:
    assert [line.partition(":")[0] for line in an_import().inferred] == ["line 5"]
    assert an_import().origin == "imported from keuken.txt"
