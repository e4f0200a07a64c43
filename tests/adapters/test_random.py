import re

from app.adapters.random import SystemRandomness


def test_ids_hold_128_bits_and_never_meet() -> None:
    ids = {SystemRandomness().public_id() for _ in range(10_000)}
    assert len(ids) == 10_000
    assert all(re.fullmatch(r"[0-9a-f]{32}", each) for each in ids)


def test_as_many_bytes_as_asked_for() -> None:
    assert len(SystemRandomness().bytes(32)) == 32


def test_a_shuffle_keeps_everything_and_changes_the_order() -> None:
    items = list(range(1000))
    SystemRandomness().shuffle(items)
    assert sorted(items) == list(range(1000)) != items
