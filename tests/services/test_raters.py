"""Who takes part and who rates whom."""

import pytest
from sqlalchemy import select

from app.domain.errors import InvalidError, NotFoundError, RefusedError
from app.domain.raters import RaterGroup
from app.domain.tables import Row, Table
from app.services.ports import Tools
from app.services.raters import (
    RaterRow,
    add_participants,
    add_proposed,
    add_rater,
    change_group,
    import_raters,
    propose_from_reporting_line,
    rater_rows,
    remove_participant,
    remove_rater,
)
from app.services.work import SYSTEM, Work, open_reading, open_work
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


def a_draft_for_files(work: Work) -> Round:
    for name in ("anna", "bram", "els"):
        a_person(work, name.capitalize(), f"{name}@example.org")
    return a_round(work, participants=0, own_groups=(RaterGroup("klanten", "Klanten"),))


def rows(*lines: tuple[str, str, str]) -> list[RaterRow]:
    return [RaterRow(number, *line) for number, line in enumerate(lines, start=2)]


ANNA, BRAM, ELS = "anna@example.org", "bram@example.org", "els@example.org"


def test_a_file_adds_participants_and_raters(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_draft_for_files(work)
        lines = rows(
            (ANNA, BRAM, "peer"), ("ANNA@example.org ", ELS, "Direct report"), (BRAM, ELS, "KLANTEN")
        )
        result = import_raters(work, round_.id, lines, is_dry_run=False)
        assert pairs(work, round_) == {
            ("Anna", "Anna", "self"),
            ("Anna", "Bram", "peer"),
            ("Anna", "Els", "direct_report"),
            ("Bram", "Bram", "self"),
            ("Bram", "Els", "klanten"),
        }
        assert (result.new_participants, result.new_assignments, result.unchanged) == (2, 5, 0)


def test_a_dry_run_says_the_same_and_writes_nothing(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_draft_for_files(work)
        lines = rows((ANNA, BRAM, "peer"), (ANNA, ANNA, "self"))
    with open_reading(tools, SYSTEM) as work:
        dry = import_raters(work, round_.id, lines, is_dry_run=True)
        assert pairs(work, round_) == set()
    with open_work(tools, SYSTEM) as work:
        assert import_raters(work, round_.id, lines, is_dry_run=False) == dry
        assert len(pairs(work, round_)) == dry.new_assignments == 2


def test_the_same_file_twice_changes_nothing_the_second_time(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_draft_for_files(work)
        lines = rows((ANNA, BRAM, "peer"), (ANNA, ELS, "peer"), (ANNA, ELS, "peer"))
        import_raters(work, round_.id, lines, is_dry_run=False)
        again = import_raters(work, round_.id, lines, is_dry_run=False)
        assert (again.new_participants, again.new_assignments, again.unchanged) == (0, 0, 3)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (("nobody@example.org", BRAM, "peer"), "Line 3: participant_email: nobody has the address"),
        ((ANNA, "nobody@example.org", "peer"), "Line 3: rater_email: nobody has the address"),
        ((ANNA, BRAM, "friends"), "Line 3: group: “friends” is not a group"),
        ((ANNA, BRAM, "self"), "Line 3: group: only the participant rates as self"),
        ((ANNA, ELS, "other"), "Line 3: group: Els rates this person already, as peer"),
    ],
    ids=["participant", "rater", "group", "self", "twice"],
)
def test_a_wrong_line_names_place_and_reason_and_keeps_everything_out(
    tools: Tools, line: tuple[str, str, str], reason: str
) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_draft_for_files(work)
        result = import_raters(work, round_.id, rows((ANNA, ELS, "peer"), line), is_dry_run=False)
        assert str(result.problems[0]).startswith(reason)
        assert pairs(work, round_) == set()


def test_bad_lines_can_be_skipped(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_draft_for_files(work)
        lines = rows((ANNA, ELS, "peer"), ("nobody@example.org", ELS, "peer"))
        import_raters(work, round_.id, lines, is_dry_run=False, skip_bad=True)
        assert ("Anna", "Els", "peer") in pairs(work, round_)


def test_a_file_without_its_columns_is_refused() -> None:
    table = Table(("participant_email", "rater"), (Row(2, {"participant_email": ANNA, "rater": BRAM}),))
    with pytest.raises(InvalidError, match="missing: rater_email, group"):
        rater_rows(table)


def test_a_file_for_a_running_round_adds_no_participants(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1)
        outsider, rater = a_person(work, "Outsider", ANNA), a_person(work, "Rater", BRAM)
        result = import_raters(
            work, round_.id, rows((outsider.email or "", rater.email or "", "peer")), is_dry_run=False
        )
        assert "Outsider is not in this round" in str(result.problems[0])


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
        add_rater(work, round_.id, one, rater.id, "peer")
        for message in work.session.scalars(select(Message)):
            message.state = "sent"
        second = add_rater(work, round_.id, two, rater.id, "peer")
        for message in work.session.scalars(select(Message)):
            message.state = "sent"
        remove_rater(work, round_.id, second.id)
        add_rater(work, round_.id, three, rater.id, "peer")
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
