from datetime import timedelta

import pytest

from app.services.outbox import write_message
from app.services.ports import Tools
from app.services.watching import note_heartbeat, watch
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.messages import Message
from tests.fakes import FixedClock


def test_an_empty_installation_has_nothing_waiting(tools: Tools) -> None:
    with open_reading(tools, SYSTEM) as work:
        figures = watch(work)
    assert set(figures.outbox.values()) == {0}
    assert (figures.oldest_due_seconds, figures.answers, figures.queue_ages) == (0.0, {}, {})


def test_the_oldest_due_mail_is_as_old_as_its_wait(tools: Tools, clock: FixedClock) -> None:
    with open_work(tools, SYSTEM) as work:
        write_message(work, kind="test", dedupe_key="one")
        write_message(work, kind="test", dedupe_key="later", not_before_at=work.now + timedelta(days=1))
    clock.move(minutes=3)
    with open_reading(tools, SYSTEM) as work:
        figures = watch(work)
    assert figures.oldest_due_seconds == 180.0
    assert figures.outbox["pending"] == 2


@pytest.mark.parametrize("state", ["pending", "sent", "failed", "cancelled"])
def test_reminders_are_in_no_figure(tools: Tools, clock: FixedClock, state: str) -> None:
    with open_reading(tools, SYSTEM) as work:
        before = watch(work)
    with open_work(tools, SYSTEM) as work:
        message = write_message(work, kind="reminder", dedupe_key="one")
        assert isinstance(message, Message)
        message.state, message.last_code = state, 451
    clock.move(minutes=3)
    with open_reading(tools, SYSTEM) as work:
        assert watch(work) == before


def test_answers_of_the_mail_server_are_counted_by_code(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        for key, code in (("one", 250), ("two", 250), ("three", 451), ("four", None)):
            message = write_message(work, kind="test", dedupe_key=key)
            assert isinstance(message, Message)
            message.last_code = code
    with open_reading(tools, SYSTEM) as work:
        assert watch(work).answers == {250: 2, 451: 1}


def test_a_heartbeat_is_renewed(tools: Tools, clock: FixedClock) -> None:
    note_heartbeat(tools, "mail")
    clock.move(seconds=50)
    note_heartbeat(tools, "mail")
    note_heartbeat(tools, "reports")
    clock.move(seconds=5)
    with open_reading(tools, SYSTEM) as work:
        assert watch(work).queue_ages == {"mail": 5.0, "reports": 5.0}
