"""The development plan in a browser: written, kept on errors, shared, printed, deleted, and nobody else's."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from app.bootstrap import Bundle
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.audit import AuditEntry
from app.storage.people import Person
from app.storage.plans import DevelopmentPlan, PlanReader
from app.storage.rounds import Participant
from tests.builders import a_person, a_signed_in_person
from tests.fakes import FixedClock
from tests.services.after_report import AfterReport, a_released_report
from tests.web.conftest import visitor_of
from tests.web.visitor import Visitor

SECRET = "Let Bram finish his sentences"
GOAL = {
    "about": ["analyseren"],
    "goal-analyseren": SECRET,
    "steps-analyseren": "Monday",
    "review_on": "2027-02-22",
}


@pytest.fixture
def after(bundle: Bundle, clock: FixedClock) -> AfterReport:
    """Return a participant with a released report."""
    return a_released_report(bundle.tools, clock, level=2)


@pytest.fixture
def anna(app: Flask, after: AfterReport) -> Visitor:
    """Return the participant's browser."""
    return signed_in(app, after, after.person_id)


def signed_in(app: Flask, after: AfterReport, person_id: str) -> Visitor:
    with open_reading(after.tools, SYSTEM) as work:
        person = work.session.get_one(Person, person_id)
    visitor = visitor_of(app)
    visitor.sign_in_with(a_signed_in_person(after.tools, person))
    return visitor


def somebody(after: AfterReport, email: str | None = None) -> Person:
    with open_work(after.tools, SYSTEM) as work:
        return a_person(work, email=email)


def at(after: AfterReport, path: str = "") -> str:
    return f"/reports/{after.participant_id}/plan{path}"


def plans(after: AfterReport) -> list[DevelopmentPlan]:
    with open_reading(after.tools, SYSTEM) as work:
        return list(work.session.scalars(select(DevelopmentPlan)))


def words(response_text: str) -> str:
    return " ".join(BeautifulSoup(response_text, "html.parser").get_text(" ").split())


def test_the_report_invites_to_write_a_plan(anna: Visitor, after: AfterReport) -> None:
    page = anna.page(f"/reports/{after.participant_id}")
    (link,) = page.select("#plan a")
    assert link["href"] == at(after, "/choose")


def test_what_can_be_chosen_is_each_competency_with_the_behaviours_of_its_next_level(
    anna: Visitor, after: AfterReport
) -> None:
    values = [str(box["value"]) for box in anna.page(at(after, "/choose")).select("input[name=about]")]
    assert {"analyseren", "empathie"} <= set(values)
    assert {value[-3:-2] for value in values if "-" in value} == {"3"}


@pytest.mark.parametrize(
    ("chosen", "words_of_error"),
    [
        ([], "Choose what you want to work on."),
        (["analyseren", "empathie", "empathie-3-1"], "Choose two at most"),
        (["something-else"], "not in your report"),
    ],
    ids=["nothing", "three", "something else"],
)
def test_a_wrong_choice_is_explained_and_kept(
    anna: Visitor, after: AfterReport, chosen: list[str], words_of_error: str
) -> None:
    response = anna.send(at(after, "/choose"), {"about": chosen})
    assert response.status_code == 422
    assert words_of_error in response.text
    page = BeautifulSoup(response.text, "html.parser")
    ticked = {str(box["value"]) for box in page.select("input[name=about][checked]")}
    assert ticked == {value for value in chosen if value != "something-else"}


def test_the_prompts_are_the_behaviours_of_the_next_level(anna: Visitor, after: AfterReport) -> None:
    page = anna.page(at(after, "/write?about=analyseren"))
    assert "What level 3 looks like" in page.get_text(" ")
    assert len(page.select(".plan-prompt li")) >= 2


def test_a_plan_is_saved_and_shown(anna: Visitor, after: AfterReport) -> None:
    response = anna.send(at(after, "/write"), dict(GOAL), follow_redirects=True)
    assert SECRET in words(response.text)
    assert "22 February 2027" in words(response.text)
    assert "You are working on:" in anna.page(f"/reports/{after.participant_id}").get_text(" ")


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"goal-analyseren": " "}, "Write down what you want to reach."),
        ({"goal-analyseren": "x" * 2001}, "This has 2001 characters; at most 2000 can be kept."),
        ({"review_on": "soon"}, "This is not a day."),
        ({"review_on": "2020-01-01"}, "Choose a day from today to a year ahead"),
    ],
    ids=["no goal", "long goal", "no day", "past day"],
)
def test_what_was_typed_is_kept_on_an_error(
    anna: Visitor, after: AfterReport, wrong: dict[str, str], problem: str
) -> None:
    typed = {**GOAL, **wrong}
    response = anna.send(at(after, "/write"), dict(typed))
    assert response.status_code == 422
    assert problem in words(response.text)
    page = BeautifulSoup(response.text, "html.parser")
    assert page.select("#steps-analyseren")[0].get_text() == "Monday"
    assert page.select("#goal-analyseren")[0].get_text() == typed["goal-analyseren"]
    assert page.select("#review_on")[0]["value"] == typed["review_on"]
    assert plans(after) == []


def test_a_changed_choice_says_what_leaves_the_plan(anna: Visitor, after: AfterReport) -> None:
    after.plan("analyseren")
    page = anna.page(at(after, "/write?about=empathie"))
    assert "This leaves your plan when you save" in page.get_text(" ")


def test_a_plan_is_deleted_for_good(anna: Visitor, after: AfterReport) -> None:
    after.plan("analyseren")
    anna.send(at(after, "/delete"))
    assert plans(after) == []


def test_a_plan_goes_with_its_participant(after: AfterReport) -> None:
    after.plan("analyseren")
    with open_work(after.tools, SYSTEM) as work:
        work.session.delete(work.session.get_one(Participant, after.participant_id))
    assert plans(after) == []


@pytest.mark.parametrize("path", ["", "/choose", "/write", "/shared"])
def test_nobody_else_finds_a_plan(app: Flask, administrator: Visitor, after: AfterReport, path: str) -> None:
    after.plan("analyseren")
    stranger = signed_in(app, after, somebody(after).id)
    assert administrator.get(at(after, path)).status_code == 404
    assert stranger.get(at(after, path)).status_code == 404


@pytest.mark.parametrize(
    "path", ["/delete", "/share", "/stop-sharing", "/pulse", "/pulse/withdraw", "/write"]
)
def test_nobody_else_changes_a_plan(administrator: Visitor, after: AfterReport, path: str) -> None:
    after.plan("analyseren")
    assert administrator.send(at(after, path), dict(GOAL)).status_code == 404
    (kept,) = plans(after)
    assert kept.aims[0]["goal"] == "Ask before I answer"


def test_a_named_person_reads_the_plan_and_nothing_of_the_report(
    app: Flask, anna: Visitor, after: AfterReport
) -> None:
    coach = somebody(after, email="coach@example.org")
    anna.send(at(after, "/write"), dict(GOAL))
    response = anna.send(at(after, "/share"), {"address": " Coach@Example.org "}, follow_redirects=True)
    assert coach.name in words(response.text)
    reader = signed_in(app, after, coach.id)
    page = reader.page(at(after, "/shared"))
    assert SECRET in page.get_text(" ")
    assert "level" not in page.select("main")[0].get_text(" ").lower()
    assert [a["href"] for a in reader.page("/reports/").select("main .rows a")] == [at(after, "/shared")]
    assert reader.get(f"/reports/{after.participant_id}").status_code == 404
    assert reader.get(at(after)).status_code == 404


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("nobody@example.org", "Nobody in this organisation"),
        ("not an address", "address"),
        ("person1@example.org", "your own address"),
    ],
)
def test_a_wrong_reader_is_refused_and_kept(
    anna: Visitor, after: AfterReport, address: str, problem: str
) -> None:
    after.plan("analyseren")
    response = anna.send(at(after, "/share"), {"address": address})
    assert response.status_code == 422
    assert problem in words(response.text)
    assert BeautifulSoup(response.text, "html.parser").select("#address")[0]["value"] == address


def test_sharing_can_be_stopped(app: Flask, anna: Visitor, after: AfterReport) -> None:
    coach = somebody(after, email="coach@example.org")
    after.plan("analyseren")
    anna.send(at(after, "/share"), {"address": "coach@example.org"})
    anna.send(at(after, "/stop-sharing"), {"person_id": coach.id})
    assert signed_in(app, after, coach.id).get(at(after, "/shared")).status_code == 404
    with open_reading(after.tools, SYSTEM) as work:
        assert list(work.session.scalars(select(PlanReader))) == []


def test_the_audit_log_says_that_and_never_what(anna: Visitor, after: AfterReport) -> None:
    somebody(after, email="coach@example.org")
    anna.send(at(after, "/write"), dict(GOAL))
    anna.send(at(after, "/share"), {"address": "coach@example.org"})
    with open_reading(after.tools, SYSTEM) as work:
        entries = list(work.session.scalars(select(AuditEntry).where(AuditEntry.action.like("plan%"))))
    assert sorted((entry.action, entry.round_id, entry.detail) for entry in entries) == [
        ("plan_saved", None, {}),
        ("plan_shared", None, {}),
    ]


def test_a_plan_waits_for_the_report(
    bundle: Bundle, app: Flask, clock: FixedClock, after: AfterReport
) -> None:
    with open_work(bundle.tools, SYSTEM) as work:
        work.session.get_one(Participant, after.participant_id).released_at = None
    response = signed_in(app, after, after.person_id).get(at(after, "/choose"))
    assert response.status_code == 409
    assert "A plan comes after it." in words(response.text)


def test_an_unticked_box_is_no_consent_and_keeps_the_day(anna: Visitor, after: AfterReport) -> None:
    after.plan("analyseren")
    response = anna.send(at(after, "/pulse"), {"starts_on": "2027-03-05"})
    assert response.status_code == 422
    assert "Tick the box if you agree" in words(response.text)
    assert BeautifulSoup(response.text, "html.parser").select("#starts_on")[0]["value"] == "2027-03-05"


def test_a_pulse_is_agreed_to_and_called_off(anna: Visitor, after: AfterReport) -> None:
    after.plan("analyseren")
    agreed = anna.send(
        at(after, "/pulse"), {"starts_on": "2027-03-05", "consent": "yes"}, follow_redirects=True
    )
    assert "On 5 March 2027 the people who were asked" in words(agreed.text)
    called_off = anna.send(at(after, "/pulse/withdraw"), follow_redirects=True)
    assert "nobody will be asked" in words(called_off.text)
