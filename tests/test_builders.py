"""The scenes that tests are built from are real ones, on every database."""

import socket

import pytest

from app.bootstrap import Bundle
from app.services.rating import open_desk
from app.services.sealing import begin_close, seal_round
from app.services.work import RATER, SYSTEM, open_reading, open_work
from app.storage.publications import publications_of_round
from app.storage.raters import round_assignments
from tests.builders import a_launched_round, an_administrator, everybody_answers, rater_tokens
from tests.fakes import FakeQueue, FixedClock


def test_a_launched_round_gives_every_rater_a_link(bundle: Bundle, queue: FakeQueue) -> None:
    with open_work(bundle.tools, SYSTEM) as work:
        round_id = a_launched_round(work, participants=2).id
    with open_reading(bundle.tools, SYSTEM) as work:
        tokens = rater_tokens(work, round_id)
    # Each participant rates himself or herself and has one manager, five peers and four direct reports.
    assert len(tokens) == 2 * 11
    with open_reading(bundle.tools, RATER) as work:
        assert {len(open_desk(work, token).tasks) for token in tokens.values()} == {1}
    assert ("mail.deliver",) in queue.published


def test_a_round_can_be_played_to_its_end(bundle: Bundle) -> None:
    with open_work(bundle.tools, SYSTEM) as work:
        round_id = a_launched_round(work, participants=1).id
    everybody_answers(bundle.tools, round_id, level=3, comment="Keep it up.")
    with open_reading(bundle.tools, SYSTEM) as work:
        assert {each.state for each in round_assignments(work.session, round_id)} == {"done"}
        assert rater_tokens(work, round_id) == {}
    with open_work(bundle.tools, SYSTEM) as work:
        begin_close(work, round_id)
    seal_round(bundle.tools, round_id)
    with open_reading(bundle.tools, SYSTEM) as work:
        assert len(publications_of_round(work.session, round_id)) == 1


def test_administrators_can_be_many(bundle: Bundle) -> None:
    cookies = {an_administrator(bundle.tools, f"hr{number}@example.org") for number in range(3)}
    assert len(cookies) == 3


def test_the_clock_moves_only_when_told(clock: FixedClock) -> None:
    before = clock()
    assert clock() == before
    assert (clock.move(days=1, minutes=1) - before).total_seconds() == 86_460


def test_no_test_leaves_this_machine() -> None:
    with socket.socket() as out, pytest.raises(OSError, match="stay on this machine"):
        out.connect(("192.0.2.1", 80))
