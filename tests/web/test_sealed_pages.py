"""No page but a rater's own shows anything of a level before the close; later ones need no answers."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.bootstrap import Bundle
from app.services.rating import open_desk, open_form, save_and_send_in
from app.services.releases import release_round
from app.services.sealing import begin_close, seal_round
from app.services.work import RATER, SYSTEM, open_reading, open_work
from app.storage.raters import Assignment
from app.storage.responses import Draft, Response
from app.storage.rounds import participants_with_persons
from app.web.access import Access, declared_access
from tests.builders import a_launched_round, a_signed_in_person, answers_for, rater_tokens
from tests.web.conftest import visitor_of
from tests.web.visitor import Visitor

# Form tokens differ from request to request.
PASSING = re.compile(r"<(?:input|meta)[^>]*csrf[-_]token[^>]*>")


def everybody_chooses(bundle: Bundle, tokens: dict[str, str], level: int) -> None:
    """Let every rater send in, or change, the same answers."""
    for token in tokens.values():
        with open_work(bundle.tools, RATER) as work:
            for task in open_desk(work, token).tasks:
                questionnaire = open_form(work, token, task.assignment_id).questionnaire
                fields = answers_for(questionnaire, level, f"written at {level}")
                save_and_send_in(work, token, task.assignment_id, fields)


def addresses(app: Flask, values: dict[str, str]) -> Iterator[str]:
    """Yield every page that is read and needs nothing but these values; raters' own pages are left out."""
    declared = declared_access(app)
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            is_read = "GET" in (rule.methods or set()) and declared[rule.endpoint] != Access.RATERS
            if is_read and rule.endpoint != "static" and rule.arguments <= set(values):
                yield adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})


def contents(visitor: Visitor, places: list[str]) -> dict[str, tuple[int, str]]:
    found = {}
    for place in places:
        response = visitor.get(place)
        found[place] = (response.status_code, PASSING.sub("", response.get_data().decode(errors="replace")))
    return found


def assert_same(before: dict[str, tuple[int, str]], after: dict[str, tuple[int, str]]) -> None:
    assert [place for place, content in before.items() if after[place] != content] == []


@pytest.fixture
def places(app: Flask, bundle: Bundle) -> list[str]:
    """Return every page of a running round that is not a rater's own."""
    with open_work(bundle.tools, SYSTEM) as work:
        round_id = a_launched_round(work, 1).id
        participant, person = participants_with_persons(work.session, round_id)[0]
        assignment = work.session.scalars(select(Assignment)).first()
    assert assignment is not None
    values = {
        "round_id": round_id,
        "participant_id": participant.id,
        "person_id": person.id,
        "assignment_id": assignment.id,
    }
    # Files of frameworks know no round, and a spreadsheet holds the instant at which it was made.
    return sorted(place for place in addresses(app, values) if not place.startswith("/console/frameworks/"))


def round_of(bundle: Bundle) -> str:
    with open_reading(bundle.tools, SYSTEM) as work:
        return work.session.scalars(select(Assignment.round_id)).first() or ""


def the_participant(app: Flask, bundle: Bundle) -> Visitor:
    with open_reading(bundle.tools, SYSTEM) as work:
        _, person = participants_with_persons(work.session, round_of(bundle))[0]
    visitor = visitor_of(app)
    visitor.sign_in_with(a_signed_in_person(bundle.tools, person))
    return visitor


def test_pages_do_not_change_by_a_byte_with_the_levels(
    app: Flask, bundle: Bundle, administrator: Visitor, places: list[str]
) -> None:
    assert sum("/rounds/" in place for place in places) > 8
    participant = the_participant(app, bundle)
    with open_reading(bundle.tools, SYSTEM) as work:
        tokens = rater_tokens(work, round_of(bundle))
    unanswered = contents(administrator, places)
    everybody_chooses(bundle, tokens, 1)
    before = [contents(visitor, places) for visitor in (administrator, participant)]
    everybody_chooses(bundle, tokens, 4)
    for visitor, seen in zip((administrator, participant), before, strict=True):
        assert_same(seen, contents(visitor, places))
    assert before[0] != unanswered, "who has answered may show, so the comparison sees a difference"


def test_after_the_close_every_page_works_without_answers(
    app: Flask, bundle: Bundle, administrator: Visitor, places: list[str]
) -> None:
    round_id = round_of(bundle)
    with open_reading(bundle.tools, SYSTEM) as work:
        tokens = rater_tokens(work, round_id)
    everybody_chooses(bundle, tokens, 2)
    with open_work(bundle.tools, SYSTEM) as work:
        begin_close(work, round_id)
    seal_round(bundle.tools, round_id)
    with open_work(bundle.tools, SYSTEM) as work:
        release_round(work, round_id)
    with open_reading(bundle.tools, SYSTEM) as work:
        for model in (Draft, Response):
            assert work.session.scalar(select(func.count()).select_from(model)) == 0
    participant = the_participant(app, bundle)
    for visitor in (administrator, participant):
        assert {place for place, (status, _) in contents(visitor, places).items() if status >= 500} == set()
    report = next(place for place in places if place.startswith("/reports/") and len(place) > 40)
    page = participant.get(report)
    assert page.status_code == 200
    assert "written at 2" in page.get_data(as_text=True)
    assert administrator.get(report).status_code == 404
