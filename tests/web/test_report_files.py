"""The report as a PDF to take away: for whoever may read it; by waiting when it is not there yet."""

from flask import Flask

from app.bootstrap import Bundle
from app.services.ports import JobName
from app.services.typeset_reports import typeset_wanted
from app.services.work import SYSTEM, open_work
from tests.builders import a_person, a_signed_in_person, an_administrator
from tests.fakes import FakeQueue
from tests.web.conftest import visitor_of
from tests.web.report_scenes import a_collecting_scene, a_scene

ANSWERS = {"self": [3], "peer": [2, 3, 3, 4]}


def test_a_stored_file_comes_at_once_with_a_name_for_its_round_and_person(app: Flask, bundle: Bundle) -> None:
    scene = a_scene(app, bundle, ANSWERS, participant_name="Zoë/Ñ O'Neil")
    typeset_wanted(bundle.tools)
    response = scene.visitor.get(f"{scene.address}/report.pdf")
    assert response.status_code == 200
    assert response.data.startswith(b"%PDF-")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Language"] == "en"
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith("attachment; ")
    assert "filename*=UTF-8''Round%201%20-%20Zo%C3%AB%20%C3%91%20O%27Neil%20-%20en.pdf" in disposition


def test_while_there_is_no_file_the_page_says_so_and_asks_again(
    app: Flask, bundle: Bundle, queue: FakeQueue
) -> None:
    scene = a_scene(app, bundle, ANSWERS)
    response = scene.visitor.get(f"{scene.address}/report.pdf?lang=fr")
    assert response.status_code == 202
    assert response.headers["Refresh"] == "2"
    assert (str(JobName.TYPESET), scene.participant_id, "fr") in queue.published
    typeset_wanted(bundle.tools)
    again = scene.visitor.get(f"{scene.address}/report.pdf?lang=fr")
    assert again.status_code == 200
    assert again.headers["Content-Language"] == "fr"


def test_nobody_else_learns_that_there_is_a_file(app: Flask, bundle: Bundle) -> None:
    scene = a_scene(app, bundle, ANSWERS)
    typeset_wanted(bundle.tools)
    with open_work(bundle.tools, SYSTEM) as work:
        stranger = a_person(work)
    for cookie in (an_administrator(bundle.tools), a_signed_in_person(bundle.tools, stranger)):
        visitor = visitor_of(app)
        visitor.sign_in_with(cookie)
        assert visitor.get(f"{scene.address}/report.pdf").status_code == 404
    assert visitor_of(app).get(f"{scene.address}/report.pdf").status_code == 303


def test_before_the_release_the_participant_waits(app: Flask, bundle: Bundle) -> None:
    scene = a_collecting_scene(app, bundle, ANSWERS)
    scene.close()
    assert scene.visitor.get(f"{scene.address}/report.pdf").status_code == 409


def test_the_report_leads_to_its_file(app: Flask, bundle: Bundle) -> None:
    scene = a_scene(app, bundle, ANSWERS)
    assert scene.page().select(f"a[href='{scene.address}/report.pdf']")
