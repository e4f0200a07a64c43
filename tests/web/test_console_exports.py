"""HR takes reports away only where the round says that HR reads them; every reading is noted."""

import json
import zipfile
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from app.bootstrap import Bundle
from app.domain.report_reading import ReadingRules
from app.services.typeset_reports import typeset_wanted
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.report_readers import openings_of
from tests.builders import an_administrator
from tests.web.conftest import visitor_of
from tests.web.report_scenes import Scene, a_collecting_scene, a_scene
from tests.web.visitor import Visitor

ANSWERS = {"self": [3], "peer": [2, 3, 3, 4], "other": [1]}
KINDS = ("csv", "xlsx", "json", "zip")


@pytest.fixture
def hr(app: Flask, bundle: Bundle) -> Visitor:
    visitor = visitor_of(app)
    visitor.sign_in_with(an_administrator(bundle.tools))
    return visitor


@pytest.fixture
def readable(app: Flask, bundle: Bundle) -> Scene:
    """Return a released report of a round whose reports HR reads too."""
    return a_scene(app, bundle, ANSWERS, reading=ReadingRules(hr_reads=True))


def place(scene: Scene, kind: str = "") -> str:
    return f"/console/rounds/{scene.round_id}/exports" + (f"/{kind}" if kind else "")


def page(hr: Visitor, scene: Scene) -> BeautifulSoup:
    return hr.page(f"{place(scene)}?lang=en")


def test_where_hr_does_not_read_there_is_nothing_to_take(app: Flask, bundle: Bundle, hr: Visitor) -> None:
    scene = a_scene(app, bundle, ANSWERS)
    assert "HR does not read individual reports" in page(hr, scene).get_text()
    for kind in KINDS:
        response = hr.get(place(scene, kind))
        assert (response.status_code, response.headers["Location"]) == (303, place(scene))


def test_before_the_release_there_is_nothing_to_take(app: Flask, bundle: Bundle, hr: Visitor) -> None:
    scene = a_collecting_scene(app, bundle, ANSWERS, reading=ReadingRules(hr_reads=True))
    assert "There are no reports before." in page(hr, scene).get_text()
    scene.close()
    assert "No report of this round has been released yet." in page(hr, scene).get_text()
    assert hr.get(place(scene, "json")).status_code == 303


def test_reports_are_exported_as_they_are_shown(hr: Visitor, readable: Scene) -> None:
    response = hr.get(f"{place(readable, 'json')}?lang=en")
    (report,) = json.loads(response.data)
    assert report["competencies"] == readable.json()["competencies"]
    assert response.headers["Cache-Control"] == "no-store"
    assert "attachment; filename=" in response.headers["Content-Disposition"]


def test_a_blank_cell_has_a_reason_and_no_figure(hr: Visitor, readable: Scene) -> None:
    lines = hr.get(place(readable, "csv")).data.decode("utf-8-sig").splitlines()
    blank = [line for line in lines if ",other," in line]
    assert blank
    assert all(",other,,,,,,,,,,," in line for line in blank)


def test_exporting_is_noted_like_reading(hr: Visitor, readable: Scene, bundle: Bundle) -> None:
    hr.get(place(readable))
    assert noted(bundle, readable) == 0
    hr.get(place(readable, "csv"))
    hr.get(place(readable, "xlsx"))
    assert noted(bundle, readable) == 1


def noted(bundle: Bundle, scene: Scene) -> int:
    with open_reading(bundle.tools, SYSTEM) as work:
        return len(openings_of(work.session, (scene.participant_id,)))


def test_the_archive_is_offered_once_its_files_are_made(hr: Visitor, readable: Scene, bundle: Bundle) -> None:
    first = hr.get(f"{place(readable)}?lang=en")
    assert "0 of 1" in first.text
    assert first.headers["Refresh"] == "3"
    typeset_wanted(bundle.tools)
    later = hr.get(f"{place(readable)}?lang=en")
    assert "1 of 1" in later.text
    assert "Refresh" not in later.headers
    with zipfile.ZipFile(BytesIO(hr.get(place(readable, "zip")).data)) as archive:
        assert len(archive.namelist()) == 1
        assert archive.read(archive.namelist()[0]).startswith(b"%PDF-")


def test_files_that_nobody_asked_for_are_made_at_a_click(
    hr: Visitor, readable: Scene, bundle: Bundle
) -> None:
    with open_work(bundle.tools, SYSTEM) as work:
        work.session.connection().exec_driver_sql("DELETE FROM typeset_reports")
    assert "Make the missing PDFs" in page(hr, readable).get_text()
    hr.send(place(readable))
    assert "This page looks again by itself." in page(hr, readable).get_text()
    typeset_wanted(bundle.tools)
    assert "Download the archive" in page(hr, readable).get_text()


def test_participants_find_no_export(readable: Scene) -> None:
    assert readable.visitor.get(place(readable)).status_code == 404
    assert readable.visitor.get(place(readable, "json")).status_code == 404
