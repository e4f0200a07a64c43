"""How many jobs wait at the broker."""

from redis import Redis
from redis.exceptions import RedisError

from app.adapters.queue import KEY_PREFIX, QUEUES

ANSWER_WITHIN = 2.0


def queue_lengths(broker_url: str) -> dict[str, int] | None:
    """Return the waiting jobs by queue; None when the broker does not answer within two seconds."""
    url = broker_url.replace("redis+socket://", "unix://")
    try:
        with Redis.from_url(
            url, socket_timeout=ANSWER_WITHIN, socket_connect_timeout=ANSWER_WITHIN
        ) as client:
            return {queue: int(client.llen(KEY_PREFIX + queue)) for queue in QUEUES}
    except (RedisError, ValueError):
        return None
