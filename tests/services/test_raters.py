"""Who takes part and who rates whom."""

import pytest
from sqlalchemy import select

from app.domain.errors import InvalidError, NotFoundError, RefusedError
from app.services.ports import Tools
from app.services.raters import (
    add_participants,
    add_proposed,
    add_rater,
    change_group,
    propose_from_reporting_line,
    remove_participant,
    remove_rater,
)
from app.services.work import SYSTEM, Work, open_work
from app.storage.messages import Message
from app.storage.people import Person
from app.storage.raters import Assignment, assignments_of, invitations_of_rater, rater_lines
from app.storage.rounds import Round, participants_with_persons
from tests.builders import a_launched_round, a_person, a_rater, a_round, rater_tokens, send_in_all


def pairs(work: Work, round_: Round) -> set[tuple[str, str, str]]:
    """Return (participant, rater, group) by name."""
    return {
        (line.participant_person.name, line.rater.name, line.assignment.rater_group)
        for line in rater_lines(work.session, round_.id)
    }


def first_participant_id(work: Work, round_: Round) -> str:
    return participants_with_persons(work.session, round_.id)[0][0].id


def test_a_new_participant_is_asked_for_a_self_rating(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, participants=0)
        add_participants(work, round_.id, [a_person(work, "Anna").id])
        assert pairs(work, round_) == {("Anna", "Anna", "self")}


def test_a_round_without_self_ratings_asks_for_none(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, participants=1, standard_groups=("peer",))
        assert pairs(work, round_) == set()


def test_people_who_take_part_already_are_passed_over(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, participants=0)
        anna, bram = a_person(work, "Anna"), a_person(work, "Bram")
        assert add_participants(work, round_.id, [anna.id, anna.id]) == 1
        assert add_participants(work, round_.id, [anna.id, bram.id]) == 1


def test_participants_are_added_only_before_the_launch(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1)
        with pytest.raises(RefusedError, match="before the launch"):
            add_participants(work, round_.id, [a_person(work).id])


@pytest.mark.parametrize(
    ("group", "reason"),
    [("self", "only the participant rates as self"), ("friend", "not a group of this round")],
)
def test_a_rater_needs_a_group_that_fits(tools: Tools, group: str, reason: str) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, participants=1)
        with pytest.raises(InvalidError, match=reason):
            add_rater(work, round_.id, first_participant_id(work, round_), a_person(work).id, group)


def test_nobody_rates_the_same_person_twice(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, participants=1)
        participant_id, rater = first_participant_id(work, round_), a_person(work)
        add_rater(work, round_.id, participant_id, rater.id, "peer")
        with pytest.raises(RefusedError, match="already"):
            add_rater(work, round_.id, participant_id, rater.id, "other")


def test_a_participant_of_another_round_is_not_found(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        one, other = a_round(work, participants=1), a_round(work, participants=1)
        with pytest.raises(NotFoundError):
            add_rater(work, one.id, first_participant_id(work, other), a_person(work).id, "peer")


def test_a_rater_removed_from_a_draft_is_gone(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, participants=1, standard_groups=("peer",))
        participant = participants_with_persons(work.session, round_.id)[0][0]
        remove_rater(work, round_.id, a_rater(work, round_, participant).id)
        work.session.flush()
        assert pairs(work, round_) == set()


def test_a_participant_removed_from_a_draft_takes_the_raters_along(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, participants=1)
        participant = participants_with_persons(work.session, round_.id)[0][0]
        a_rater(work, round_, participant)
        remove_participant(work, round_.id, participant.id)
        assert pairs(work, round_) == set()
        assert assignments_of(work.session, participant.id) == []


def test_a_group_changes_while_nothing_is_sent_in(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1)
        peer = next(
            line.assignment
            for line in rater_lines(work.session, round_.id)
            if line.assignment.rater_group == "peer"
        )
        change_group(work, round_.id, peer.id, "other")
        assert peer.rater_group == "other"


def test_a_group_stays_once_answers_are_sent_in(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1)
        rater_id, token = next(iter(rater_tokens(work, round_.id).items()))
        send_in_all(work, token)
        done = work.session.scalars(select(Assignment).where(Assignment.rater_id == rater_id)).one()
        with pytest.raises((RefusedError, InvalidError)):
            change_group(work, round_.id, done.id, "other")


def reporting_line(work: Work) -> tuple[Round, Person, Person, Person]:
    boss = a_person(work, "Boss")
    anna = a_person(work, "Anna", manager=boss)
    report = a_person(work, "Report", manager=anna)
    round_ = a_round(work, participants=0)
    add_participants(work, round_.id, [anna.id])
    return round_, boss, anna, report


def test_the_reporting_line_proposes_manager_and_direct_reports(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, *_ = reporting_line(work)
        proposed = [(rater.name, group) for _, rater, group in propose_from_reporting_line(work, round_.id)]
        assert proposed == [("Boss", "manager"), ("Report", "direct_report")]


def test_what_was_proposed_and_added_is_not_proposed_again(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, *_ = reporting_line(work)
        assert add_proposed(work, round_.id) == 2
        assert propose_from_reporting_line(work, round_.id) == []


def test_the_reporting_line_proposes_only_groups_of_the_round(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        boss = a_person(work, "Boss")
        anna = a_person(work, "Anna", manager=boss)
        round_ = a_round(work, participants=0, standard_groups=("self", "peer"))
        add_participants(work, round_.id, [anna.id])
        assert propose_from_reporting_line(work, round_.id) == []


def mails_to(work: Work, round_id: str, rater_id: str) -> list[str]:
    invitations = [each.id for each in invitations_of_rater(work.session, round_id, rater_id)]
    messages = work.session.scalars(select(Message).where(Message.invitation_id.in_(invitations)))
    return sorted(message.kind for message in messages)


def test_a_rater_added_to_a_running_round_is_invited_and_marked(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1)
        rater = a_person(work, "Late")
        assignment = add_rater(work, round_.id, first_participant_id(work, round_), rater.id, "peer")
        assert assignment.is_added_after_launch
        assert mails_to(work, round_.id, rater.id) == ["invitation"]


def test_two_additions_before_the_mail_leaves_share_one_mail(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 2)
        rater = a_person(work, "Late")
        for participant, _ in participants_with_persons(work.session, round_.id):
            add_rater(work, round_.id, participant.id, rater.id, "peer")
        assert mails_to(work, round_.id, rater.id) == ["invitation"]
        assert len(invitations_of_rater(work.session, round_.id, rater.id)) == 1


def test_an_addition_after_a_withdrawal_is_mailed_again(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 3, managers=0, peers=1, direct_reports=0)
        one, two, three = (each.id for each, _ in participants_with_persons(work.session, round_.id))
        rater = a_person(work, "Late")
        add_rater(work, round_.id, one, rater.id, "manager")
        for message in work.session.scalars(select(Message)):
            message.state = "sent"
        second = add_rater(work, round_.id, two, rater.id, "manager")
        for message in work.session.scalars(select(Message)):
            message.state = "sent"
        remove_rater(work, round_.id, second.id)
        add_rater(work, round_.id, three, rater.id, "manager")
        assert mails_to(work, round_.id, rater.id) == ["addition", "addition", "invitation", "withdrawal"]


def test_a_finished_rater_who_is_given_one_more_gets_a_second_link(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 2, managers=0, peers=1, direct_reports=0)
        lines = rater_lines(work.session, round_.id)
        peer = next(line for line in lines if line.assignment.rater_group == "peer")
        other = next(
            each
            for each, _ in participants_with_persons(work.session, round_.id)
            if each.id != peer.participant.id
        )
        send_in_all(work, rater_tokens(work, round_.id)[peer.rater.id])
        add_rater(work, round_.id, other.id, peer.rater.id, "peer")
        first, second = invitations_of_rater(work.session, round_.id, peer.rater.id)
        assert first.nonce is None
        assert second.nonce is not None


def test_a_closed_round_changes_no_raters(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1)
        round_.state = "closed"
        work.session.flush()
        with pytest.raises(RefusedError, match="until the round closes"):
            add_rater(work, round_.id, first_participant_id(work, round_), a_person(work).id, "peer")
