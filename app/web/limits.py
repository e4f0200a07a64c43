"""Rate limits: only failed links and requests for sign-in mails count, because colleagues share addresses."""

from typing import cast

from flask import Flask, Response, g
from flask.typing import RouteCallable
from flask_limiter import Limiter, RouteLimit
from flask_limiter.util import get_remote_address

FAILED_LINKS = "30 per minute"
SIGN_IN_REQUESTS = "20 per minute"
MEMORY = "memory://"


def limit(app: Flask, broker_url: str | None) -> None:
    """Limit guessing of links and asking for sign-in links; call it when every route is registered.

    Counts in Redis when there is one, so that all processes count together; in memory while it is away.
    """
    storage = _storage(broker_url)
    limiter = Limiter(
        get_remote_address,
        app=app,
        storage_uri=storage,
        strategy="moving-window",
        in_memory_fallback_enabled=storage != MEMORY,
        key_prefix="rondom-limits",
    )
    failed_links = limiter.shared_limit(FAILED_LINKS, scope="links", deduct_when=_is_link_failure)
    for endpoint in {rule.endpoint for rule in app.url_map.iter_rules() if "token" in rule.arguments}:
        _wrap(app, endpoint, failed_links)
    _wrap(app, "account.request_link", limiter.limit(SIGN_IN_REQUESTS))


def _storage(broker_url: str | None) -> str:
    url = broker_url or ""
    if url.startswith("redis+socket://"):
        # The broker's library and the limiter's have different names for a socket in the file system.
        return "redis+unix://" + url.removeprefix("redis+socket://")
    return url if url.startswith(("redis://", "rediss://", "redis+unix://")) else MEMORY


def _wrap(app: Flask, endpoint: str, limited: RouteLimit) -> None:
    app.view_functions[endpoint] = cast("RouteCallable", limited(app.view_functions[endpoint]))


def _is_link_failure(_response: Response) -> bool:
    return bool(g.get("is_link_failure", False))
