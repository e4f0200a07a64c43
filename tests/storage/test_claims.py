"""Claiming mails from the outbox."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from app.storage.claims import claim_due, count_due, unclaim
from app.storage.engine import Database
from app.storage.messages import Message
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
        (first,) = claim_due(session, START, "a" * 32, LEASE)
    with database.writing() as session, session.begin():
        second = claim_due(session, START, "b" * 32, LEASE)

    assert (first.state, first.attempts, first.possible_copies) == ("sending", 1, 0)
    assert second == []


def test_a_mail_whose_worker_died_is_claimed_again_after_its_lease(database: Database) -> None:
    add(database, a_message(1))
    with database.writing() as session, session.begin():
        claim_due(session, START, "a" * 32, LEASE)
    later = START + LEASE + timedelta(seconds=1)
    with database.writing() as session, session.begin():
        assert count_due(session, later) == 1
        (again,) = claim_due(session, later, "b" * 32, LEASE)

    assert (again.attempts, again.lapses, again.possible_copies) == (2, 1, 0)


def test_a_mail_waits_for_its_time(database: Database) -> None:
    add(database, a_message(1, not_before_at=START + timedelta(minutes=5)))

    with database.writing() as session, session.begin():
        assert claim_due(session, START, "a" * 32, LEASE) == []


def test_several_mails_are_claimed_together_the_oldest_first(database: Database) -> None:
    add(
        database, *(a_message(number, not_before_at=START - timedelta(minutes=number)) for number in range(5))
    )
    with database.writing() as session, session.begin():
        claimed = claim_due(session, START, "a" * 32, LEASE, most=3)

    assert [message.id for message in claimed] == [f"{number:032x}" for number in (4, 3, 2)]


def test_mails_of_dead_workers_come_first_and_one_by_one(database: Database) -> None:
    add(database, *(a_message(number) for number in range(5)))
    with database.writing() as session, session.begin():
        claim_due(session, START, "a" * 32, LEASE, most=2)
    later = START + LEASE + timedelta(seconds=1)
    sizes = []
    for name in "bcd":
        with database.writing() as session, session.begin():
            sizes.append(len(claim_due(session, later, name * 32, LEASE, most=10)))

    assert sizes == [1, 1, 3]


def test_mails_given_back_can_be_claimed_again_as_if_never_tried(database: Database) -> None:
    add(database, *(a_message(number) for number in range(3)))
    with database.writing() as session, session.begin():
        claimed = claim_due(session, START, "a" * 32, LEASE, most=3)
        unclaim(session, "a" * 32, [message.id for message in claimed[1:]])
    with database.writing() as session, session.begin():
        again = claim_due(session, START, "b" * 32, LEASE, most=3)

    assert [(message.attempts, message.lapses) for message in again] == [(1, 0), (1, 0)]


def test_workers_at_the_same_time_never_share_a_mail(database: Database) -> None:
    add(database, *(a_message(number) for number in range(40)))
    taken: list[str] = []

    def work(name: str) -> None:
        while True:
            with database.writing() as session, session.begin():
                claimed = claim_due(session, START, name * 32, LEASE, most=3)
            if not claimed:
                return
            taken.extend(message.id for message in claimed)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(taken) == [f"{number:032x}" for number in range(40)]
