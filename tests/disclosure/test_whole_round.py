"""A whole round in any order of events: what is sealed is what the rule says of the answers that counted.

RONDOM_ROUNDS_PLAYED=100 plays more rounds than the few that fit into every run.
"""

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from sqlalchemy import select

from app.adapters.wording import translator
from app.domain.errors import LinkError, RefusedError, ReplacedLinkError
from app.services.following import is_followed
from app.services.people import change_address
from app.services.raters import remove_rater
from app.services.rating import (
    decline,
    open_desk,
    open_form,
    save_and_send_in,
    save_draft,
    take_back,
    take_up_again,
)
from app.services.releases import release_round
from app.services.relinking import renew_link
from app.services.reports import read_report
from app.services.sealing import begin_close, close_due_rounds, seal_round
from app.services.work import RATER, SYSTEM, open_reading, open_work
from app.storage.audit import AuditEntry
from app.storage.raters import Assignment, Invitation
from app.storage.responses import Draft, Response
from app.storage.rounds import Round
from tests.builders import rater_tokens
from tests.databases import migrated_file
from tests.disclosure.by_the_book import cells_of_document
from tests.disclosure.played_round import QUESTIONS, PlayedRound
from tests.disclosure.whole_figures import figures_of, move, team_report_of

LEVELS = st.fixed_dictionaries(
    {question: st.sampled_from(["1", "2", "3", "4", "cannot_judge"]) for question in QUESTIONS}
)
PLACES = st.integers(0, 999)
PLAYED = int(os.environ.get("RONDOM_ROUNDS_PLAYED", "6"))


class WholeRound(PlayedRound):
    """Raters, HR and the clock act in any order."""

    @precondition(lambda self: not self.is_closed)
    @rule(place=PLACES, levels=LEVELS)
    def send(self, place: int, levels: dict[str, str]) -> None:
        assignment_id, token = self.one(place)
        fields = {f"rating-{question}": level for question, level in levels.items()}
        with open_work(self.tools, RATER) as work:
            if self.states[assignment_id] == "declined" or assignment_id in self.out_of_reach:
                with pytest.raises(RefusedError):
                    save_and_send_in(work, token, assignment_id, fields)
                return
            assert save_and_send_in(work, token, assignment_id, fields).is_sent_in
        self.states[assignment_id], self.sent[assignment_id] = "done", levels
        self.begun.discard(assignment_id)

    @precondition(lambda self: not self.is_closed)
    @rule(levels=LEVELS)
    def everybody_sends(self, levels: dict[str, str]) -> None:
        for place in range(len(self.duties)):
            self.send(place, levels)

    @precondition(lambda self: not self.is_closed)
    @rule(place=PLACES, levels=LEVELS)
    def keep_a_draft(self, place: int, levels: dict[str, str]) -> None:
        assignment_id, token = self.one(place)
        if self.states[assignment_id] != "declined" and assignment_id not in self.out_of_reach:
            with open_work(self.tools, RATER) as work:
                save_draft(work, token, assignment_id, {"rating-analyseren": levels["analyseren"]})
            self.begun.add(assignment_id)

    @precondition(lambda self: not self.is_closed)
    @rule(place=PLACES)
    def say_no_or_yes(self, place: int) -> None:
        assignment_id, token = self.one(place)
        state = self.states[assignment_id]
        if assignment_id in self.out_of_reach:
            with open_work(self.tools, RATER) as work, pytest.raises(RefusedError):
                take_back(work, token, assignment_id)
            with open_work(self.tools, RATER) as work, pytest.raises(RefusedError):
                decline(work, token, assignment_id, "too far away")
            return
        with open_work(self.tools, RATER) as work:
            if state == "open":
                decline(work, token, assignment_id, "too far away")
            elif state == "declined":
                take_up_again(work, token, assignment_id)
            else:
                take_back(work, token, assignment_id)
                del self.sent[assignment_id]
        self.states[assignment_id] = "declined" if state == "open" else "open"

    @precondition(lambda self: not self.is_closed and len(self.duties) > 9)
    @rule(place=PLACES)
    def withdraw(self, place: int) -> None:
        assignment_id, _ = self.one(place)
        with open_reading(self.tools, SYSTEM) as work:
            assignment = work.session.get_one(Assignment, assignment_id)
            invitation = work.session.get_one(Invitation, assignment.invitation_id)
            is_out_of_reach = assignment_id in self.out_of_reach or (
                assignment.state == "done" and invitation.nonce is None
            )
        try:
            with open_work(self.tools, SYSTEM) as work:
                remove_rater(work, self.round_id, assignment_id)
        except RefusedError:
            # Small groups are refused as well; that nothing has changed is checked after every step.
            return
        assert not is_out_of_reach
        del self.duties[assignment_id]
        self.sent.pop(assignment_id, None)

    @precondition(lambda self: not self.is_closed)
    @rule(place=PLACES)
    def renew_a_link(self, place: int) -> None:
        assignment_id, old = self.one(place)
        rater_id = self.raters[assignment_id]
        self.clock.move(minutes=5)
        with open_reading(self.tools, SYSTEM) as work:
            is_living = rater_id in rater_tokens(work, self.round_id)
            may_tell = is_followed(work, work.session.get_one(Round, self.round_id), rater_id)
        try:
            with open_work(self.tools, SYSTEM) as work:
                renew_link(work, self.round_id, rater_id)
        except RefusedError:
            assert may_tell
            assert not is_living
            return
        with open_reading(self.tools, SYSTEM) as work:
            new = rater_tokens(work, self.round_id).get(rater_id, old)
            assert (new != old) is is_living
            done = {task.assignment_id for task in open_desk(work, new).tasks if task.state == "done"}
            assert done == {id_ for id_ in self.sent if self.raters[id_] == rater_id}
            for id_, (token, participant, group) in self.duties.items():
                self.duties[id_] = (new if token == old else token, participant, group)
            if is_living:
                with pytest.raises(ReplacedLinkError):
                    open_desk(work, old)
            for id_, levels in self.sent.items():
                if id_ in self.out_of_reach:
                    continue
                # A draft is shown before what was sent in.
                if self.raters[id_] == rater_id and id_ not in self.begun:
                    ratings = open_form(work, new, id_).answers.ratings
                    assert {question: str(level) for question, level in ratings.items()} == levels

    @precondition(lambda self: not self.is_closed)
    @rule(place=PLACES)
    def change_an_address(self, place: int) -> None:
        assignment_id, old = self.one(place)
        rater_id = self.raters[assignment_id]
        self.clock.move(seconds=1)
        with open_reading(self.tools, SYSTEM) as work:
            is_living = rater_id in rater_tokens(work, self.round_id)
        with open_work(self.tools, SYSTEM) as work:
            change_address(work, rater_id, f"at-{self.clock().timestamp():.0f}@example.org")
        with open_reading(self.tools, SYSTEM) as work:
            new = rater_tokens(work, self.round_id).get(rater_id, old)
            assert (new != old) is is_living
            own = [id_ for id_ in self.duties if self.raters[id_] == rater_id]
            if is_living:
                self.out_of_reach |= {id_ for id_ in own if id_ in self.sent}
                self.begun -= set(own)
                with pytest.raises(ReplacedLinkError):
                    open_desk(work, old)
                for id_ in own:
                    self.duties[id_] = (new, *self.duties[id_][1:])
                    answers = open_form(work, new, id_).answers
                    assert {**answers.ratings, **answers.comments} == {}
            hidden = {task.assignment_id for task in open_desk(work, new).out_of_reach}
            assert hidden == self.out_of_reach & set(own)

    @precondition(lambda self: not self.is_closed)
    @rule(is_by_hand=st.booleans(), is_time=st.sampled_from([False, False, True]))
    def close(self, is_by_hand: bool, is_time: bool) -> None:
        # Most rounds should get some way before they close.
        if not is_time:
            return
        if is_by_hand:
            with open_work(self.tools, SYSTEM) as work:
                begin_close(work, self.round_id)
            seal_round(self.tools, self.round_id)
        else:
            self.clock.move(days=14, minutes=16)
            assert close_due_rounds(self.tools) == 1
        self.is_closed = True
        with open_reading(self.tools, SYSTEM) as work:
            self.documents = self.all_documents(work)
            self.figures = figures_of(work, self.round_id)
        assert self.figures is not None
        assert {
            id_: cells_of_document(document) for id_, document in self.documents.items()
        } == self.expected()

    @precondition(lambda self: self.is_closed)
    @rule(place=PLACES, levels=LEVELS)
    def send_late(self, place: int, levels: dict[str, str]) -> None:
        assignment_id, token = self.one(place)
        fields = {f"rating-{question}": level for question, level in levels.items()}
        with open_work(self.tools, RATER) as work, pytest.raises(LinkError):
            save_and_send_in(work, token, assignment_id, fields)

    @precondition(lambda self: self.is_closed)
    @rule(is_strict=st.booleans())
    def close_again_and_release(self, is_strict: bool) -> None:
        with open_work(self.tools, SYSTEM) as work, pytest.raises(RefusedError):
            begin_close(work, self.round_id)
        seal_round(self.tools, self.round_id)
        with open_work(self.tools, SYSTEM) as work:
            if self.policy == "classic" or not is_strict:
                try:
                    release_round(work, self.round_id, under_core=is_strict)
                except RefusedError:
                    return
        with open_reading(self.tools, SYSTEM) as work:
            for participant_id in self.documents:
                read_report(work, participant_id, "en", translator("en"))

    @precondition(lambda self: self.is_closed)
    @rule(place=PLACES)
    def move_somebody(self, place: int) -> None:
        participant_id = sorted(self.documents)[place % len(self.documents)]
        move(self.tools, participant_id, f"Department {place}")

    @invariant()
    def nothing_is_published_before_the_close_and_nothing_changes_after_it(self) -> None:
        if not hasattr(self, "tools"):
            return
        with open_reading(self.tools, SYSTEM) as work:
            assert self.all_documents(work) == self.documents
            rows = [*work.session.scalars(select(Response)), *work.session.scalars(select(Draft))]
            assert len([row for row in rows if isinstance(row, Response)]) == (
                0 if self.is_closed else len(self.sent)
            )
            assert not (self.is_closed and rows)
            assert figures_of(work, self.round_id) == self.figures
            report = team_report_of(work, self.round_id)
            said = json.dumps([entry.detail for entry in work.session.scalars(select(AuditEntry))])
        assert not any(question in said for question in QUESTIONS)
        assert self.is_closed or report is None
        assert self.team_report in {None, report}
        self.team_report = report


def test_a_round_in_any_order_of_events(tmp_path: Path) -> None:
    WholeRound.template = migrated_file(tmp_path)
    case = WholeRound.TestCase
    case.settings = settings(
        max_examples=PLAYED, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
    )
    case("runTest").runTest()
