"""The launch: once, complete, and fixed from then on."""

import pytest
from sqlalchemy import select

from app.domain.errors import InvalidError, RefusedError
from app.services.launch import launch_hindrances, launch_problems, launch_round
from app.services.ports import JobName, Tools
from app.services.raters import add_participant
from app.services.rounds import change_competencies
from app.services.work import SYSTEM, open_work
from app.storage.messages import Message
from app.storage.raters import round_assignments, round_invitations
from app.storage.rounds import participants_with_persons
from tests.builders import a_person, a_rater, a_round
from tests.fakes import FakeQueue, FixedClock


def test_every_rater_gets_one_mail_and_one_link_for_everyone_to_rate(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, 3)
        rater = a_person(work, "Busy")
        for participant, _ in participants_with_persons(work.session, round_.id):
            a_rater(work, round_, participant, person=rater)
        launch_round(work, round_.id)
        invitations = [
            each for each in round_invitations(work.session, round_.id) if each.rater_id == rater.id
        ]
        messages = work.session.scalars(
            select(Message).where(Message.invitation_id == invitations[0].id)
        ).all()
        assert len(invitations) == 1
        assert [message.kind for message in messages] == ["invitation"]


def test_every_assignment_leads_to_a_link(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, 2)
        launch_round(work, round_.id)
        assert all(each.invitation_id for each in round_assignments(work.session, round_.id))


def test_the_doorbell_rings_after_the_commit(tools: Tools, queue: FakeQueue) -> None:
    with open_work(tools, SYSTEM) as work:
        launch_round(work, a_round(work, 1).id)
        assert queue.published == []
    assert queue.published == [(JobName.DELIVER,)]


def test_a_rater_without_an_address_gets_a_link_but_no_mail(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, 1)
        participant, person = participants_with_persons(work.session, round_.id)[0]
        person.email = None
        launch_round(work, round_.id)
        assert len(round_invitations(work.session, round_.id)) == 1
        assert work.session.scalars(select(Message)).all() == []
        assert participant.round_id == round_.id


def test_the_questionnaire_is_frozen_in_every_language(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = launch_round(work, a_round(work, 1).id)
        assert set(round_.questionnaires or {}) == set(tools.site.languages)
        with pytest.raises(RefusedError):
            change_competencies(work, round_.id, ("empathie",))


def test_a_second_launch_is_refused_and_sends_nothing_twice(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = launch_round(work, a_round(work, 1).id)
    with open_work(tools, SYSTEM) as work, pytest.raises(RefusedError, match="launched once"):
        launch_round(work, round_.id)
    with open_work(tools, SYSTEM) as work:
        assert len(work.session.scalars(select(Message)).all()) == 1


def test_everything_that_is_missing_is_named_at_once(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, 0, competencies=())
        with pytest.raises(InvalidError) as caught:
            launch_round(work, round_.id)
        assert [str(problem) for problem in caught.value.problems] == [
            "Choose at least one competency.",
            "Add at least one participant.",
        ]


def test_what_is_missing_names_the_place_to_mend_it(tools: Tools, clock: FixedClock) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, 1, competencies=(), standard_groups=("peer",))
    clock.move(days=15)
    with open_work(tools, SYSTEM) as work:
        participant, _ = participants_with_persons(work.session, round_.id)[0]
        found = launch_hindrances(work, round_)
        assert [(each.step, each.participant_id) for each in found] == [
            ("competencies", None),
            ("settings", None),
            ("raters", participant.id),
        ]
        assert launch_problems(work, round_) == tuple(each.problem for each in found)


def test_a_launch_works_after_one_that_was_refused(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_id = a_round(work, 0).id
    with pytest.raises(InvalidError), open_work(tools, SYSTEM) as work:
        launch_round(work, round_id)
    with open_work(tools, SYSTEM) as work:
        add_participant(work, round_id, a_person(work).id)
        assert launch_round(work, round_id).state == "collecting"
