"""Rate limits count in Redis when there is one, and go on in memory while it is away."""

import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest
import redis

from app.bootstrap import Bundle
from app.web.factory import create_app
from tests.web.conftest import visitor_of
from tests.web.visitor import Visitor


def visitor(bundle: Bundle, broker_url: str | None) -> Visitor:
    app = create_app(replace(bundle, settings=replace(bundle.settings, broker_url=broker_url)))
    app.test_client_class = Visitor
    return visitor_of(app)


def guesses(guest: Visitor, count: int) -> list[int]:
    return [guest.get(f"/sign-in/guess-{number}").status_code for number in range(count)]


@pytest.fixture
def closed_port() -> Iterator[int]:
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        yield reserved.getsockname()[1]


@pytest.mark.services
def test_all_processes_count_together(bundle: Bundle, redis_url: str) -> None:
    one, other = visitor(bundle, redis_url), visitor(bundle, redis_url)
    assert guesses(one, 20) == [404] * 20
    assert guesses(other, 11) == [404] * 10 + [429]


@pytest.mark.services
def test_redis_learns_no_link(bundle: Bundle, redis_url: str) -> None:
    visitor(bundle, redis_url).get("/sign-in/canary")
    client = redis.Redis.from_url(redis_url)
    stored = [repr((key, client.dump(key))) for key in client.keys("*")]
    client.close()
    assert stored
    assert not any("canary" in each for each in stored)


@pytest.mark.parametrize("scheme", ["redis://127.0.0.1:{port}/0", "redis+socket:///nowhere/{port}.sock"])
def test_guessing_stays_limited_while_redis_is_away(bundle: Bundle, closed_port: int, scheme: str) -> None:
    guest = visitor(bundle, scheme.format(port=closed_port))
    assert guesses(guest, 31) == [404] * 30 + [429]
    assert guest.get("/").status_code == 200


def test_other_brokers_count_in_memory(bundle: Bundle) -> None:
    assert guesses(visitor(bundle, "memory://"), 31)[-1] == 429


def test_raters_links_are_limited_together_with_sign_in_links(bundle: Bundle) -> None:
    guest = visitor(bundle, None)
    assert guesses(guest, 30) == [404] * 30
    assert guest.get(f"/r/{'x' * 43}").status_code == 429
