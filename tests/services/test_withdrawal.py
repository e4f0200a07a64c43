"""Taking somebody off the list: what a living link leads to goes along, nothing else."""

import pytest
from sqlalchemy import func, select

from app.domain.errors import RefusedError
from app.services.launch import launch_round
from app.services.ports import Tools
from app.services.raters import remove_participant, remove_rater
from app.services.rating import decline, open_desk
from app.services.rating_desk import RatingDesk
from app.services.work import SYSTEM, Work, open_work
from app.storage.messages import Message
from app.storage.raters import Invitation, rater_lines
from app.storage.responses import Draft, Response
from app.storage.rounds import Round, participants_with_persons
from tests.builders import a_launched_round, a_person, a_rater, a_round, rater_tokens, send_in_all
from tests.services.answering import begin_one, send_in_one


def count(work: Work, model: type[Draft] | type[Response]) -> int:
    return work.session.scalar(select(func.count()).select_from(model)) or 0


def kinds(work: Work) -> list[str]:
    return sorted(work.session.scalars(select(Message.kind)))


def a_rater_of_two(work: Work) -> tuple[Round, str, list[str]]:
    """Return a round, the token of a manager who rates its two participants, and the assignment ids."""
    round_ = a_round(work, 2, standard_groups=("manager",))
    rater = a_person(work, "Rater")
    assignments = [
        a_rater(work, round_, participant, "manager", rater).id
        for participant, _ in participants_with_persons(work.session, round_.id)
    ]
    launch_round(work, round_.id)
    return round_, rater_tokens(work, round_.id)[rater.id], assignments


def listed(desk: RatingDesk) -> list[str]:
    return sorted(task.assignment_id for task in desk.tasks)


def test_a_withdrawn_rater_no_longer_sees_the_participant(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, token, (gone, stays) = a_rater_of_two(work)
        remove_rater(work, round_.id, gone)
        assert listed(open_desk(work, token)) == [stays]


def test_what_was_sent_in_through_a_living_link_is_deleted(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, token, (gone, _stays) = a_rater_of_two(work)
        send_in_one(work, token, gone)
        assert count(work, Response) == 1
        remove_rater(work, round_.id, gone)
        assert count(work, Response) == 0


def test_a_draft_is_deleted_and_the_other_one_stays(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, token, (gone, stays) = a_rater_of_two(work)
        begin_one(work, token, gone)
        begin_one(work, token, stays)
        remove_rater(work, round_.id, gone)
        assert count(work, Draft) == 1
        assert open_desk(work, token).tasks[0].has_draft


def test_the_rater_is_told(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, _token, (gone, _stays) = a_rater_of_two(work)
        remove_rater(work, round_.id, gone)
        assert kinds(work) == ["invitation", "withdrawal"]


def test_withdrawing_the_last_open_duty_finishes_the_rater(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, token, (done, still_open) = a_rater_of_two(work)
        send_in_one(work, token, done)
        remove_rater(work, round_.id, still_open)
        assert work.session.scalars(select(Invitation.nonce)).all() == [None]
        assert open_desk(work, token).is_finished
        assert count(work, Response) == 1


def test_what_a_finished_rater_sent_in_stays_and_the_reason_is_said(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, token, (one, _two) = a_rater_of_two(work)
        send_in_all(work, token)
        with pytest.raises(RefusedError, match="Only the rater can take them back"):
            remove_rater(work, round_.id, one)
        assert count(work, Response) == 2


def test_a_finished_rater_who_declined_can_be_taken_off(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, token, (declined, done) = a_rater_of_two(work)
        decline(work, token, declined, "never worked together")
        send_in_one(work, token, done)
        remove_rater(work, round_.id, declined)
        assert [line.assignment.id for line in rater_lines(work.session, round_.id)] == [done]
        assert count(work, Response) == 1


def test_a_withdrawn_participant_takes_everything_said_along(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 2, managers=0, peers=2, direct_reports=0)
        tokens = rater_tokens(work, round_.id)
        for token in tokens.values():
            send_in_all(work, token)
        assert count(work, Response) == 6
        (gone, _), (stays, _) = participants_with_persons(work.session, round_.id)
        remove_participant(work, round_.id, gone.id)
        assert count(work, Response) == 3
        assert {line.participant.id for line in rater_lines(work.session, round_.id)} == {stays.id}


def test_raters_of_a_withdrawn_participant_alone_are_finished(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1, managers=0, peers=2, direct_reports=0)
        participant, _ = participants_with_persons(work.session, round_.id)[0]
        remove_participant(work, round_.id, participant.id)
        assert set(work.session.scalars(select(Invitation.nonce))) == {None}
