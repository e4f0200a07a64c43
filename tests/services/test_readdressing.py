"""Another mail address while a round runs: a new link that opens nothing from before, whatever there was."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from app.domain.errors import RefusedError, ReplacedLinkError
from app.domain.tokens import draft_key, response_key
from app.services.launch import launch_round
from app.services.people import change_address
from app.services.ports import Tools
from app.services.raters import remove_rater
from app.services.rating import (
    decline,
    drop_changes,
    open_desk,
    open_form,
    save_draft,
    send_in,
    take_back,
)
from app.services.resending import correct_address
from app.services.sealing import begin_close, seal_round
from app.services.work import SYSTEM, Work, open_reading, open_work
from app.storage.messages import Message
from app.storage.people import Person
from app.storage.raters import Assignment, Invitation
from app.storage.replaced_links import ReplacedLink
from app.storage.responses import Draft, Response
from app.storage.rounds import Round, participants_with_persons
from tests.builders import a_rater, a_round, rater_tokens, send_in_all
from tests.fakes import FixedClock
from tests.services.answering import begin_one, send_in_one
from tests.services.readdressing import NEW, OLD, WAYS, a_scene


@pytest.mark.parametrize("way", WAYS)
def test_nothing_that_was_written_before_is_read_through_the_new_link(tools: Tools, way: str) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id, (sent, changed, begun) = a_scene(work, duties=3)
        old = rater_tokens(work, round_.id)[rater_id]
        send_in_one(work, old, sent, 2)
        send_in_one(work, old, changed, 2)
        begin_one(work, old, changed, 1)
        begin_one(work, old, begun, 4)
    with open_work(tools, SYSTEM) as work:
        WAYS[way](work, round_.id, rater_id, NEW)
    with open_work(tools, SYSTEM) as work:
        new = rater_tokens(work, round_.id)[rater_id]
        with pytest.raises(ReplacedLinkError):
            open_desk(work, old)
        assert work.session.scalars(select(Draft)).all() == []
        responses = work.session.scalars(select(Response)).all()
        assert len(responses) == 2
        ways_in = [(token, id_) for token in (old, new) for id_ in (sent, changed, begun)]
        derived = {derive(token, id_) for derive in (draft_key, response_key) for token, id_ in ways_in}
        assert not derived & {row.key for row in responses}
        tasks = {task.assignment_id: task for task in open_desk(work, new).tasks}
        assert {id_: (task.state, task.is_out_of_reach, task.has_draft) for id_, task in tasks.items()} == {
            sent: ("done", True, False),
            changed: ("done", True, False),
            begun: ("open", False, False),
        }
        for id_ in tasks:
            answers = open_form(work, new, id_).answers
            assert (answers.ratings, answers.comments) == ({}, {})


@pytest.mark.parametrize(
    "act",
    [
        take_back,
        drop_changes,
        send_in,
        lambda work, token, id_: decline(work, token, id_, "no time"),
        lambda work, token, id_: save_draft(work, token, id_, {"rating-analyseren": "1"}),
    ],
    ids=["take back", "drop changes", "send in", "decline", "save"],
)
def test_what_was_sent_in_before_can_be_changed_by_nothing(
    tools: Tools, act: Callable[[Work, str, str], object]
) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id, (sent, _) = a_scene(work)
        send_in_one(work, rater_tokens(work, round_.id)[rater_id], sent)
        change_address(work, rater_id, NEW)
        new = rater_tokens(work, round_.id)[rater_id]
    with (
        open_work(tools, SYSTEM) as work,
        pytest.raises(RefusedError, match="before your mail address changed"),
    ):
        act(work, new, sent)
    with open_reading(tools, SYSTEM) as work:
        assert work.session.get_one(Assignment, sent).state == "done"
        assert work.session.scalar(select(func.count()).select_from(Response)) == 1


def test_what_was_sent_in_before_and_after_counts_at_the_close(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id, (sent, later) = a_scene(work)
        send_in_one(work, rater_tokens(work, round_.id)[rater_id], sent)
        change_address(work, rater_id, NEW)
        new = rater_tokens(work, round_.id)[rater_id]
        send_in_one(work, new, later)
        desk = open_desk(work, new)
        assert (desk.is_finished, desk.is_link_lost_for_others) == (True, True)
        (about,) = [task.participant_id for task in desk.tasks if task.assignment_id == sent]
        counted = select(func.count()).select_from(Response).where(Response.participant_id == about)
        assert work.session.scalar(counted) == 1
        begin_close(work, round_.id)
    seal_round(tools, round_.id)
    with open_reading(tools, SYSTEM) as work:
        assert work.session.get_one(Round, round_.id).state == "closed"


def test_answers_out_of_reach_keep_their_rater_on_the_list(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id, (sent, begun) = a_scene(work)
        send_in_one(work, rater_tokens(work, round_.id)[rater_id], sent)
        change_address(work, rater_id, NEW)
    with open_work(tools, SYSTEM) as work, pytest.raises(RefusedError, match="nobody can find"):
        remove_rater(work, round_.id, sent)
    with open_work(tools, SYSTEM) as work:
        assert work.session.get_one(Assignment, sent).state == "done"
        remove_rater(work, round_.id, begun)


def test_why_a_hidden_rater_declined_is_not_read_through_the_new_link(tools: Tools) -> None:
    reasons = []
    for is_shown in (True, False):
        with open_work(tools, SYSTEM) as work:
            round_, rater_id, (declined, _) = a_scene(work, email=f"{is_shown}@example.org")
            round_.hr_sees_progress = is_shown
            decline(work, rater_tokens(work, round_.id)[rater_id], declined, "We quarrelled")
            change_address(work, rater_id, f"{is_shown}2@example.org")
            new = rater_tokens(work, round_.id)[rater_id]
            reasons.append(open_form(work, new, declined).task.decline_reason)
    assert reasons == ["We quarrelled", ""]


@pytest.mark.parametrize("same", [OLD, "RATER@Example.ORG", f" {OLD} "], ids=["same", "capitals", "blanks"])
@pytest.mark.parametrize("way", ["the person's page", "the deliveries page"])
def test_the_same_address_changes_nothing(tools: Tools, way: str, same: str) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id, (_, begun) = a_scene(work)
        token = rater_tokens(work, round_.id)[rater_id]
        begin_one(work, token, begun)
    try:
        with open_work(tools, SYSTEM) as work:
            WAYS[way](work, round_.id, rater_id, same)
    except RefusedError:
        # The deliveries page takes it for a wish to send the mail again, which still waits.
        assert way == "the deliveries page"
    with open_reading(tools, SYSTEM) as work:
        assert rater_tokens(work, round_.id)[rater_id] == token
        assert open_form(work, token, begun).answers.ratings


def test_a_draft_of_a_round_and_a_closed_one_are_left_alone(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        closed, rater_id, _ = a_scene(work)
        draft = a_round(work, 1, standard_groups=("peer",))
        (participant, _), *_ = participants_with_persons(work.session, draft.id)
        a_rater(work, draft, participant, "peer", work.session.get_one(Person, rater_id))
        begin_close(work, closed.id)
        hashes = set(work.session.scalars(select(Invitation.token_hash)))
        change_address(work, rater_id, NEW)
        work.session.flush()
        assert set(work.session.scalars(select(Invitation.token_hash))) == hashes
        assert work.session.scalars(select(ReplacedLink)).all() == []


def test_a_round_that_could_be_extended_once_more_is_not_left_alone(tools: Tools, clock: FixedClock) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id, _ = a_scene(work)
        old = rater_tokens(work, round_.id)[rater_id]
    clock.move(days=14, minutes=1)
    with open_work(tools, SYSTEM) as work:
        change_address(work, rater_id, NEW)
        assert rater_tokens(work, round_.id)[rater_id] != old


def test_whoever_has_finished_and_may_be_followed_keeps_the_link_and_gets_no_mail(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id, (sent, _) = a_scene(work)
        token = rater_tokens(work, round_.id)[rater_id]
        send_in_all(work, token)
        said = correct_address(work, round_.id, rater_id, NEW)
        assert "has finished everything" in str(said)
        assert not open_desk(work, token).out_of_reach
        assert open_form(work, token, sent).answers.ratings
        assert set(work.session.scalars(select(Message.kind))) == {"invitation"}


def test_all_running_rounds_of_the_person_get_a_new_link(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        first, rater_id, _ = a_scene(work)
        second = a_round(work, 1, standard_groups=("peer",))
        (participant, _), *_ = participants_with_persons(work.session, second.id)
        a_rater(work, second, participant, "peer", work.session.get_one(Person, rater_id))
        for _ in range(4):
            a_rater(work, second, participant, "peer")
        launch_round(work, second.id)
        before = [rater_tokens(work, each.id)[rater_id] for each in (first, second)]
        correct_address(work, second.id, rater_id, NEW)
        after = [rater_tokens(work, each.id)[rater_id] for each in (first, second)]
        assert not set(before) & set(after)
