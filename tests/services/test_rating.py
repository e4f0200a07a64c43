"""What a rater does through the link: saving, sending in, changing, declining, taking back."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from app.domain.errors import InvalidError, LinkError, NotFoundError, RefusedError
from app.domain.ratings import AnswerSet
from app.domain.rounds import GRACE
from app.services.launch import launch_round
from app.services.ports import Tools
from app.services.rating import (
    Saved,
    decline,
    drop_changes,
    open_desk,
    open_form,
    save_and_send_in,
    save_draft,
    send_in,
    take_back,
    take_up_again,
)
from app.services.rating_desk import RatingTask
from app.services.work import RATER, SYSTEM, open_reading, open_work
from app.storage.raters import Assignment, Invitation
from app.storage.responses import Draft, Response
from app.storage.rounds import Round, participants_with_persons
from tests.builders import a_person, a_rater, a_round, rater_tokens
from tests.fakes import FixedClock

COMPLETE = {"rating-analyseren": "3", "rating-empathie": "cannot_judge"}


@dataclass
class Link:
    """A rater with two colleagues on the list."""

    tools: Tools
    token: str
    round_id: str
    first: str
    second: str

    def save(self, fields: dict[str, str], page_id: str = "all", assignment_id: str | None = None) -> Saved:
        with open_work(self.tools, RATER) as work:
            return save_draft(work, self.token, assignment_id or self.first, fields, page_id)

    def send(self, fields: dict[str, str], assignment_id: str | None = None) -> Saved:
        with open_work(self.tools, RATER) as work:
            return save_and_send_in(work, self.token, assignment_id or self.first, fields)

    def answers(self) -> AnswerSet:
        with open_reading(self.tools, RATER) as work:
            return open_form(work, self.token, self.first, is_under_way=True).answers

    def task(self) -> RatingTask:
        with open_reading(self.tools, RATER) as work:
            tasks = open_desk(work, self.token, is_under_way=True).tasks
        return next(task for task in tasks if task.assignment_id == self.first)

    def rows(self) -> tuple[int, int]:
        with open_reading(self.tools, SYSTEM) as work:
            drafts, responses = work.session.scalars(select(Draft)), work.session.scalars(select(Response))
            return len(drafts.all()), len(responses.all())

    def has_nonce(self) -> bool:
        with open_reading(self.tools, RATER) as work:
            return not open_desk(work, self.token, is_under_way=True).is_link_lost_for_others


@pytest.fixture
def link(tools: Tools) -> Link:
    """Return the way in of a rater of two colleagues."""
    return launched(tools)


def launched(tools: Tools, competencies: tuple[str, ...] = ("analyseren", "empathie")) -> Link:
    """Return the way in of a rater of two colleagues, in a round of its own."""
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, 2, competencies)
        rater = a_person(work)
        for participant, _ in participants_with_persons(work.session, round_.id):
            a_rater(work, round_, participant, "peer", rater)
        launch_round(work, round_.id)
        token = rater_tokens(work, round_.id)[rater.id]
        first, second = (task.assignment_id for task in open_desk(work, token).tasks)
    return Link(tools, token, round_.id, first, second)


def test_a_saved_answer_is_there_again_and_is_not_sent_in(link: Link) -> None:
    link.save({"rating-analyseren": "2", "comment-keep": "Doorgaan"})
    assert link.answers() == AnswerSet({"analyseren": 2}, {"keep": "Doorgaan"})
    assert (link.task().state, link.task().has_draft, link.rows()) == ("open", True, (1, 0))


def test_saving_one_page_leaves_the_others_alone(link: Link) -> None:
    link.save({"rating-analyseren": "2"}, "informatieverwerking")
    saved = link.save({"rating-empathie": "4", "rating-analyseren": "1"}, "soft-skills")
    assert saved.answers.ratings == {"analyseren": 2, "empathie": 4}


def test_a_comment_that_grew_too_long_does_not_delete_the_shorter_one(link: Link) -> None:
    link.save({"comment-keep": "kort"})
    saved = link.save({"comment-keep": "x" * 10_001, "rating-empathie": "1"})
    assert [problem.field_name for problem in saved.problems] == ["comment-keep"]
    assert link.answers() == AnswerSet({"empathie": 1}, {"keep": "kort"})


def test_a_problem_on_another_page_is_no_problem_of_this_one(link: Link) -> None:
    assert link.save({"comment-keep": "x" * 10_001}, "soft-skills").problems == ()


def test_comments_that_are_too_long_together_are_refused_and_nothing_is_lost(tools: Tools) -> None:
    link = launched(tools, competencies=("analyseren", "empathie", "integriteit", "netwerken"))
    link.save({"comment-keep": "kort"})
    asked = ("analyseren", "empathie", "integriteit", "netwerken", "keep", "start", "stop")
    with pytest.raises(InvalidError):
        link.save({f"comment-{question}": "\N{GRINNING FACE}" * 10_000 for question in asked})
    assert link.answers().comments == {"keep": "kort"}


def test_looking_through_without_an_answer_saves_nothing(link: Link) -> None:
    link.save({})
    assert (link.task().has_draft, link.rows()) == (False, (0, 0))


def test_sending_in_needs_every_rating(link: Link) -> None:
    saved = link.send({"rating-analyseren": "2"})
    assert (saved.is_sent_in, saved.missing) == (False, ("empathie",))
    assert link.rows() == (1, 0)


def test_cannot_judge_is_an_answer(link: Link) -> None:
    assert link.send(COMPLETE).is_sent_in
    assert (link.task().state, link.rows()) == ("done", (0, 1))


def test_sending_in_twice_counts_once(link: Link) -> None:
    link.save(COMPLETE)
    for _ in range(2):
        with open_work(link.tools, RATER) as work:
            assert send_in(work, link.token, link.first).is_sent_in
    assert link.rows() == (0, 1)


def test_two_posts_at_the_same_time_count_once(link: Link) -> None:
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(link.send, [COMPLETE] * 4))
    assert all(saved.is_sent_in for saved in results)
    assert link.rows() == (0, 1)


def test_with_a_problem_nothing_is_sent_in(link: Link) -> None:
    assert not link.send({**COMPLETE, "comment-keep": "x" * 10_001}).is_sent_in
    assert link.task().state == "open"


def test_a_change_after_sending_in_is_a_draft_until_it_is_sent_in_again(link: Link) -> None:
    link.send(COMPLETE)
    link.save({**COMPLETE, "rating-analyseren": "1"})
    assert (link.task().state, link.task().has_draft, link.rows()) == ("done", True, (1, 1))
    assert link.answers().ratings["analyseren"] == 1
    with open_work(link.tools, RATER) as work:
        send_in(work, link.token, link.first)
    assert (link.answers().ratings["analyseren"], link.rows()) == (1, (0, 1))


def test_saving_what_was_sent_in_makes_no_draft(link: Link) -> None:
    link.send(COMPLETE)
    link.save(COMPLETE)
    assert link.rows() == (0, 1)


def test_dropped_changes_leave_what_was_sent_in(link: Link) -> None:
    link.send(COMPLETE)
    link.save({**COMPLETE, "rating-analyseren": "1"})
    with open_work(link.tools, RATER) as work:
        drop_changes(work, link.token, link.first)
    assert (link.answers().ratings["analyseren"], link.rows()) == (3, (0, 1))
    with open_work(link.tools, RATER) as work, pytest.raises(RefusedError):
        drop_changes(work, link.token, link.first)


def test_a_response_names_no_rater(link: Link) -> None:
    link.send(COMPLETE)
    with open_reading(link.tools, SYSTEM) as work:
        columns = {column.name for column in Response.__table__.columns}
        row = work.session.scalars(select(Response)).one()
        ids = {each.id for each in work.session.scalars(select(Invitation))}
        ids |= {each.id for each in work.session.scalars(select(Assignment))}
    assert columns == {"key", "round_id", "participant_id", "rater_group", "answers"}
    assert not ids & {row.key, row.round_id, row.participant_id}
    assert b"analyseren" not in row.answers


def test_the_nonce_goes_when_everything_is_finished_and_the_own_link_still_opens(link: Link) -> None:
    link.send(COMPLETE)
    assert link.has_nonce()
    with open_work(link.tools, RATER) as work:
        decline(work, link.token, link.second, "")
    assert not link.has_nonce()
    assert link.answers().ratings["analyseren"] == 3


def test_declining_deletes_the_draft_and_keeps_the_reason(link: Link) -> None:
    link.save({"rating-analyseren": "2"})
    with open_work(link.tools, RATER) as work:
        decline(work, link.token, link.first, "  te weinig \n samengewerkt ")
    task = link.task()
    assert (task.state, task.decline_reason) == ("declined", "te weinig samengewerkt")
    assert link.rows() == (0, 0)


def test_a_declined_colleague_is_not_answered_before_that_is_undone(link: Link) -> None:
    with open_work(link.tools, RATER) as work:
        decline(work, link.token, link.first, "")
    with pytest.raises(RefusedError):
        link.save({"rating-analyseren": "2"})
    with open_work(link.tools, RATER) as work:
        take_up_again(work, link.token, link.first)
    link.save({"rating-analyseren": "2"})
    assert link.task().state == "open"


def test_a_reason_that_is_too_long_is_refused(link: Link) -> None:
    with open_work(link.tools, RATER) as work, pytest.raises(InvalidError):
        decline(work, link.token, link.first, "x" * 1001)


def test_sent_answers_have_to_be_taken_back_before_declining(link: Link) -> None:
    link.send(COMPLETE)
    with open_work(link.tools, RATER) as work, pytest.raises(RefusedError):
        decline(work, link.token, link.first, "")
    with open_work(link.tools, RATER) as work:
        take_back(work, link.token, link.first)
    assert (link.task().state, link.rows()) == ("open", (0, 0))
    with open_work(link.tools, RATER) as work:
        decline(work, link.token, link.first, "")
    assert link.task().state == "declined"


def test_there_is_nothing_to_take_back_before_sending_in(link: Link) -> None:
    link.save({"rating-analyseren": "2"})
    with open_work(link.tools, RATER) as work, pytest.raises(RefusedError):
        take_back(work, link.token, link.first)
    assert link.rows() == (1, 0)


def test_after_the_close_only_somebody_under_way_gets_in_and_only_for_the_grace(
    link: Link, clock: FixedClock
) -> None:
    with open_reading(link.tools, SYSTEM) as work:
        closes_at = work.session.get_one(Round, link.round_id).closes_at
    clock.now = closes_at + GRACE
    with open_reading(link.tools, RATER) as work:
        assert open_desk(work, link.token, is_under_way=True).is_in_grace
        with pytest.raises(LinkError):
            open_desk(work, link.token)
    assert link.send(COMPLETE).is_sent_in
    clock.move(seconds=1)
    with pytest.raises(LinkError):
        link.save({"rating-analyseren": "2"})


@pytest.mark.parametrize("token", ["", "x" * 43, "\N{SNOWMAN}"])
def test_an_unknown_link_opens_nothing(link: Link, token: str) -> None:
    with open_reading(link.tools, RATER) as work, pytest.raises(LinkError):
        open_desk(work, token)


def test_a_colleague_of_somebody_else_is_not_on_the_list(link: Link) -> None:
    other = launched(link.tools)
    with open_work(link.tools, RATER) as work, pytest.raises(NotFoundError):
        save_draft(work, link.token, other.first, COMPLETE)
    with open_reading(link.tools, RATER) as work, pytest.raises(NotFoundError):
        open_form(work, link.token, other.first)


def test_the_next_colleague_is_the_one_that_was_begun(link: Link) -> None:
    with open_work(link.tools, RATER) as work:
        desk = open_desk(work, link.token)
        assert desk.next_task is not None
        assert desk.next_task.assignment_id == link.first
        save_draft(work, link.token, link.second, {"rating-analyseren": "2"})
        desk = open_desk(work, link.token)
        assert desk.next_task is not None
        assert desk.next_task.assignment_id == link.second
