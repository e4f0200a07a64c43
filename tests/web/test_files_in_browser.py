"""Reports as files in a real browser: the download begins by itself, and axe finds nothing on the pages."""

import pytest
from flask import Flask
from playwright.sync_api import Browser

from app.bootstrap import Bundle
from app.domain.report_reading import ReadingRules
from app.services.typeset_reports import typeset_wanted
from app.services.work import SYSTEM, open_reading
from app.storage.people import Person
from app.storage.rounds import Participant
from tests.builders import a_signed_in_person, an_administrator
from tests.end_to_end.browsing import DESK, PHONE, Visitor, Watch, signed_in
from tests.web.report_scenes import a_scene

pytestmark = pytest.mark.browser
ANSWERS = {"self": [3], "peer": [2, 3, 3, 4]}


def test_the_download_begins_by_itself_as_soon_as_the_file_is_made(
    app: Flask, browser: Browser, watch: Watch, bundle: Bundle
) -> None:
    scene = a_scene(app, bundle, ANSWERS)
    anna = signed_in(Visitor(browser, watch, PHONE), watch, own_cookie(bundle, scene.participant_id))
    anna.open(f"{scene.address}/report.pdf?lang=en")
    assert anna.page.get_by_role("heading", name="The PDF is being made").is_visible()
    with anna.page.expect_download(timeout=60_000) as download:
        typeset_wanted(bundle.tools)
    assert download.value.suggested_filename == "Round 1 - Anna - en.pdf"
    assert watch.wrong == []
    anna.leave()


def test_the_page_of_exports_is_accessible(
    app: Flask, browser: Browser, watch: Watch, bundle: Bundle
) -> None:
    scene = a_scene(app, bundle, ANSWERS, reading=ReadingRules(hr_reads=True))
    hr = signed_in(Visitor(browser, watch, DESK), watch, an_administrator(bundle.tools))
    hr.open(f"/console/rounds/{scene.round_id}/exports?lang=en")
    typeset_wanted(bundle.tools)
    hr.page.get_by_role("link", name="Download the archive").wait_for(timeout=60_000)
    hr.open(f"/console/rounds/{scene.round_id}/exports?lang=nl")
    assert watch.wrong == []
    hr.leave()


def own_cookie(bundle: Bundle, participant_id: str) -> str:
    """Return the cookie of a participant who has signed in."""
    with open_reading(bundle.tools, SYSTEM) as work:
        participant = work.session.get_one(Participant, participant_id)
        person = work.session.get_one(Person, participant.person_id)
    return a_signed_in_person(bundle.tools, person)
