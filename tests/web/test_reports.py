"""Who reads which report, and when."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from app.bootstrap import Bundle
from app.domain.rounds import closing_instant
from app.services.raters import add_rater
from app.services.work import SYSTEM, open_work
from tests.builders import a_person, a_signed_in_person
from tests.fakes import START, FixedClock
from tests.web.conftest import visitor_of
from tests.web.report_scenes import SILENT, a_collecting_scene, a_scene
from tests.web.visitor import Visitor

EVERYBODY = {"self": [3], "manager": [3], "peer": [2, 3, 3, 4, 4], "other": [3, 3]}


def somebody(app: Flask, bundle: Bundle) -> Visitor:
    """Return the browser of a person who takes part in nothing."""
    with open_work(bundle.tools, SYSTEM) as work:
        person = a_person(work, "Wout", language="en")
    visitor = visitor_of(app)
    visitor.sign_in_with(a_signed_in_person(bundle.tools, person))
    return visitor


def test_a_stranger_is_sent_to_sign_in(app: Flask, bundle: Bundle, client: Visitor) -> None:
    scene = a_scene(app, bundle, EVERYBODY)
    for path in ("/reports/", scene.address):
        assert client.get(path).headers["Location"] == "/sign-in/"


def test_somebody_else_sees_the_same_as_where_nothing_is(app: Flask, bundle: Bundle) -> None:
    scene = a_scene(app, bundle, EVERYBODY)
    other = somebody(app, bundle)
    token = other.form_token()
    answers = [other.get(path) for path in (scene.address, "/reports/" + "0" * 32, "/reports/%00")]
    assert [answer.status_code for answer in answers] == [404] * 3
    pages = {answer.text.replace(token, "") for answer in answers}
    assert len(pages) == 1
    assert "Anna" not in pages.pop()


@pytest.mark.parametrize("is_released", [False, True])
def test_administrators_do_not_read_reports(
    app: Flask, bundle: Bundle, administrator: Visitor, is_released: bool
) -> None:
    scene = a_collecting_scene(app, bundle, EVERYBODY)
    scene.close()
    if is_released:
        scene.release()
    assert administrator.get(scene.address).status_code == 404


@pytest.mark.parametrize("is_closed", [False, True], ids=["collecting", "closed"])
def test_the_own_report_says_that_it_is_not_released_yet(app: Flask, bundle: Bundle, is_closed: bool) -> None:
    scene = a_collecting_scene(app, bundle, EVERYBODY)
    if is_closed:
        scene.close()
    answer = scene.visitor.get(scene.address)
    assert answer.status_code == 409
    assert "Not released yet" in answer.text
    assert 'class="report"' not in answer.text


def test_the_list_teaches_while_there_is_nothing(app: Flask, bundle: Bundle) -> None:
    page = somebody(app, bundle).page("/reports/")
    assert "When you take part in a round, it appears here." in page.get_text()
    assert not page.select("main .button-primary")


def test_the_list_has_no_link_before_the_release(app: Flask, bundle: Bundle) -> None:
    scene = a_collecting_scene(app, bundle, EVERYBODY)
    page = scene.visitor.page("/reports/")
    assert "Collecting answers" in page.get_text()
    scene.close()
    page = scene.visitor.page("/reports/")
    assert "Not released yet" in page.get_text()
    assert not page.select(f"a[href='{scene.address}']")


def test_the_list_leads_to_the_released_report(app: Flask, bundle: Bundle) -> None:
    scene = a_scene(app, bundle, EVERYBODY)
    (button,) = scene.visitor.page("/reports/").select("main .button-primary")
    assert button["href"] == scene.address


def test_the_closing_day_is_the_organisations_although_the_seal_runs_after_midnight(
    app: Flask, bundle: Bundle, clock: FixedClock
) -> None:
    closes_at = closing_instant(date(2026, 12, 18), ZoneInfo("Europe/Brussels"))
    scene = a_collecting_scene(app, bundle, EVERYBODY, closes_at=closes_at)
    clock.now = closes_at
    clock.move(minutes=16)
    scene.close()
    scene.release()
    assert scene.json()["round"]["closed_on"] == "2026-12-18"
    # the sign-in of the participant has run out by then
    clock.now = START
    assert "18 December 2026" in scene.page().select(".page-head")[0].get_text()


def test_an_early_close_tells_its_own_day(app: Flask, bundle: Bundle) -> None:
    assert a_scene(app, bundle, EVERYBODY).json()["round"]["closed_on"] == "2026-11-23"


def test_raters_added_after_the_launch_are_marked(app: Flask, bundle: Bundle) -> None:
    scene = a_collecting_scene(app, bundle, EVERYBODY)
    with open_work(bundle.tools, SYSTEM) as work:
        add_rater(work, scene.round_id, scene.participant_id, a_person(work).id, "peer")
    scene.close()
    scene.release()
    rows = {
        row.select("th")[0].get_text(): row.get_text(" ") for row in scene.page().select(".answered tbody tr")
    }
    assert "5 of 6" in rows["Peers"]
    assert "1 of them was added after the launch." in rows["Peers"]
    assert "added" not in rows["Manager"]


def test_who_answered_leaves_out_groups_nobody_was_asked_in(app: Flask, bundle: Bundle) -> None:
    page = a_scene(app, bundle, {"self": [SILENT], "peer": [3, 3, 3, SILENT]}).page()
    rows = [row.get_text(" ", strip=True) for row in page.select(".answered tbody tr")]
    assert [row.split(" of ")[0] for row in rows] == ["You 0", "Peers 3"]
    assert "Manager" not in {one.get_text(strip=True) for one in page.select(".lane-label")}
