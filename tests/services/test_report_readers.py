"""Who may read which report, before and after the release, in every mode of release."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from app.domain.errors import NotFoundError, RefusedError
from app.domain.report_reading import ReadingRules
from app.services.audit_trail import audit_lines
from app.services.conversations import mark_held
from app.services.ports import Tools
from app.services.release_overview import release_overview
from app.services.report_openings import note_reading, readers_of_report
from app.services.report_readers import may_read, readable_reports
from app.services.reports import read_report
from app.services.work import SYSTEM, Work, open_reading, open_work
from app.storage.people import Person
from app.storage.rounds import Participant, Round
from tests.builders import a_round
from tests.fakes import FixedClock
from tests.reading_scenes import ReadingScene, a_sealed_scene

EVERYBODY = ("participant", "manager", "coach", "stranger", "hr")
MODES = {
    "nobody": ReadingRules(),
    "manager": ReadingRules("manager"),
    "manager-first": ReadingRules("manager", is_reader_first=True),
    "coach": ReadingRules("coach"),
    "coach-first": ReadingRules("coach", is_reader_first=True),
    "hr": ReadingRules(hr_reads=True),
    "coach-first-and-hr": ReadingRules("coach", is_reader_first=True, hr_reads=True),
}
AFTER_RELEASE = {
    "nobody": {"participant"},
    "manager": {"participant", "manager"},
    "manager-first": {"manager"},
    "coach": {"participant", "coach"},
    "coach-first": {"coach"},
    "hr": {"participant", "hr"},
    "coach-first-and-hr": {"coach"},
}
AFTER_CONVERSATION = {
    "manager-first": {"participant", "manager"},
    "coach-first": {"participant", "coach"},
    "coach-first-and-hr": {"participant", "coach", "hr"},
}


def readers(scene: ReadingScene) -> set[str]:
    """Return who may read now, and make sure that pages, lists and the report itself agree."""
    found = set()
    for who in EVERYBODY:
        with open_reading(scene.tools, scene.actors[who]) as work:
            participant = work.session.get_one(Participant, scene.participant_id)
            is_readable = may_read(work, participant)
            listed = [each.id for each, _ in readable_reports(work, scene.round_id)]
            assert listed == ([scene.participant_id] if is_readable else [])
            if is_readable:
                read_report(work, scene.participant_id, "en", str)
                found.add(who)
            else:
                refusal = RefusedError if who == "participant" else NotFoundError
                with pytest.raises(refusal):
                    read_report(work, scene.participant_id, "en", str)
    return found


@pytest.mark.parametrize("mode", MODES)
def test_everybody_reads_when_the_round_says_so_and_not_before(tools: Tools, mode: str) -> None:
    scene = a_sealed_scene(tools, MODES[mode])
    assert readers(scene) == set()
    scene.release()
    assert readers(scene) == AFTER_RELEASE[mode]
    if mode in AFTER_CONVERSATION:
        first = "manager" if mode.startswith("manager") else "coach"
        with open_work(tools, scene.actors[first]) as work:
            assert mark_held(work, scene.participant_id)
        assert readers(scene) == AFTER_CONVERSATION[mode]


@pytest.mark.parametrize("mode", ["manager", "manager-first"])
def test_the_manager_of_the_close_reads_whatever_changes_later(tools: Tools, mode: str) -> None:
    scene = a_sealed_scene(tools, MODES[mode])
    scene.release()
    with open_work(tools, SYSTEM) as work:
        anna = work.session.get_one(Person, scene.persons["participant"].id)
        anna.manager_id = scene.persons["stranger"].id
    assert readers(scene) == AFTER_RELEASE[mode]


@pytest.mark.parametrize("mode", ["manager", "manager-first"])
def test_whoever_becomes_manager_after_the_close_reads_nothing(tools: Tools, mode: str) -> None:
    scene = a_sealed_scene(tools, MODES[mode])
    with open_work(tools, SYSTEM) as work:
        anna = work.session.get_one(Person, scene.persons["participant"].id)
        anna.manager_id = scene.persons["stranger"].id
        assert [line.reader for line in release_overview(work, scene.round_id)] == ["Marc"]
    scene.release()
    assert readers(scene) == AFTER_RELEASE[mode]
    with open_reading(tools, SYSTEM) as work:
        assert readers_of_report(work, scene.participant_id).reader_name == "Marc"


def test_the_managers_of_a_draft_are_not_fixed_by_another_round(tools: Tools) -> None:
    a_sealed_scene(tools, MODES["manager"])
    with open_work(tools, SYSTEM) as work:
        a_round(work, 2)
        fixed = select(Participant.fixed_manager_id).join(Round).where(Round.state == "draft")
        assert list(work.session.scalars(fixed)) == [None, None]


def test_a_round_that_was_closed_before_managers_were_fixed_asks_the_people_list(tools: Tools) -> None:
    scene = a_sealed_scene(tools, MODES["manager"])
    with open_work(tools, SYSTEM) as work:
        work.session.get_one(Participant, scene.participant_id).fixed_manager_id = None
        anna = work.session.get_one(Person, scene.persons["participant"].id)
        anna.manager_id = scene.persons["stranger"].id
    scene.release()
    assert readers(scene) == {"participant", "stranger"}


def leaves(work: Work, scene: ReadingScene) -> None:
    work.session.get_one(Participant, scene.participant_id).fixed_manager_id = "0" * 32


def loses_the_address(work: Work, scene: ReadingScene) -> None:
    work.session.get_one(Person, scene.persons["manager"].id).email = None


def never_was(work: Work, scene: ReadingScene) -> None:
    work.session.get_one(Participant, scene.participant_id).fixed_manager_id = ""


@pytest.mark.parametrize("what", [leaves, loses_the_address, never_was], ids=lambda each: each.__name__)
def test_without_a_manager_the_participant_reads_at_once(
    tools: Tools, what: Callable[[Work, ReadingScene], None]
) -> None:
    scene = a_sealed_scene(tools, MODES["manager-first"])
    with open_work(tools, SYSTEM) as work:
        what(work, scene)
    scene.release()
    assert readers(scene) == {"participant"}


def test_an_administrator_waits_for_the_own_report_like_everybody(tools: Tools) -> None:
    scene = a_sealed_scene(tools, MODES["coach-first-and-hr"])
    scene.actors["hr"] = replace(scene.actors["hr"], person_id=scene.persons["participant"].id)
    scene.release()
    with open_reading(tools, scene.actors["hr"]) as work, pytest.raises(RefusedError):
        read_report(work, scene.participant_id, "en", str)


def test_reading_is_noted_once_a_day_and_shown_to_the_participant(tools: Tools, clock: FixedClock) -> None:
    scene = a_sealed_scene(tools, MODES["coach-first-and-hr"])
    scene.release()

    def read_as(who: str) -> None:
        with open_work(tools, scene.actors[who]) as work:
            note_reading(work, [work.session.get_one(Participant, scene.participant_id)])

    read_as("coach")
    read_as("coach")
    clock.move(days=1)
    read_as("coach")
    with open_work(tools, scene.actors["coach"]) as work:
        mark_held(work, scene.participant_id)
    for who in ("participant", "stranger", "hr"):
        read_as(who)
    with open_reading(tools, scene.actors["participant"]) as work:
        found = readers_of_report(work, scene.participant_id)
    assert [(each.kind, each.name, each.opened_on.day) for each in found.openings] == [
        ("coach", "Carla", 23),
        ("coach", "Carla", 24),
        ("hr", "Hilde", 24),
    ]
    assert found.reader_name == "Carla"
    with open_reading(tools, SYSTEM) as work:
        acts = [(line.actor, str(line.act)) for line in audit_lines(work, scene.round_id)]
    opened = [actor for actor, act in acts if act == "opened the report of Anna"]
    assert sorted(opened) == ["carla@example.org", "carla@example.org", "hr@example.org"]
