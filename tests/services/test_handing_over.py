"""A report that somebody else reads first: given by hand or by the clock, once, with one mail."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import select

from app.domain.errors import InvalidError, NotFoundError
from app.domain.report_reading import ReadingRules
from app.services.compose import compose
from app.services.conversations import (
    mark_held,
    my_conversations,
    plan_conversation,
    read_conversation,
)
from app.services.handing_over import open_waiting_reports
from app.services.ports import Tools
from app.services.reports import my_reports
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.messages import Message
from app.storage.rounds import Participant
from tests.fakes import FixedClock
from tests.reading_scenes import ReadingScene, a_sealed_scene

FIRST = ReadingRules("coach", is_reader_first=True, days=10)


@pytest.fixture
def scene(tools: Tools) -> ReadingScene:
    """Return a released report that the coach reads first."""
    made = a_sealed_scene(tools, FIRST)
    made.release()
    return made


def kinds(scene: ReadingScene) -> list[str]:
    with open_reading(scene.tools, SYSTEM) as work:
        found = work.session.scalars(select(Message.kind).where(Message.round_id == scene.round_id))
        return sorted(kind for kind in found if kind.startswith(("release", "report")))


def is_reading(scene: ReadingScene) -> bool:
    with open_reading(scene.tools, SYSTEM) as work:
        return work.session.get_one(Participant, scene.participant_id).released_at is not None


def test_the_release_tells_the_coach_and_the_participant(scene: ReadingScene) -> None:
    assert kinds(scene) == ["report_ahead", "report_to_read"]
    assert not is_reading(scene)
    with open_reading(scene.tools, scene.actors["participant"]) as work:
        (line,) = my_reports(work)
    assert (line.first_reader, line.is_released, line.opens_at and line.opens_at.day) == ("Carla", False, 3)


@pytest.mark.parametrize(
    ("kind", "reader", "said"),
    [
        (
            "report_ahead",
            "anna@example.org",
            ["Your coach, Carla, reads", "3 December 2026"],
        ),
        ("report_to_read", "carla@example.org", ["- Anna", "10 days after today"]),
    ],
)
def test_the_mails_say_who_reads_and_until_when(
    scene: ReadingScene, kind: str, reader: str, said: list[str]
) -> None:
    with open_work(scene.tools, SYSTEM) as work:
        message = work.session.scalars(select(Message).where(Message.kind == kind)).one()
        mail = compose(work, message)
        assert mail is not None
        assert mail.to_address == reader
        assert all(words in mail.text for words in said)
        assert "/sign-in/" in mail.text


def test_nobody_is_told_to_wait_who_reads_already(scene: ReadingScene) -> None:
    with open_work(scene.tools, scene.actors["coach"]) as work:
        mark_held(work, scene.participant_id)
    with open_work(scene.tools, SYSTEM) as work:
        message = work.session.scalars(select(Message).where(Message.kind == "report_ahead")).one()
        assert compose(work, message) is None


def test_after_the_conversation_the_participant_reads_and_is_mailed_once(scene: ReadingScene) -> None:
    for is_first in (True, False):
        with open_work(scene.tools, scene.actors["coach"]) as work:
            assert mark_held(work, scene.participant_id) is is_first
    assert is_reading(scene)
    assert kinds(scene) == ["release", "report_ahead", "report_to_read"]


def test_after_the_days_of_the_round_it_opens_by_itself_once(scene: ReadingScene, clock: FixedClock) -> None:
    clock.move(days=9, hours=23)
    assert open_waiting_reports(scene.tools) == 0
    clock.move(hours=1)
    assert open_waiting_reports(scene.tools) == 1
    assert open_waiting_reports(scene.tools) == 0
    assert is_reading(scene)
    assert kinds(scene).count("release") == 1


def test_it_opens_when_the_day_of_the_conversation_is_over(scene: ReadingScene, clock: FixedClock) -> None:
    with open_work(scene.tools, scene.actors["coach"]) as work:
        plan_conversation(work, scene.participant_id, date(2026, 11, 25))
    clock.move(days=2, hours=12)
    assert open_waiting_reports(scene.tools) == 0
    clock.move(hours=1)
    assert open_waiting_reports(scene.tools) == 1


@pytest.mark.parametrize(
    ("day", "reason"),
    [(date(2026, 11, 22), "has passed"), (date(2026, 12, 4), "opens by itself on 2026-12-03")],
    ids=["past", "too-late"],
)
def test_a_day_that_makes_no_sense_is_refused_and_the_old_one_kept(
    scene: ReadingScene, day: date, reason: str
) -> None:
    with open_work(scene.tools, scene.actors["coach"]) as work:
        plan_conversation(work, scene.participant_id, date(2026, 11, 30))
    with open_work(scene.tools, scene.actors["coach"]) as work:
        with pytest.raises(InvalidError, match=reason):
            plan_conversation(work, scene.participant_id, day)
        work.session.rollback()
    with open_reading(scene.tools, scene.actors["coach"]) as work:
        (line,) = my_conversations(work)
    assert line.conversation_on == date(2026, 11, 30)


@pytest.mark.parametrize("who", ["participant", "manager", "stranger", "hr"])
def test_a_conversation_exists_for_its_coach_only(scene: ReadingScene, who: str) -> None:
    with open_work(scene.tools, scene.actors[who]) as work:
        assert my_conversations(work) == ()
        for act in (
            lambda: read_conversation(work, scene.participant_id, "en", str),
            lambda: plan_conversation(work, scene.participant_id, date(2026, 11, 30)),
            lambda: mark_held(work, scene.participant_id),
        ):
            with pytest.raises(NotFoundError):
                act()


def test_the_coach_gets_questions(scene: ReadingScene) -> None:
    with open_reading(scene.tools, scene.actors["coach"]) as work:
        found = read_conversation(work, scene.participant_id, "en", str)
    assert found.questions[0].kind == "opening"
    assert found.questions[-1].kind == "closing"
    assert not found.may_edit


def test_two_workers_at_once_give_and_mail_it_once(scene: ReadingScene, clock: FixedClock) -> None:
    clock.move(days=10)
    with ThreadPoolExecutor(2) as workers:
        given = list(workers.map(lambda _: open_waiting_reports(scene.tools), range(2)))
    assert sorted(given) == [0, 1]
    assert kinds(scene).count("release") == 1
