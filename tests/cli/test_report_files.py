"""Reports from the command line: one as JSON, PDF or HTML, and a whole round in one file."""

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from pypdf import PdfReader

from app.bootstrap import bootstrap
from app.cli.main import rondom
from app.services.releases import release_round
from app.services.sealing import begin_close, seal_round
from app.services.work import SYSTEM, open_work
from app.settings import load_settings
from app.storage.people import Person
from app.storage.rounds import Participant
from app.storage.schema import upgrade
from tests.builders import a_launched_round, everybody_answers

FORMULA = '=HYPERLINK("http://example.org","x")'


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of an installation with a released round of two, one with a name like a formula."""
    monkeypatch.setenv("RONDOM_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("RONDOM_LANGUAGES", "en,nl,fr")
    bundle = bootstrap(load_settings())
    upgrade(bundle.database)
    with open_work(bundle.tools, SYSTEM) as work:
        round_ = a_launched_round(work, 2, peers=4, direct_reports=0)
        round_id = round_.id
        first = work.session.query(Participant).order_by(Participant.id).first()
        assert first is not None
        work.session.get_one(Person, first.person_id).name = FORMULA
    everybody_answers(bundle.tools, round_id, comment="=1+1")
    with open_work(bundle.tools, SYSTEM) as work:
        begin_close(work, round_id)
    seal_round(bundle.tools, round_id)
    with open_work(bundle.tools, SYSTEM) as work:
        release_round(work, round_id)
    bundle.database.engine.dispose()
    return tmp_path


def said(*arguments: str) -> Result:
    return CliRunner().invoke(rondom, ["report", *arguments])


def test_one_report_is_written_as_pdf_and_as_html(instance: Path) -> None:
    pdf, html = instance / "a.pdf", instance / "a.html"
    assert said("show", "Round 1", FORMULA, "--pdf", str(pdf), "--language", "en").exit_code == 0
    assert said("show", "Round 1", FORMULA, "--html", str(html), "--language", "en").exit_code == 0
    words = " ".join(page.extract_text() for page in PdfReader(pdf).pages)
    page = html.read_text(encoding="utf-8")
    for found in (words, page):
        assert "What stands out" in found
    assert "<script" not in page
    assert "http://www.w3.org" in page
    assert "=HYPERLINK(&#34;" in page
    assert list(instance.glob("*.part")) == []


def test_exactly_one_form_is_asked_for(instance: Path) -> None:
    assert said("show", "Round 1", FORMULA).exit_code == 2
    assert said("show", "Round 1", FORMULA, "--json", "--pdf", "x.pdf").exit_code == 2


def test_the_two_writings_of_one_report_are_the_same_bytes(instance: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        assert said("show", "Round 1", FORMULA, "--pdf", str(instance / name)).exit_code == 0
    assert (instance / "a.pdf").read_bytes() == (instance / "b.pdf").read_bytes()


def test_the_json_export_holds_every_report_as_it_is_shown(instance: Path) -> None:
    exported = json.loads(said("export", "Round 1", "--format", "json", "--language", "en").stdout)
    shown = said("show", "Round 1", FORMULA, "--json", "--language", "en").stdout
    assert len(exported) == 2
    assert json.loads(shown) in exported


def test_no_cell_of_the_spreadsheets_is_a_formula(instance: Path) -> None:
    csv = said("export", "Round 1", "--format", "csv").stdout_bytes.decode("utf-8-sig")
    assert f"'{FORMULA[:11]}" in csv
    file = instance / "round.xlsx"
    assert said("export", "Round 1", "--format", "xlsx", "--output", str(file)).exit_code == 0
    sheet = load_workbook(file).worksheets[0]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert FORMULA in {cell.value for cell in cells}


def test_every_cell_of_the_csv_is_one_of_the_json(instance: Path) -> None:
    lines = said("export", "Round 1", "--format", "csv").stdout_bytes.decode("utf-8-sig").splitlines()
    reports = json.loads(said("export", "Round 1", "--format", "json").stdout)
    cells = sum(len(competency["cells"]) for report in reports for competency in report["competencies"])
    assert len(lines) - 1 == cells


def test_the_archive_holds_one_pdf_for_each_participant(instance: Path) -> None:
    file = instance / "round.zip"
    assert said("export", "Round 1", "--format", "pdf-zip", "--output", str(file)).exit_code == 0
    with zipfile.ZipFile(BytesIO(file.read_bytes())) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 2
        assert all(archive.read(name).startswith(b"%PDF-") for name in archive.namelist())
        assert all("/" not in name for name in archive.namelist())


def test_a_place_that_cannot_be_written_is_said_so(instance: Path) -> None:
    answer = said("export", "Round 1", "--format", "csv", "--output", str(instance / "no" / "such.csv"))
    assert answer.exit_code == 1
    assert "cannot be written" in str(answer.exception)
