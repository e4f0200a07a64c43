"""Closing: sealed once, deleted for good, resumable at every step."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.errors import LinkError, RefusedError
from app.domain.keys import MissingKeyError
from app.domain.publication import publication_from_json
from app.services.delivery import deliver_due
from app.services.ports import JobName, Tools
from app.services.rating import open_desk, send_in
from app.services.sealing import begin_close, close_due_rounds, seal_round
from app.services.work import RATER, SYSTEM, open_reading, open_work
from app.settings import Settings
from app.storage.engine import Database
from app.storage.messages import Message
from app.storage.publications import publications_of_round
from app.storage.raters import Assignment, Invitation
from app.storage.responses import Draft, Response
from app.storage.rounds import Round
from tests.builders import a_launched_round, a_round, everybody_answers, rater_tokens
from tests.fakes import FakeQueue, FixedClock
from tests.services.answering import begin_one


@dataclass(frozen=True)
class OvertakenDatabase(Database):
    """A database in which something else happens once, just before the next change."""

    happenings: list[Callable[[], None]]

    def writing(self) -> Session:
        if self.happenings:
            self.happenings.pop()()
        return super().writing()


def a_closing_round(tools: Tools, participants: int = 2) -> str:
    """Return the id of a round that everybody answered and that is closing."""
    with open_work(tools, SYSTEM) as work:
        round_id = a_launched_round(work, participants).id
    everybody_answers(tools, round_id, comment="Keeps promises")
    with open_work(tools, SYSTEM) as work:
        begin_close(work, round_id)
    return round_id


def state_of(tools: Tools, round_id: str) -> str:
    with open_reading(tools, SYSTEM) as work:
        return work.session.get_one(Round, round_id).state


def documents(tools: Tools, round_id: str) -> dict[str, str]:
    with open_reading(tools, SYSTEM) as work:
        return {id_: row.document for id_, row in publications_of_round(work.session, round_id).items()}


def test_closing_names_the_sealing_job(tools: Tools, queue: FakeQueue) -> None:
    round_id = a_closing_round(tools)
    assert queue.published[-1] == (JobName.SEAL_ROUND, round_id)


def test_closing_freezes_the_raters_pages(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_id = a_launched_round(work, 1).id
        token = next(iter(rater_tokens(work, round_id).values()))
        begin_close(work, round_id)
    with open_work(tools, RATER) as work, pytest.raises(LinkError):
        open_desk(work, token, is_under_way=True)


def test_closing_takes_back_mails_to_raters_that_have_not_left(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_id = a_launched_round(work, 1).id
        begin_close(work, round_id)
        assert set(work.session.scalars(select(Message.state))) == {"cancelled"}


def test_a_second_close_is_refused(tools: Tools) -> None:
    round_id = a_closing_round(tools)
    with open_work(tools, SYSTEM) as work, pytest.raises(RefusedError):
        begin_close(work, round_id)


def test_the_seal_publishes_every_participant(tools: Tools) -> None:
    round_id = a_closing_round(tools, 2)
    seal_round(tools, round_id)
    publications = [publication_from_json(document) for document in documents(tools, round_id).values()]
    assert len(publications) == 2
    for publication in publications:
        responded = {count.group: count.responded for count in publication.groups}
        assert responded == {"self": 1, "manager": 1, "peer": 5, "direct_report": 4, "other": 0}
        assert all(cell.is_published for cell in publication.cells)


def test_the_seal_deletes_answers_links_reasons_and_keys(tools: Tools) -> None:
    round_id = a_closing_round(tools)
    seal_round(tools, round_id)
    assert state_of(tools, round_id) == "closed"
    with open_reading(tools, SYSTEM) as work:
        for model in (Draft, Response):
            assert work.session.scalar(select(func.count()).select_from(model)) == 0
        assert set(work.session.execute(select(Invitation.nonce, Invitation.token_hash)).all()) == {
            (None, None)
        }
        assert set(work.session.scalars(select(Assignment.decline_reason))) == {""}
    assert not tools.keys.exists(round_id)


def test_drafts_are_not_counted(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_id = a_launched_round(work, 1, managers=0, peers=1, direct_reports=0).id
        for token in rater_tokens(work, round_id).values():
            begin_one(work, token, open_desk(work, token).tasks[0].assignment_id)
        begin_close(work, round_id)
    seal_round(tools, round_id)
    (document,) = documents(tools, round_id).values()
    assert sum(count.responded for count in publication_from_json(document).groups) == 0


def test_sealing_again_changes_nothing(tools: Tools) -> None:
    round_id = a_closing_round(tools)
    seal_round(tools, round_id)
    before = documents(tools, round_id)
    seal_round(tools, round_id)
    assert documents(tools, round_id) == before


def test_a_running_round_is_not_sealed(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_id = a_launched_round(work, 1).id
    seal_round(tools, round_id)
    assert state_of(tools, round_id) == "collecting"
    assert tools.keys.exists(round_id)


def test_a_draft_is_not_sealed(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_id = a_round(work, 1).id
    seal_round(tools, round_id)
    assert state_of(tools, round_id) == "draft"


class KilledError(Exception):
    """The process died here."""


@dataclass
class MortalKeys:
    """The real keys, in a process that dies at the chosen act."""

    real: Any
    dies_at: str
    acts_left: int = 0

    def _live(self, act: str) -> None:
        if act == self.dies_at:
            if self.acts_left == 0:
                raise KilledError
            self.acts_left -= 1

    def create(self, round_id: str) -> None:
        self.real.create(round_id)

    def link_key(self, round_id: str) -> bytes:
        return bytes(self.real.link_key(round_id))

    def answer_key(self, round_id: str) -> bytes:
        self._live("answer_key")
        return bytes(self.real.answer_key(round_id))

    def exists(self, round_id: str) -> bool:
        self._live("exists")
        return bool(self.real.exists(round_id))

    def destroy(self, round_id: str) -> None:
        self._live("destroy")
        self.real.destroy(round_id)


@pytest.mark.parametrize(
    ("act", "after"),
    [("answer_key", 0), ("answer_key", 15), ("exists", 0), ("destroy", 0)],
    ids=["at the first answer", "between two participants", "after deleting", "before the keys go"],
)
def test_a_killed_seal_is_finished_by_the_next_sweep(tools: Tools, act: str, after: int) -> None:
    round_id = a_closing_round(tools, 2)
    with pytest.raises(KilledError):
        seal_round(_with_keys(tools, MortalKeys(tools.keys, act, after)), round_id)
    assert close_due_rounds(tools) == 1
    assert state_of(tools, round_id) == "closed"
    assert len(documents(tools, round_id)) == 2
    assert not tools.keys.exists(round_id)
    assert close_due_rounds(tools) == 0


def _with_keys(tools: Tools, keys: MortalKeys) -> Tools:
    return replace(tools, keys=keys)


def test_a_participant_who_is_sealed_is_not_sealed_anew(tools: Tools) -> None:
    round_id = a_closing_round(tools, 2)
    with pytest.raises(KilledError):
        seal_round(_with_keys(tools, MortalKeys(tools.keys, "answer_key", 15)), round_id)
    half = documents(tools, round_id)
    assert len(half) == 1
    seal_round(tools, round_id)
    assert half.items() <= documents(tools, round_id).items()


def test_lost_keys_stop_the_seal_and_nothing_is_deleted(tools: Tools) -> None:
    round_id = a_closing_round(tools)
    tools.keys.destroy(round_id)
    with pytest.raises(MissingKeyError):
        seal_round(tools, round_id)
    assert state_of(tools, round_id) == "closing"
    with open_reading(tools, SYSTEM) as work:
        assert work.session.scalar(select(func.count()).select_from(Response))


def test_a_round_closes_by_itself_only_after_the_grace(tools: Tools, clock: FixedClock) -> None:
    with open_work(tools, SYSTEM) as work:
        round_id = a_launched_round(work, 1).id
    clock.move(days=14, minutes=15)
    assert close_due_rounds(tools) == 0
    clock.move(seconds=1)
    assert close_due_rounds(tools) == 1
    assert state_of(tools, round_id) == "closed"


def test_what_is_sent_in_within_the_grace_counts(tools: Tools, clock: FixedClock) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1, managers=0, peers=0, direct_reports=0)
        token = next(iter(rater_tokens(work, round_.id).values()))
        assignment_id = open_desk(work, token).tasks[0].assignment_id
        begin_one(work, token, assignment_id)
    clock.move(days=14, minutes=10)
    with open_work(tools, RATER) as work:
        send_in(work, token, assignment_id)
    clock.move(minutes=6)
    close_due_rounds(tools)
    (document,) = documents(tools, round_.id).values()
    assert sum(count.responded for count in publication_from_json(document).groups) == 1


def test_mails_of_the_round_are_forgotten(tools: Tools, settings: Settings) -> None:
    with open_work(tools, SYSTEM) as work:
        round_id = a_launched_round(work, 1).id
    deliver_due(tools)
    assert list(settings.outbox_folder.glob("*.eml"))
    with open_work(tools, SYSTEM) as work:
        begin_close(work, round_id)
    seal_round(tools, round_id)
    assert list(settings.outbox_folder.glob("*.eml")) == []


def test_a_seal_that_another_process_overtakes_ends_in_peace(tools: Tools) -> None:
    round_id = a_closing_round(tools)
    overtaken = OvertakenDatabase(tools.database.engine, [lambda: seal_round(tools, round_id)])
    seal_round(replace(tools, database=overtaken), round_id)
    assert state_of(tools, round_id) == "closed"
    assert overtaken.happenings == []
