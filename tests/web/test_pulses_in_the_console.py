"""What administrators see of a pulse: that there is one, never what it asks."""

import pytest
from bs4 import BeautifulSoup

from app.bootstrap import Bundle
from tests.fakes import FixedClock
from tests.services.after_report import a_released_report, close_and_seal, pulse_rounds
from tests.web.visitor import Visitor

PAGES = ("settings", "competencies", "raters", "mails", "release", "preview", "teams", "quality")


@pytest.fixture
def pulse_id(bundle: Bundle, clock: FixedClock) -> str:
    """Return the round of a pulse that runs."""
    after = a_released_report(bundle.tools, clock, level=2)
    after.plan("analyseren")
    after.consent()
    after.wait_for_the_day()
    (pulse,) = pulse_rounds(bundle.tools)
    return pulse.id


@pytest.fixture
def hr(pulse_id: str, administrator: Visitor) -> Visitor:
    """Return an administrator who signs in once the pulse runs."""
    return administrator


def test_it_is_listed_with_its_day_and_state(hr: Visitor) -> None:
    words = " ".join(hr.page("/console/").get_text(" ").split())
    assert "Pulse, since 3 March 2027" in words
    assert "Collecting answers" in words


def test_its_page_offers_reminders_and_nothing_else(hr: Visitor, pulse_id: str) -> None:
    page = hr.page(f"/console/rounds/{pulse_id}/progress")
    forms = {str(form["action"]).rpartition("/")[2] for form in page.select("main form")}
    assert forms == {"remind"}
    assert "This is a pulse" in page.get_text(" ")


@pytest.mark.parametrize("path", PAGES)
def test_what_it_asks_is_not_found(hr: Visitor, pulse_id: str, path: str) -> None:
    assert hr.get(f"/console/rounds/{pulse_id}/{path}").status_code == 404


def test_after_the_seal_it_leads_to_its_progress(hr: Visitor, bundle: Bundle, pulse_id: str) -> None:
    close_and_seal(bundle.tools, pulse_id)
    assert hr.get(f"/console/rounds/{pulse_id}/").location.endswith("/progress")
    page = BeautifulSoup(hr.get(f"/console/rounds/{pulse_id}/progress").text, "html.parser")
    assert not page.select("main a[href*=release]")
