"""Naming coaches: by hand, from a file, again in a copy; never after the release."""

from datetime import timedelta
from typing import Any

import pytest

from app.domain.errors import InvalidError, RefusedError
from app.domain.report_reading import ReadingRules
from app.services.coaches import coaches_of, name_coach, without_coach
from app.services.draft_steps import done_steps
from app.services.launch import launch_problems
from app.services.ports import Tools
from app.services.raters import RaterRow, import_raters
from app.services.rounds import MailTexts, change_mail_texts, clone_round
from app.services.work import SYSTEM, Work, open_reading, open_work
from app.storage.rounds import Participant, Round, participants_with_persons
from tests.builders import a_person, a_rater, a_round
from tests.reading_scenes import a_sealed_scene

COACHED = ReadingRules("coach")


def a_draft(work: Work, **settings: Any) -> tuple[Round, Participant]:  # noqa: ANN401 - settings of a round
    a_person(work, "Carla", "carla@example.org")
    round_ = a_round(work, 1, reading=settings.pop("reading", COACHED), **settings)
    ((participant, _),) = participants_with_persons(work.session, round_.id)
    a_rater(work, round_, participant)
    return round_, participant


def coach_name(work: Work, round_: Round, participant: Participant) -> str | None:
    coach = coaches_of(work, round_.id).get(participant.id)
    return coach.name if coach is not None else None


@pytest.mark.parametrize("words", ["carla@example.org", " CARLA@example.org ", "Carla"])
def test_a_coach_is_named_by_address_or_name(tools: Tools, words: str) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, participant = a_draft(work)
        name_coach(work, round_.id, participant.id, words)
        assert coach_name(work, round_, participant) == "Carla"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("", "Nobody has"),
        ("nobody@example.org", "Nobody has"),
        ("Dora", "Several people"),
        ("Mute", "no mail address"),
        ("own", "own coach"),
    ],
)
def test_who_cannot_be_the_coach_is_refused_with_a_reason(tools: Tools, words: str, reason: str) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, participant = a_draft(work)
        for number in range(2):
            a_person(work, "Dora", f"dora{number}@example.org")
        a_person(work, "Mute").email = None
        own = participants_with_persons(work.session, round_.id)[0][1].email or ""
        with pytest.raises(InvalidError, match=reason):
            name_coach(work, round_.id, participant.id, own if words == "own" else words)
        assert coach_name(work, round_, participant) is None


def test_a_round_with_coaches_is_launched_only_when_everybody_has_one(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, participant = a_draft(work)
        assert [str(each) for each in launch_problems(work, round_)] == [
            f"{without_coach(work, round_)[0][1].name} has no coach yet. Name one."
        ]
        name_coach(work, round_.id, participant.id, "Carla")
        assert launch_problems(work, round_) == ()


def test_a_round_without_coaches_takes_none(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, participant = a_draft(work, reading=ReadingRules("manager"))
        with pytest.raises(RefusedError, match="without coaches"):
            name_coach(work, round_.id, participant.id, "Carla")


def test_after_the_release_the_coach_stays(tools: Tools) -> None:
    scene = a_sealed_scene(tools, COACHED)
    with open_work(tools, SYSTEM) as work:
        name_coach(work, scene.round_id, scene.participant_id, "Stan")
    scene.release()
    with open_work(tools, SYSTEM) as work, pytest.raises(RefusedError, match="stays who it was"):
        name_coach(work, scene.round_id, scene.participant_id, "Carla")


def test_a_copy_has_the_same_coaches(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, participant = a_draft(work)
        name_coach(work, round_.id, participant.id, "Carla")
        clone = clone_round(work, round_.id, "Again", work.now + timedelta(days=9))
        ((copy, _),) = participants_with_persons(work.session, clone.id)
        assert coach_name(work, clone, copy) == "Carla"


def rows(*lines: tuple[str, str, str, str]) -> list[RaterRow]:
    return [RaterRow(number, *line) for number, line in enumerate(lines, start=2)]


def test_a_file_names_coaches_once_and_again_nothing(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, _ = a_draft(work)
        new, other = a_person(work, "New", "new@example.org"), a_person(work, "Rater", "rater@example.org")
        lines = rows((new.email or "", other.email or "", "peer", "carla@example.org"))
        for is_dry_run in (True, False):
            found = import_raters(work, round_.id, lines, is_dry_run=is_dry_run)
            assert (found.new_participants, found.new_coaches, found.problems) == (1, 1, ())
        assert [coach.name for coach in coaches_of(work, round_.id).values()] == ["Carla"]
        assert import_raters(work, round_.id, lines, is_dry_run=False).new_coaches == 0


@pytest.mark.parametrize(
    ("coaches", "reading", "reason"),
    [
        (["nobody@example.org"], COACHED, "Line 2: coach_email: nobody has the address"),
        (["new@example.org"], COACHED, "Line 2: coach_email: Nobody is the own coach"),
        (
            ["carla@example.org", "rater0@example.org"],
            COACHED,
            "Line 3: coach_email: another line names Carla",
        ),
        (["carla@example.org"], ReadingRules(), "Line 2: coach_email: this round works without coaches."),
    ],
    ids=["unknown", "own", "two", "not-in-this-round"],
)
def test_a_wrong_coach_in_a_file_is_named_with_its_line_and_nothing_is_written(
    tools: Tools, coaches: list[str], reading: ReadingRules, reason: str
) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, _ = a_draft(work, reading=reading)
        a_person(work, "New", "new@example.org")
        for number in range(2):
            a_person(work, f"Rater {number}", f"rater{number}@example.org")
        lines = rows(
            *(("new@example.org", f"rater{n}@example.org", "peer", each) for n, each in enumerate(coaches))
        )
        found = import_raters(work, round_.id, lines, is_dry_run=False)
        assert reason in str(found.problems[0])
        assert coaches_of(work, round_.id) == {}
        assert len(participants_with_persons(work.session, round_.id)) == 1


def test_the_steps_of_a_draft_are_done_when_nothing_is_missing(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, 0, reading=COACHED)
        empty = a_round(work, 1)
        assert done_steps(work, round_.id) == frozenset()
        change_mail_texts(work, empty.id, MailTexts())
        assert done_steps(work, empty.id) == {"raters", "mails"}  # the self rating is a rater
        made, participant = a_draft(work)
        assert done_steps(work, made.id) == frozenset()
        name_coach(work, made.id, participant.id, "Carla")
        assert done_steps(work, made.id) == {"raters"}
    with open_reading(tools, SYSTEM) as work:
        assert done_steps(work, "unknown") == frozenset()
