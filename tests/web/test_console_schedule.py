"""What happens when: planned on a page, shown on others; a pause of all mails is shown and can be tried."""

from datetime import timedelta

import pytest

from app.bootstrap import Bundle
from app.domain.mail import MailConfigurationError
from app.services import launch
from app.services.ports import JobName
from app.services.schedule import RoundSchedule, run_schedule, schedule_of
from app.services.sending_gate import pause_all, sending_pause
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.rounds import Round
from tests.builders import a_round, an_administrator
from tests.fakes import FakeQueue, FixedClock
from tests.web.console_scenes import Scene, a_draft, a_running_round, a_sealed_round, words
from tests.web.visitor import Visitor

DAYS = {"opens_on": "", "opens_time": "09:00", "reminder_days": "7, 2", "keep_months": ""}


def planned(bundle: Bundle, scene: Scene) -> RoundSchedule:
    with open_reading(bundle.tools, SYSTEM) as work:
        return schedule_of(work.session.get_one(Round, scene.round_id))


def test_a_new_round_reminds_seven_and_two_days_before_the_close(
    administrator: Visitor, bundle: Bundle
) -> None:
    scene = a_draft(bundle)
    page = administrator.page(scene.at("schedule?lang=en"))
    assert page.select("input[name=reminder_days]")[0]["value"] == "7, 2"
    lines = [line.get_text(" ", strip=True) for line in page.select(".timetable li")]
    assert len([line for line in lines if "Reminders to everyone" in line]) == 2
    assert any("Release of the reports: when you decide" in line for line in lines)


@pytest.mark.parametrize(
    ("language", "days"),
    [("en", "Monday, Tuesday, Wednesday, Thursday, and Friday"), ("nl", "maandag, dinsdag, woensdag")],
)
def test_the_page_says_when_reminders_reach_people(
    administrator: Visitor, bundle: Bundle, language: str, days: str
) -> None:
    page = words(administrator.page(a_draft(bundle).at(f"schedule?lang={language}")))
    assert days in page
    assert "8:00" in page
    assert "18:00" in page


def test_the_timetable_of_a_draft_is_saved(administrator: Visitor, bundle: Bundle, clock: FixedClock) -> None:
    scene = a_draft(bundle)
    fields: dict[str, object] = {
        "opens_on": "2026-11-25",
        "opens_time": "08:30",
        "reminder_days": "5 1,5",
        "keep_months": "24",
    }
    response = administrator.send(scene.at("schedule"), fields)
    assert (response.status_code, response.headers["Location"]) == (303, scene.at("schedule"))
    saved = planned(bundle, scene)
    assert saved.opens_at is not None
    assert saved.opens_at.isoformat() == "2026-11-25T07:30:00+00:00"
    assert (saved.reminder_days, saved.keep_months) == ((5, 1), 24)
    assert "launches by itself on" in words(administrator.page(scene.at("launch?lang=en")))


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("opens_on", "tomorrow", "not a day"),
        ("opens_time", "25:00", "not an hour"),
        ("reminder_days", "7, x", "whole numbers"),
        ("keep_months", "long", "not a whole number"),
    ],
)
def test_what_cannot_be_read_is_named_and_kept(
    administrator: Visitor, bundle: Bundle, field: str, typed: str, said: str
) -> None:
    scene = a_draft(bundle)
    before = planned(bundle, scene)
    response = administrator.send(scene.at("schedule?lang=en"), {**DAYS, field: typed})
    assert response.status_code == 422
    assert said in response.text
    assert f'value="{typed}"' in response.text
    assert planned(bundle, scene) == before


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"reminder_days": "90"}, "between 1 and 60 days"),
        ({"reminder_days": "1 2 3 4 5 6"}, "at most 5 reminders"),
        ({"opens_on": "2026-11-01"}, "lies in the past"),
        ({"opens_on": "2027-11-01"}, "after the last day for answers"),
        ({"keep_months": "0"}, "1 to 120 months"),
    ],
)
def test_what_makes_no_sense_is_refused_and_kept(
    administrator: Visitor, bundle: Bundle, fields: dict[str, str], said: str
) -> None:
    scene = a_draft(bundle)
    response = administrator.send(scene.at("schedule?lang=en"), {**DAYS, **fields})
    assert response.status_code == 409
    assert said in response.text
    for typed in fields.values():
        assert f'value="{typed}"' in response.text


def test_a_running_round_keeps_its_launch_and_changes_its_reminders(
    administrator: Visitor, bundle: Bundle
) -> None:
    scene = a_running_round(bundle)
    page = administrator.page(scene.at("schedule?lang=en"))
    assert page.select("input[name=opens_on]") == []
    assert administrator.send(scene.at("schedule"), {"reminder_days": "3"}).status_code == 303
    assert planned(bundle, scene).reminder_days == (3,)


def test_the_progress_lists_what_was_done_and_what_comes(
    administrator: Visitor, bundle: Bundle, clock: FixedClock
) -> None:
    scene = a_running_round(bundle)
    clock.move(days=8)
    run_schedule(bundle.tools)
    administrator.sign_in_with(an_administrator(bundle.tools))
    page = administrator.page(scene.at("progress?lang=en"))
    lines = [line.get_text(" ", strip=True) for line in page.select(".timetable li")]
    assert ["done" in line for line in lines] == [True, True, False, False, False]
    assert "Reminders to everyone who still had something open" in lines[1]


def test_a_sealed_round_can_only_be_given_an_end(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_sealed_round(bundle)
    page = administrator.page(scene.at("schedule?lang=en"))
    fields = {
        str(field["name"]): str(field.get("value", ""))
        for field in page.select("main input")
        if field.get("name")
    }
    assert administrator.send(scene.at("schedule"), {**fields, "keep_months": "12"}).status_code == 303
    assert planned(bundle, scene).keep_months == 12


def test_a_large_launch_shows_that_it_is_under_way_and_can_be_taken_back(
    administrator: Visitor, bundle: Bundle, queue: FakeQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launch, "LARGE", 1)
    scene = a_draft(bundle)
    response = administrator.send(scene.at("launch?lang=en"), follow_redirects=True)
    assert "The launch is under way" in response.text
    assert response.headers["Refresh"]
    assert (str(JobName.LAUNCH_ROUND), scene.round_id) in queue.published
    administrator.send(scene.at("launch/stop"))
    assert run_schedule(bundle.tools) == 0
    administrator.send(scene.at("launch"))
    assert run_schedule(bundle.tools) == 1
    assert administrator.get(scene.at("launch")).headers["Location"] == scene.at("progress")


def test_a_planned_launch_that_failed_is_told_until_it_is_planned_again(
    administrator: Visitor, bundle: Bundle, clock: FixedClock
) -> None:
    with open_work(bundle.tools, SYSTEM) as work:
        round_ = a_round(work, 0)
        round_.opens_at = work.now + timedelta(hours=1)
        scene = Scene(round_.id, "", "")
    clock.move(hours=2)
    run_schedule(bundle.tools)
    administrator.sign_in_with(an_administrator(bundle.tools))
    assert "did not take place" in words(administrator.page(scene.at("launch?lang=en")))
    clock.move(minutes=1)
    administrator.send(scene.at("schedule"), {**DAYS, "opens_on": "2026-11-25"})
    assert "did not take place" not in words(administrator.page(scene.at("launch?lang=en")))


def test_a_pause_of_all_mails_is_shown_with_its_reason_and_can_be_tried(
    administrator: Visitor, bundle: Bundle, queue: FakeQueue
) -> None:
    scene = a_running_round(bundle)
    assert "No mails leave" not in words(administrator.page(scene.at("progress?lang=en")))
    with open_work(bundle.tools, SYSTEM) as work:
        pause_all(work, MailConfigurationError(535, "authentication failed"))
    page = words(administrator.page(scene.at("progress?lang=en")))
    assert "No mails leave at the moment" in page
    assert "authentication failed (535)" in page
    queue.published.clear()
    response = administrator.send("/console/sending/try-again", {"round_id": scene.round_id})
    assert response.status_code == 303
    assert queue.published == [(JobName.DELIVER,)]
    with open_reading(bundle.tools, SYSTEM) as work:
        pause = sending_pause(work)
        assert pause is not None
        assert pause.next_try_at == work.now


def test_the_check_says_how_long_sending_takes(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle, peers=2)
    assert "Sending the mails takes a minute or two" in words(administrator.page(scene.at("launch?lang=en")))
