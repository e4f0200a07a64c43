"""Claiming mails from the outbox."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from app.storage.engine import Database
from app.storage.messages import Message, claim_next, count_due
from tests.fakes import START

LEASE = timedelta(seconds=120)


def a_message(number: int, **values: object) -> Message:
    return Message(
        **{
            "id": f"{number:032x}",
            "dedupe_key": f"test:{number}",
            "kind": "sign_in",
            "state": "pending",
            "not_before_at": START,
            "attempts": 0,
            "message_id": f"<{number}@example.org>",
            "dated_at": START,
            "last_error": "",
            **values,
        }
    )


def add(database: Database, *messages: Message) -> None:
    with database.writing() as session, session.begin():
        session.add_all(messages)


def test_the_same_mail_cannot_be_written_twice(database: Database) -> None:
    add(database, a_message(1))

    with pytest.raises(IntegrityError):
        add(database, a_message(2, dedupe_key="test:1"))


def test_a_claimed_mail_is_not_claimed_again(database: Database) -> None:
    add(database, a_message(1))
    with database.writing() as session, session.begin():
        first = claim_next(session, START, "a" * 32, LEASE)
    with database.writing() as session, session.begin():
        second = claim_next(session, START, "b" * 32, LEASE)

    assert first is not None
    assert (first.state, first.attempts) == ("sending", 1)
    assert second is None


def test_a_mail_whose_worker_died_is_claimed_again_after_its_lease(database: Database) -> None:
    add(database, a_message(1))
    with database.writing() as session, session.begin():
        claim_next(session, START, "a" * 32, LEASE)
    later = START + LEASE + timedelta(seconds=1)
    with database.writing() as session, session.begin():
        assert count_due(session, later) == 1
        again = claim_next(session, later, "b" * 32, LEASE)

    assert again is not None
    assert again.attempts == 2


def test_a_mail_waits_for_its_time(database: Database) -> None:
    add(database, a_message(1, not_before_at=START + timedelta(minutes=5)))

    with database.writing() as session, session.begin():
        assert claim_next(session, START, "a" * 32, LEASE) is None


def test_workers_at_the_same_time_never_share_a_mail(database: Database) -> None:
    add(database, *(a_message(number) for number in range(40)))
    taken: list[str] = []

    def work(name: str) -> None:
        while True:
            with database.writing() as session, session.begin():
                message = claim_next(session, START, name * 32, LEASE)
            if message is None:
                return
            taken.append(message.id)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(taken) == [f"{number:032x}" for number in range(40)]
