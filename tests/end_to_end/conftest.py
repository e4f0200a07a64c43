"""Installations on both stacks, and a mail server that takes their mails."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import redis

from tests.databases import own_postgres
from tests.end_to_end.installation import Installation, serving
from tests.end_to_end.post_office import PostOffice, open_post_office
from tests.services_at_hand import needed, postgres_url, redis_server

STACKS = ("embedded", pytest.param("services", marks=pytest.mark.services))


@pytest.fixture(scope="module")
def post_office() -> Iterator[PostOffice]:
    """Return a running mail server with everything it has taken over."""
    with open_post_office() as made:
        yield made


@pytest.fixture(scope="module", params=STACKS)
def stack(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """Return the settings of SQLite with the embedded broker, then of PostgreSQL with Redis."""
    if request.param == "embedded":
        yield {}
        return
    database, broker = needed("PostgreSQL", postgres_url()), needed("Redis", redis_server())
    with (
        own_postgres(database, f"whole_{secrets.token_hex(3)}") as database_url,
        own_redis(broker) as broker_url,
    ):
        yield {"RONDOM_DATABASE_URL": database_url, "RONDOM_BROKER_URL": broker_url}


@pytest.fixture(scope="module")
def installation(
    stack: dict[str, str], post_office: PostOffice, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """Return a running installation that sends its mails to the post office."""
    post_office.empty()
    environment = {**stack, "RONDOM_MAIL_URL": post_office.url}
    with serving(tmp_path_factory.mktemp("whole"), environment) as made:
        yield made


@contextmanager
def own_redis(server: str) -> Iterator[str]:
    """Claim a database of a Redis server that no other test process uses, and empty it at the end."""
    for number in range(15, 3, -1):
        url = f"{server.rstrip('/')}/{number}"
        with redis.Redis.from_url(url) as client:
            # The claim outlives a test process that is killed, but not for long.
            if client.set("rondom-tests", "claimed", nx=True, ex=1800):
                yield url
                client.flushdb()
                return
    pytest.fail("every database of this Redis is in use")
