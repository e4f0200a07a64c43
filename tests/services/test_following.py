"""What HR may follow, fixed when raters are invited, and told alike to the rater."""

import pytest

from app.domain.errors import RefusedError
from app.services.following import is_followed
from app.services.ports import Tools
from app.services.progress import round_progress
from app.services.raters import change_group, remove_participant, remove_rater
from app.services.rating import decline, open_desk, save_and_send_in, send_in
from app.services.reminders import remind_open_raters
from app.services.rosters import participant_roster
from app.services.round_list import list_rounds
from app.services.work import SYSTEM, Work, open_work
from app.storage.messages import messages_of_round
from app.storage.raters import Assignment, rater_lines
from app.storage.rounds import Round, participants_with_persons
from tests.builders import a_launched_round, a_rater, rater_tokens, send_in_all
from tests.services.answering import begin_one, send_in_one
from tests.services.outboxes import let_mails_leave


def of_group(work: Work, round_: Round, group: str) -> list[Assignment]:
    lines = rater_lines(work.session, round_.id)
    return [line.assignment for line in lines if line.assignment.rater_group == group]


def a_small_group(work: Work) -> tuple[Round, Assignment, str]:
    """Return a running round of one participant, one of two direct reports, and that rater's token."""
    round_ = a_launched_round(work, 1, peers=5, direct_reports=2)
    assignment = of_group(work, round_, "direct_report")[0]
    return round_, assignment, rater_tokens(work, round_.id)[assignment.rater_id]


def seen_by_hr(work: Work, round_: Round) -> tuple[object, ...]:
    (participant, _), *_ = participants_with_persons(work.session, round_.id)
    roster = participant_roster(work, round_.id, participant.id)
    return (
        round_progress(work, round_.id),
        list_rounds(work)[0].share,
        roster.declines,
        roster.hidden_rater_ids,
    )


def refusal(work: Work, round_: Round, assignment: Assignment, *, is_move: bool) -> str:
    if is_move:
        with pytest.raises(RefusedError) as caught:
            change_group(work, round_.id, assignment.id, "other")
    else:
        with pytest.raises(RefusedError) as caught:
            remove_rater(work, round_.id, assignment.id)
    return str(caught.value.message)


@pytest.mark.parametrize("is_move", [pytest.param(True, id="move"), pytest.param(False, id="withdraw")])
def test_a_refusal_in_a_small_group_is_the_same_whatever_was_done(tools: Tools, is_move: bool) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, assignment, token = a_small_group(work)
        while_open = refusal(work, round_, assignment, is_move=is_move)
        send_in_all(work, token)
        assert refusal(work, round_, assignment, is_move=is_move) == while_open
        assert "Nobody may learn" in while_open


@pytest.mark.parametrize(
    "has_declined", [pytest.param(True, id="declined"), pytest.param(False, id="sent in")]
)
def test_nothing_hr_sees_changes_with_a_small_group(tools: Tools, has_declined: bool) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, assignment, token = a_small_group(work)
        before = seen_by_hr(work, round_)
        if has_declined:
            decline(work, token, assignment.id, "we never met")
        else:
            send_in_all(work, token)
        assert seen_by_hr(work, round_) == before


def test_totals_leave_out_every_form_of_hidden_raters(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, _, _ = a_small_group(work)
        progress = round_progress(work, round_.id)
        assert (progress.done, progress.total, progress.hidden_raters) == (0, 7, 2)
        assert [(each.done, each.total) for each in progress.participants] == [(0, 7)]
        assert list_rounds(work)[0].share == (0, 7)


def test_a_round_that_shows_no_progress_has_no_number(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1, hr_sees_progress=False)
        progress = round_progress(work, round_.id)
        assert (progress.done, progress.open_raters) == (None, None)
        assert [each.done for each in progress.participants] == [None]


def test_who_was_told_that_nobody_sees_stays_hidden_when_the_group_grows(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, assignment, token = a_small_group(work)
        (participant, _), *_ = participants_with_persons(work.session, round_.id)
        for _ in range(4):
            a_rater(work, round_, participant, "direct_report")
        assert not is_followed(work, round_, assignment.rater_id)
        assert not open_desk(work, token).is_followed


def test_a_group_that_becomes_small_hides_the_rest_of_it(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1, peers=4)
        gone, *rest = of_group(work, round_, "peer")
        remove_rater(work, round_.id, gone.id)
        assert not any(is_followed(work, round_, each.rater_id) for each in rest)


def test_a_participant_is_taken_out_whoever_rates(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, _, token = a_small_group(work)
        send_in_all(work, token)
        remove_participant(work, round_.id, participants_with_persons(work.session, round_.id)[0][0].id)
        assert rater_lines(work.session, round_.id) == []


def test_reminders_are_not_counted(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, _, _ = a_small_group(work)
        let_mails_leave(work)
        before = round_progress(work, round_.id).mails
        assert remind_open_raters(work, round_.id) > 0
        assert round_progress(work, round_.id).mails == before


def test_a_decline_is_seen_with_its_reason_where_the_rater_may_be_followed(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, _, _ = a_small_group(work)
        peer = of_group(work, round_, "peer")[0]
        decline(work, rater_tokens(work, round_.id)[peer.rater_id], peer.id, "we never met")
        assert [each.reason for each in round_progress(work, round_.id).declines] == ["we never met"]
        assert participant_roster(work, round_.id, peer.participant_id).declines == {peer.id: "we never met"}


@pytest.mark.parametrize(
    ("group", "target"),
    [pytest.param("peer", "manager", id="to a name"), pytest.param("manager", "peer", id="from a name")],
)
def test_nobody_moves_between_anonymous_and_named(tools: Tools, group: str, target: str) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1)
        assignment = of_group(work, round_, group)[0]
        with pytest.raises(RefusedError, match="Withdraw this rater and add again"):
            change_group(work, round_.id, assignment.id, target)
        assert assignment.rater_group == group


def test_answers_given_under_another_group_are_kept_and_not_sent_in(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1)
        peer = of_group(work, round_, "peer")[0]
        token = rater_tokens(work, round_.id)[peer.rater_id]
        begin_one(work, token, peer.id)
        change_group(work, round_.id, peer.id, "direct_report")
        assert save_and_send_in(work, token, peer.id, {"group": "peer"}, "all").is_regrouped
        begin_one(work, token, peer.id)
        assert send_in(work, token, peer.id, "peer").is_regrouped
        assert peer.state == "open"
        assert send_in(work, token, peer.id, "direct_report").is_sent_in


def test_a_form_without_the_group_is_taken(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1)
        peer = of_group(work, round_, "peer")[0]
        change_group(work, round_.id, peer.id, "direct_report")
        send_in_one(work, rater_tokens(work, round_.id)[peer.rater_id], peer.id)
        assert peer.state == "done"


def test_a_moved_rater_gets_a_mail(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1)
        peer = of_group(work, round_, "peer")[0]
        change_group(work, round_.id, peer.id, "direct_report")
        kinds = [each.kind for each in messages_of_round(work.session, round_.id)]
        assert kinds.count("regrouped") == 1
