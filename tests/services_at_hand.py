"""PostgreSQL and Redis for the tests: where they are, and what is said when they are not there."""

import os
from functools import cache

import pytest
import redis
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

POSTGRES = "postgresql+psycopg://root@127.0.0.1/test"
REDIS = "redis://127.0.0.1:6379"
NOT_TESTED = "not tested:"


@cache
def postgres_url() -> str | None:
    """Return the address of a PostgreSQL on which databases may be made, or None."""
    url = os.environ.get("RONDOM_TEST_POSTGRES_URL") or POSTGRES
    engine = create_engine(url, connect_args={"connect_timeout": 3})
    try:
        engine.connect().close()
    except OperationalError:
        return None
    finally:
        engine.dispose()
    return url


@cache
def redis_server() -> str | None:
    """Return the address of a Redis without a database number, or None."""
    url = os.environ.get("RONDOM_TEST_REDIS_URL") or REDIS
    client = redis.Redis.from_url(url, socket_connect_timeout=3)
    try:
        client.ping()
    except redis.RedisError:
        return None
    finally:
        client.close()
    return url


def needed(name: str, found: str | None) -> str:
    """Return what was found; else skip this test, or fail it when everything has to be tested."""
    if found is not None:
        return found
    if os.environ.get("RONDOM_REQUIRE_ALL") == "1":
        pytest.fail(f"{name} does not answer, and RONDOM_REQUIRE_ALL=1 says that nothing may be skipped")
    pytest.skip(f"{NOT_TESTED} {name} does not answer")
