"""Since last time, on the report page and in the report JSON."""

import pytest
from flask import Flask

from app.bootstrap import Bundle
from app.services.reports import read_report
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.people import Person
from app.storage.rounds import Participant
from tests.builders import a_signed_in_person
from tests.fakes import FixedClock
from tests.services.after_report import AfterReport, a_later_report, a_released_report
from tests.web.conftest import visitor_of


def report(after: AfterReport) -> dict[str, object]:
    with open_reading(after.tools, after.actor) as work:
        return read_report(work, after.participant_id, "en", str).report


def section(app: Flask, after: AfterReport) -> str:
    with open_reading(after.tools, SYSTEM) as work:
        person = work.session.get_one(Person, after.person_id)
    visitor = visitor_of(app)
    visitor.sign_in_with(a_signed_in_person(after.tools, person))
    found = visitor.page(f"/reports/{after.participant_id}?lang=en").select("#since")
    return " ".join(found[0].get_text(" ").split()) if found else ""


@pytest.fixture
def first(bundle: Bundle, clock: FixedClock) -> AfterReport:
    """Return a first report in which everybody chose level 2."""
    return a_released_report(bundle.tools, clock, level=2)


def test_a_first_report_looks_back_to_nothing(app: Flask, first: AfterReport) -> None:
    assert report(first)["trend"] is None
    assert section(app, first) == ""


def test_a_later_report_says_what_moved_and_since_when(app: Flask, first: AfterReport) -> None:
    later = a_later_report(first, level=3)
    words = section(app, later)
    assert "Compared with “Round 1”, which closed on" in words
    assert "Peers: moved up by about a level" in words
    assert "You: moved up by about a level" in words
    assert "the highest and the lowest answer of each group are left out" in words
    assert "With fewer than 8 raters, differences under half a level mean little." in words


def test_the_first_report_stays_as_it_was_read(first: AfterReport) -> None:
    before = report(first)
    a_later_report(first, level=3)
    assert report(first) == before


def test_who_was_replaced_decides_whether_a_block_is_compared(app: Flask, first: AfterReport) -> None:
    later = a_later_report(first, level=3, changed=2)
    words = section(app, later)
    assert "Peers. Not compared: more than a third of the people who were asked changed." in words
    assert "Direct reports: moved up by about a level" in words


def test_a_report_that_is_not_released_is_not_looked_back_to(first: AfterReport) -> None:
    later = a_later_report(first, level=3)
    with open_work(first.tools, SYSTEM) as work:
        work.session.get_one(Participant, first.participant_id).released_at = None
    assert report(later)["trend"] is None


def test_every_language_says_it(app: Flask, first: AfterReport) -> None:
    later = a_later_report(first, level=3)
    with open_reading(first.tools, SYSTEM) as work:
        person = work.session.get_one(Person, first.person_id)
    visitor = visitor_of(app)
    visitor.sign_in_with(a_signed_in_person(first.tools, person))
    for language, words in (("nl", "Sinds de vorige keer"), ("fr", "Depuis la dernière fois")):
        page = visitor.page(f"/reports/{later.participant_id}?lang={language}")
        assert page.select("#since h2")[0].get_text() == words
