"""The coach's layer above the seal: shown everywhere, counted, frozen once the participant reads."""

import pytest
from sqlalchemy import select

from app.domain.errors import InvalidError, NotFoundError, RefusedError
from app.domain.report_reading import ReadingRules
from app.services.audit_trail import audit_lines
from app.services.comment_editing import (
    comments_to_edit,
    restore_comment,
    shorten_comment,
    withhold_comment,
)
from app.services.conversations import mark_held
from app.services.ports import Tools
from app.services.reports import read_report
from app.services.sealed_reports import round_publications
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.publications import PublicationRow
from app.storage.rounds import Round
from tests.reading_scenes import COMMENT, ReadingScene, a_sealed_scene

EDITS = ReadingRules("coach", is_reader_first=True, coach_edits=True)


@pytest.fixture
def scene(tools: Tools) -> ReadingScene:
    """Return a released report whose coach may take words out."""
    made = a_sealed_scene(tools, EDITS)
    made.release()
    return made


def first_place(scene: ReadingScene) -> tuple[int, int]:
    with open_reading(scene.tools, scene.actors["coach"]) as work:
        desk = comments_to_edit(work, scene.participant_id, "en")
    each = next(each for each in desk.comments if each.groups == ("peer",))
    return each.pool, each.place


def document(scene: ReadingScene) -> str:
    with open_reading(scene.tools, SYSTEM) as work:
        return work.session.scalars(select(PublicationRow.document)).one()


def edit(scene: ReadingScene) -> None:
    """Shorten one comment and withhold the next."""
    pool, place = first_place(scene)
    with open_work(scene.tools, scene.actors["coach"]) as work:
        shorten_comment(work, scene.participant_id, pool, place, "Anna listens well.")
    with open_work(scene.tools, scene.actors["coach"]) as work:
        withhold_comment(work, scene.participant_id, pool, place + 1)


def test_every_reader_gets_the_changed_comments_and_the_counts(scene: ReadingScene) -> None:
    sealed = document(scene)
    edit(scene)
    for actor in (scene.actors["coach"], SYSTEM):
        with open_reading(scene.tools, actor) as work:
            report = read_report(work, scene.participant_id, "en", str).report
        assert report["comments_changed"] == {"shortened": 1, "withheld": 1}
        written = str(report["comments"])
        assert "Anna listens well. […]" in written
    with open_reading(scene.tools, SYSTEM) as work:
        round_ = work.session.get_one(Round, scene.round_id)
        of_round = round_publications(work, round_)[scene.participant_id]
    assert (of_round.comments_shortened, of_round.comments_withheld) == (1, 1)
    assert document(scene) == sealed


def test_a_change_of_mind_leaves_no_trace_in_the_report(scene: ReadingScene) -> None:
    pool, place = first_place(scene)
    for undo in (
        lambda work: restore_comment(work, scene.participant_id, pool, place),
        lambda work: shorten_comment(work, scene.participant_id, pool, place, COMMENT),
    ):
        with open_work(scene.tools, scene.actors["coach"]) as work:
            withhold_comment(work, scene.participant_id, pool, place)
        with open_work(scene.tools, scene.actors["coach"]) as work:
            undo(work)
        with open_reading(scene.tools, SYSTEM) as work:
            report = read_report(work, scene.participant_id, "en", str).report
        assert report["comments_changed"] == {"shortened": 0, "withheld": 0}


def test_a_coach_adds_no_word(scene: ReadingScene) -> None:
    pool, place = first_place(scene)
    with open_work(scene.tools, scene.actors["coach"]) as work, pytest.raises(InvalidError):
        shorten_comment(work, scene.participant_id, pool, place, "Anna never listens well.")


def test_once_the_participant_reads_nothing_changes_any_more(scene: ReadingScene) -> None:
    edit(scene)
    pool, place = first_place(scene)
    with open_work(scene.tools, scene.actors["coach"]) as work:
        mark_held(work, scene.participant_id)
    for act in (withhold_comment, restore_comment):
        with open_work(scene.tools, scene.actors["coach"]) as work, pytest.raises(RefusedError):
            act(work, scene.participant_id, pool, place)
    with open_reading(scene.tools, scene.actors["participant"]) as work:
        report = read_report(work, scene.participant_id, "en", str).report
    assert report["comments_changed"] == {"shortened": 1, "withheld": 1}


@pytest.mark.parametrize("who", ["participant", "manager", "stranger", "hr"])
def test_nobody_else_comes_to_the_desk(scene: ReadingScene, who: str) -> None:
    pool, place = first_place(scene)
    with open_work(scene.tools, scene.actors[who]) as work:
        with pytest.raises(NotFoundError):
            comments_to_edit(work, scene.participant_id, "en")
        with pytest.raises(NotFoundError):
            withhold_comment(work, scene.participant_id, pool, place)


def test_ones_own_comments_and_unknown_places_cannot_be_changed(scene: ReadingScene) -> None:
    with open_reading(scene.tools, scene.actors["coach"]) as work:
        desk = comments_to_edit(work, scene.participant_id, "en")
    assert ("self",) not in {each.groups for each in desk.comments}
    taken = {(each.pool, each.place) for each in desk.comments}
    other = next((pool, 0) for pool in range(99) if (pool, 0) not in taken)
    with open_work(scene.tools, scene.actors["coach"]) as work, pytest.raises(NotFoundError):
        withhold_comment(work, scene.participant_id, *other)


def test_a_round_without_this_layer_has_no_desk(tools: Tools) -> None:
    scene = a_sealed_scene(tools, ReadingRules("coach", is_reader_first=True))
    scene.release()
    with open_reading(tools, scene.actors["coach"]) as work, pytest.raises(NotFoundError):
        comments_to_edit(work, scene.participant_id, "en")


def test_the_log_says_that_comments_changed_and_never_how(scene: ReadingScene) -> None:
    edit(scene)
    with open_reading(scene.tools, SYSTEM) as work:
        acts = [str(line.act) for line in audit_lines(work, scene.round_id)]
    assert acts.count("changed what is shown of the comments on Anna") == 2
    assert not any("temper" in act or "listens" in act for act in acts)
