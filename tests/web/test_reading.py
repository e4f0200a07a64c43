"""Reports and conversations in the browser: who gets in, what others see, what is noted."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import TestResponse

from app.bootstrap import Bundle
from app.domain.report_reading import ReadingRules
from app.services.comment_editing import comments_to_edit
from app.services.people import change_address
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.report_readers import openings_of
from app.storage.rounds import Participant
from tests.builders import a_signed_in_person, an_administrator
from tests.reading_scenes import ReadingScene, a_sealed_scene
from tests.web.conftest import visitor_of
from tests.web.console_scenes import words
from tests.web.visitor import Visitor

NOBODY = "0" * 32
MODES = {
    "nobody": ReadingRules(),
    "manager": ReadingRules("manager"),
    "coach-first": ReadingRules("coach", is_reader_first=True, coach_edits=True),
    "hr": ReadingRules(hr_reads=True),
}
READERS = {
    "nobody": {"participant"},
    "manager": {"participant", "manager"},
    "coach-first": {"coach"},
    "hr": {"participant", "hr"},
}
EVERYBODY = ("participant", "manager", "coach", "stranger", "hr")
PLACES = ("/reports/{}", "/conversations/{}", "/conversations/{}/comments")
POSTS = ("/conversations/{}/day", "/conversations/{}/held", "/conversations/{}/comments/0/0")


def browser(app: Flask, bundle: Bundle, scene: ReadingScene, who: str) -> Visitor:
    visitor = visitor_of(app)
    if who == "hr":
        visitor.sign_in_with(an_administrator(bundle.tools))
    else:
        visitor.sign_in_with(a_signed_in_person(bundle.tools, scene.persons[who]))
    return visitor


def signed_out(app: Flask) -> Visitor:
    return visitor_of(app)


@pytest.mark.parametrize("mode", MODES)
def test_the_matrix_of_readers(app: Flask, bundle: Bundle, mode: str) -> None:
    scene = a_sealed_scene(bundle.tools, MODES[mode])
    browsers = {who: browser(app, bundle, scene, who) for who in EVERYBODY}
    for is_released in (False, True):
        if is_released:
            scene.release()
        for who, visitor in browsers.items():
            _check(scene, visitor, who, READERS[mode] if is_released else set())
    assert signed_out(app).get(f"/reports/{scene.participant_id}").status_code == 303


def said(response: TestResponse) -> str:
    """Return every byte of an answer, but for the token of its forms, which tells the time."""
    return re.sub(r'(name="csrf_token" value=)"[^"]+"', r"\1", response.text)


def _check(scene: ReadingScene, visitor: Visitor, who: str, readers: set[str]) -> None:
    id_ = scene.participant_id
    for place in PLACES:
        response = visitor.get(place.format(id_))
        is_report = place == PLACES[0]
        is_reader = who in readers and (is_report or who in {"manager", "coach"})
        if place == PLACES[2]:
            is_reader = who in readers and who == "coach"
        if is_reader:
            assert response.status_code == 200, (who, place)
        elif is_report and who == "participant":
            assert response.status_code == 409
        else:
            # Not a word tells somebody else's report from one that does not exist.
            nothing = visitor.get(place.format(NOBODY))
            assert (response.status_code, said(response)) == (404, said(nothing)), (who, place)
    if who not in readers or who in {"participant", "hr"}:
        for place in POSTS:
            response, nothing = visitor.send(place.format(id_)), visitor.send(place.format(NOBODY))
            assert said(response) == said(nothing), (who, place)
            assert response.status_code == nothing.status_code
            assert response.status_code in {404, 422}


@pytest.fixture
def scene(bundle: Bundle) -> ReadingScene:
    """Return a released report that its coach reads first and may edit."""
    made = a_sealed_scene(bundle.tools, MODES["coach-first"])
    made.release()
    return made


def test_a_reader_without_reports_of_the_own_begins_with_the_conversations(
    app: Flask, bundle: Bundle, scene: ReadingScene
) -> None:
    coach = browser(app, bundle, scene, "coach")
    assert coach.get("/reports/").headers["Location"].endswith("/conversations/")
    text = words(coach.page("/conversations/?lang=en"))
    assert "Anna" in text
    assert "Only you read it so far" in text


def test_the_conversation_is_planned_held_and_the_report_given(
    app: Flask, bundle: Bundle, scene: ReadingScene
) -> None:
    coach, anna = browser(app, bundle, scene, "coach"), browser(app, bundle, scene, "participant")
    address = f"/conversations/{scene.participant_id}"
    assert "What in this report did you expect" in words(coach.page(address))
    coach.send(f"{address}/day", {"conversation_on": "2026-11-30"})
    assert "Carla reads it first and has noted your conversation for 30 November 2026" in words(
        anna.page("/reports/?lang=en")
    )
    assert anna.get(f"/reports/{scene.participant_id}").status_code == 409
    response = coach.send(f"{address}/held", follow_redirects=True)
    assert "can read the report now" in response.text
    assert anna.get(f"/reports/{scene.participant_id}").status_code == 200


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Choose a day"),
        ("soon", "Not a valid date"),
        ("2026-11-01", "has passed"),
        ("2027-01-01", "by itself"),
    ],
    ids=["empty", "words", "past", "too-late"],
)
def test_a_day_that_cannot_be_is_explained_and_kept(
    app: Flask, bundle: Bundle, scene: ReadingScene, typed: str, said: str
) -> None:
    coach = browser(app, bundle, scene, "coach")
    response = coach.send(f"/conversations/{scene.participant_id}/day?lang=en", {"conversation_on": typed})
    assert response.status_code == 422
    assert said in response.text
    page = BeautifulSoup(response.text, "html.parser")
    assert page.select("input[name=conversation_on]")[0].get("value", "") == typed


def test_the_desk_shortens_withholds_restores_and_keeps_what_was_refused(
    app: Flask, bundle: Bundle, scene: ReadingScene
) -> None:
    coach = browser(app, bundle, scene, "coach")
    with open_reading(bundle.tools, scene.actors["coach"]) as work:
        comments = comments_to_edit(work, scene.participant_id, "en").comments
    one, other = [each for each in comments if each.groups == ("peer",)][:2]
    desk = f"/conversations/{scene.participant_id}/comments"

    def send(each: object, **fields: object) -> str:
        response = coach.send(f"{desk}/{each.pool}/{each.place}", fields, follow_redirects=True)  # type: ignore[attr-defined]
        return response.text

    assert "Anna listens well. […]" in send(one, kept="Anna listens well.", action="shorten")
    assert "Withheld" in send(other, action="withhold")
    refused = send(one, kept="Anna never listens well.", action="shorten")
    assert "add or move none" in refused
    assert "Anna never listens well." in refused
    coach.send(f"/conversations/{scene.participant_id}/held")
    anna = browser(app, bundle, scene, "participant")
    report = words(anna.page(f"/reports/{scene.participant_id}?lang=en"))
    assert "1 comment was shortened and 1 comment was withheld by the coach." in report
    assert coach.get(desk).status_code == 409


def test_the_participant_sees_who_may_read_and_who_did(
    app: Flask, bundle: Bundle, scene: ReadingScene
) -> None:
    coach = browser(app, bundle, scene, "coach")
    for _ in range(2):
        coach.page(f"/reports/{scene.participant_id}")
    coach.send(f"/conversations/{scene.participant_id}/held")
    anna = browser(app, bundle, scene, "participant")
    text = words(anna.page(f"/reports/{scene.participant_id}?lang=en"))
    assert "You, and Carla as your coach." in text
    assert text.count("23 November 2026: Carla, as your coach") == 1
    with open_reading(bundle.tools, SYSTEM) as work:
        openings = openings_of(work.session, [scene.participant_id])
    assert [(each.reader, each.opened_on) for each in openings] == [("carla@example.org", date(2026, 11, 23))]


def test_the_participant_sees_that_the_address_was_changed(app: Flask, bundle: Bundle) -> None:
    scene = a_sealed_scene(bundle.tools, MODES["manager"])
    scene.release()
    said = []
    for _ in range(2):
        page = browser(app, bundle, scene, "participant").page(f"/reports/{scene.participant_id}?lang=en")
        said.append("Your mail address was changed in Rondom on 23 November 2026." in words(page))
        with open_work(bundle.tools, SYSTEM) as work:
            change_address(work, scene.persons["participant"].id, "elsewhere@example.org")
    assert said == [False, True]


def test_a_used_link_opened_again_offers_ones_reports(
    app: Flask, bundle: Bundle, scene: ReadingScene
) -> None:
    anna = browser(app, bundle, scene, "participant")
    response = anna.get("/sign-in/used-up?lang=en")
    page = BeautifulSoup(response.text, "html.parser")
    assert response.status_code == 404
    assert "You are signed in on this device already, as Anna." in words(page)
    assert page.select("main a[href='/reports/']")
    assert not visitor_of(app).get("/sign-in/used-up").text.count("/reports/")


def test_the_release_page_says_who_reads_what_when(app: Flask, bundle: Bundle) -> None:
    made = a_sealed_scene(bundle.tools, MODES["coach-first"])
    hr = browser(app, bundle, made, "hr")
    before = words(hr.page(f"/console/rounds/{made.round_id}/release?lang=en"))
    assert "after the conversation, 14 days after the release at the latest" in before
    assert "Carla" in before
    hr.send(f"/console/rounds/{made.round_id}/release")
    after = words(hr.page(f"/console/rounds/{made.round_id}/release?lang=en"))
    assert "after the conversation, on 7 December 2026 at the latest" in after
    assert "All reports are released; some participants read theirs after a conversation." in after
    with open_reading(bundle.tools, SYSTEM) as work:
        assert work.session.get_one(Participant, made.participant_id).released_at is None
