"""Rounds in the console: the list, a new one, its settings, more time, a copy, the end of a draft."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from app.bootstrap import Bundle
from app.domain.raters import RaterGroup
from app.domain.report_reading import ReadingRules
from app.services.report_readers import reading_rules
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.rounds import Round, all_rounds, participant_counts
from tests.builders import a_launched_round, a_person, a_round
from tests.web.visitor import Visitor

FILLED: dict[str, object] = {
    "name": "Autumn",
    "closes_on": "2026-12-18",
    "questions": "level",
    "indicator_levels": ["2", "3", "4"],
    "has_comments": "y",
    "has_open_questions": "y",
    "standard_groups": ["self", "manager", "peer"],
    "own_group_1": "Clients",
    "policy_name": "core",
    "k": "5",
    "hr_sees_progress": "y",
    "report_reader": "none",
    "reader_days": "14",
}


def parsed(response: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(response.text, "html.parser")


def rounds(bundle: Bundle) -> list[Round]:
    with open_reading(bundle.tools, SYSTEM) as work:
        return all_rounds(work.session)


def draft(bundle: Bundle, **settings: object) -> Round:
    with open_work(bundle.tools, SYSTEM) as work:
        return a_round(work, **settings)  # type: ignore[arg-type]


def launched(bundle: Bundle, **settings: object) -> Round:
    with open_work(bundle.tools, SYSTEM) as work:
        return a_launched_round(work, **settings)  # type: ignore[arg-type]


def test_without_rounds_the_page_teaches_the_three_steps(administrator: Visitor, bundle: Bundle) -> None:
    page = administrator.page("/console/")
    assert len(page.select(".first-steps > li")) == 3
    assert [link["href"] for link in page.select(".button-primary")] == ["/console/people/import"]
    with open_work(bundle.tools, SYSTEM) as work:
        a_person(work)
    page = administrator.page("/console/")
    assert [link["href"] for link in page.select(".button-primary")] == ["/console/rounds/new"]


def test_the_list_tells_state_participants_and_what_is_sent_in(
    administrator: Visitor, bundle: Bundle
) -> None:
    launched(bundle, name="Seen")
    launched(bundle, name="Unseen", hr_sees_progress=False)
    draft(bundle, name="Draft", participants=1)
    page = administrator.page("/console/")
    cells = {
        row.select("th")[0].get_text(strip=True): [
            each.get_text(" ", strip=True) for each in row.select("td")
        ]
        for row in page.select("tbody tr")
    }
    assert cells["Seen"][:3] == ["Collecting answers", "2", "0 of 22"]
    assert cells["Unseen"][2] == "not shown in this round"
    assert cells["Draft"][:3] == ["Draft", "1", "nothing yet"]


def test_a_new_round_is_a_draft_with_everything_that_was_chosen(
    administrator: Visitor, bundle: Bundle
) -> None:
    response = administrator.send("/console/rounds/new", FILLED)
    (made,) = rounds(bundle)
    assert response.headers["Location"] == f"/console/rounds/{made.id}/competencies"
    assert (made.name, made.state, made.k, made.policy_name) == ("Autumn", "draft", 5, "core")
    assert made.closes_at == datetime(2026, 12, 18, 22, 59, 59, tzinfo=UTC)
    assert [group["id"] for group in made.groups] == ["self", "manager", "peer", "clients"]
    assert (made.has_comments, made.has_open_questions, made.hr_sees_progress) == (True, True, True)


def test_boxes_that_are_not_ticked_mean_no(administrator: Visitor, bundle: Bundle) -> None:
    boxes = {"has_comments", "has_open_questions", "hr_sees_progress"}
    administrator.send("/console/rounds/new", {k: v for k, v in FILLED.items() if k not in boxes})
    (made,) = rounds(bundle)
    assert (made.has_comments, made.has_open_questions, made.hr_sees_progress) == (False, False, False)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        pytest.param("name", "", id="no name"),
        pytest.param("name", "x" * 121, id="long name"),
        pytest.param("name", "Aut\0umn", id="unprintable name"),
        pytest.param("own_group_1", "Cli\x07ents", id="unprintable group"),
        pytest.param("closes_on", "18/12/2026", id="no day"),
        pytest.param("closes_on", "2026-11-01", id="past day"),
        pytest.param("closes_on", "2036-11-01", id="day too far"),
        pytest.param("questions", "", id="no kind of question"),
        pytest.param("policy_name", "secret", id="unknown rule"),
        pytest.param("k", "2", id="threshold too low"),
        pytest.param("k", "four", id="threshold in letters"),
        pytest.param("own_group_2", "clients", id="group twice"),
        pytest.param("own_group_3", "Peers", id="group like a standard one"),
    ],
)
def test_what_is_wrong_is_named_beside_its_field_and_stays_there(
    administrator: Visitor, bundle: Bundle, field: str, typed: str
) -> None:
    response = administrator.send("/console/rounds/new?lang=en", {**FILLED, field: typed})
    page = parsed(response)
    assert response.status_code == 422
    assert page.select(f".error-summary a[href='#{field}']")
    assert page.select(f"#{field}-error")
    if field not in {"questions", "policy_name"}:
        assert [each["value"] for each in page.select(f"#{field}")] == [typed]
        assert field == "own_group_1" or page.select("#own_group_1[value=Clients]")
    assert rounds(bundle) == []


def test_a_round_without_raters_is_refused(administrator: Visitor, bundle: Bundle) -> None:
    alone = {**FILLED, "standard_groups": ["self"], "own_group_1": ""}
    response = administrator.send("/console/rounds/new", alone)
    assert response.status_code == 422
    assert "at least one group" in response.text
    assert rounds(bundle) == []


def test_indicator_questions_need_a_level(administrator: Visitor) -> None:
    fields = {**FILLED, "questions": "indicator", "indicator_levels": []}
    page = parsed(administrator.send("/console/rounds/new", fields))
    assert page.select("#indicator_levels-error")


def test_the_settings_of_a_draft_can_be_changed_and_a_group_keeps_its_id(
    administrator: Visitor, bundle: Bundle
) -> None:
    round_ = draft(bundle, own_groups=(RaterGroup("clients", "Clients"),))
    path = f"/console/rounds/{round_.id}/settings"
    assert administrator.page(path).select("#own_group_1[value=Clients]")
    response = administrator.send(path, {**FILLED, "own_group_1": "Customers", "own_group_2": "Suppliers"})
    assert response.status_code == 303
    (changed,) = rounds(bundle)
    assert changed.groups[-2:] == [
        {"id": "clients", "label": "Customers"},
        {"id": "suppliers", "label": "Suppliers"},
    ]
    assert changed.competencies == round_.competencies


def test_after_the_launch_settings_are_only_read(administrator: Visitor, bundle: Bundle) -> None:
    round_ = launched(bundle, name="Running")
    path = f"/console/rounds/{round_.id}/settings"
    assert not administrator.page(path).select("#policy_name")
    assert administrator.send(path, FILLED).status_code == 409
    assert [each.name for each in rounds(bundle)] == ["Running"]


def test_a_running_round_can_stay_open_longer_but_not_shorter(administrator: Visitor, bundle: Bundle) -> None:
    round_ = launched(bundle)
    path = f"/console/rounds/{round_.id}/extend"
    assert administrator.send(path, {"extend-closes_on": "2026-12-20"}).status_code == 303
    (longer,) = rounds(bundle)
    assert longer.closes_at == datetime(2026, 12, 20, 22, 59, 59, tzinfo=UTC)
    response = administrator.send(path, {"extend-closes_on": "2026-12-01"})
    assert response.status_code == 422
    assert "must be later" in response.text
    assert parsed(response).select("#extend-closes_on[value='2026-12-01']")


def test_a_draft_cannot_be_extended(administrator: Visitor, bundle: Bundle) -> None:
    path = f"/console/rounds/{draft(bundle).id}/extend"
    assert administrator.send(path, {"extend-closes_on": "2026-12-20"}).status_code == 409


def test_a_copy_is_a_draft_with_the_same_people(administrator: Visitor, bundle: Bundle) -> None:
    round_ = launched(bundle, name="This year")
    fields: dict[str, object] = {"clone-name": "Next year", "clone-closes_on": "2027-05-01"}
    response = administrator.send(f"/console/rounds/{round_.id}/clone", fields)
    (copy,) = (each for each in rounds(bundle) if each.id != round_.id)
    assert response.headers["Location"] == f"/console/rounds/{copy.id}/settings"
    assert (copy.name, copy.state) == ("Next year", "draft")
    with open_reading(bundle.tools, SYSTEM) as work:
        assert participant_counts(work.session)[copy.id] == 2


def test_a_copy_without_a_name_keeps_what_was_typed_and_opens_its_form(
    administrator: Visitor, bundle: Bundle
) -> None:
    fields: dict[str, object] = {"clone-name": "", "clone-closes_on": "2020-01-01"}
    response = administrator.send(f"/console/rounds/{draft(bundle).id}/clone", fields)
    page = parsed(response)
    assert response.status_code == 422
    assert page.select("#clone details[open] #clone-name-error")
    assert page.select("#clone-closes_on[value='2020-01-01']")
    assert len(rounds(bundle)) == 1


def test_a_draft_can_be_deleted_and_nothing_else_can(administrator: Visitor, bundle: Bundle) -> None:
    going, staying = draft(bundle, name="Going"), launched(bundle, name="Staying")
    assert administrator.send(f"/console/rounds/{going.id}/delete").status_code == 303
    assert administrator.send(f"/console/rounds/{staying.id}/delete").status_code == 409
    assert [each.name for each in rounds(bundle)] == ["Staying"]


def test_the_way_into_a_round_depends_on_its_state(administrator: Visitor, bundle: Bundle) -> None:
    empty = draft(bundle, competencies=(), participants=0)
    prepared, running = draft(bundle), launched(bundle)
    for round_, step in ((empty, "competencies"), (prepared, "raters"), (running, "progress")):
        response = administrator.get(f"/console/rounds/{round_.id}/")
        assert response.headers["Location"].endswith(f"/{step}")


def test_every_page_of_a_round_shows_its_steps(administrator: Visitor, bundle: Bundle) -> None:
    round_ = draft(bundle, name="Autumn")
    page = administrator.page(f"/console/rounds/{round_.id}/settings")
    assert len(page.select(".steps li")) == 5
    assert page.select(".steps [aria-current=step]")[0].get_text(strip=True) == "Settings"
    assert (page.title or page).get_text() == "Settings · Autumn · Rondom"


@pytest.mark.parametrize("page", ["", "settings", "competencies", "preview"])
def test_a_round_that_does_not_exist_is_not_there(administrator: Visitor, page: str) -> None:
    assert administrator.get(f"/console/rounds/{'0' * 32}/{page}").status_code == 404


def test_who_reads_the_reports_is_chosen_with_the_other_settings(
    administrator: Visitor, bundle: Bundle
) -> None:
    chosen = {
        "report_reader": "coach",
        "is_reader_first": "y",
        "reader_days": "9",
        "coach_edits_comments": "y",
    }
    administrator.send("/console/rounds/new", FILLED | chosen)
    (made,) = rounds(bundle)
    assert reading_rules(made) == ReadingRules("coach", is_reader_first=True, days=9, coach_edits=True)
    page = administrator.page(f"/console/rounds/{made.id}/settings")
    assert [each["value"] for each in page.select("input[name=report_reader][checked]")] == ["coach"]


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"is_reader_first": "y"}, "Nobody reads first."),
        ({"report_reader": "manager", "is_reader_first": "y", "coach_edits_comments": "y"}, "Only a coach"),
        ({"report_reader": "coach", "coach_edits_comments": "y"}, "Only a coach who reads first"),
        ({"report_reader": "coach", "reader_days": "31"}, "Choose a number from 1 to 30."),
    ],
    ids=["nobody-first", "manager-edits", "edits-what-is-read", "too-many-days"],
)
def test_readers_that_contradict_each_other_are_refused_and_kept(
    administrator: Visitor, bundle: Bundle, chosen: dict[str, object], said: str
) -> None:
    response = administrator.send("/console/rounds/new", FILLED | chosen)
    assert response.status_code == 422
    assert said in response.text
    assert rounds(bundle) == []
    assert parsed(response).select("input[name=name]")[0]["value"] == "Autumn"


def test_after_the_launch_the_readers_can_only_be_looked_at(administrator: Visitor, bundle: Bundle) -> None:
    made = launched(bundle, reading=ReadingRules("manager", is_reader_first=True, hr_reads=True))
    page = administrator.get(f"/console/rounds/{made.id}/settings").text
    assert "The manager reads the report from the release on" in page
    assert "HR may read a report once its participant has it" in page
    response = administrator.send(f"/console/rounds/{made.id}/settings", FILLED)
    assert response.status_code == 409


def test_a_copy_keeps_the_readers(administrator: Visitor, bundle: Bundle) -> None:
    rules = ReadingRules("manager", is_reader_first=True, days=5, hr_reads=True)
    made = draft(bundle, reading=rules)
    fields: dict[str, object] = {"clone-name": "Again", "clone-closes_on": "2026-12-20"}
    administrator.send(f"/console/rounds/{made.id}/clone", fields)
    assert [reading_rules(each) for each in rounds(bundle)] == [rules, rules]
