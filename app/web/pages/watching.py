"""For machines that watch over this one: alive, ready, figures."""

from hmac import compare_digest

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy.exc import SQLAlchemyError

from app.adapters.queue_lengths import queue_lengths
from app.bootstrap import Bundle
from app.domain.errors import NotFoundError
from app.services.watching import watch
from app.services.work import SYSTEM, open_reading
from app.storage.schema import is_current
from app.web.access import open_to_everyone
from app.web.pages.metrics import metrics_text


def make_blueprint(bundle: Bundle) -> Blueprint:
    """Return the routes for whoever watches; the figures need RONDOM_METRICS_TOKEN."""
    blueprint = Blueprint("watching", __name__)

    @blueprint.get("/health")
    @open_to_everyone
    def health() -> ResponseReturnValue:
        return _plain("alive", 200)

    @blueprint.get("/ready")
    @open_to_everyone
    def ready() -> ResponseReturnValue:
        try:
            if not is_current(bundle.database):
                return _plain("the schema of the database is not the newest", 503)
        except SQLAlchemyError:
            return _plain("the database does not answer", 503)
        return _plain("ready", 200)

    @blueprint.get("/metrics")
    @open_to_everyone
    def metrics() -> ResponseReturnValue:
        settings = bundle.settings
        given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
        if not settings.metrics_token or not compare_digest(given, settings.metrics_token.encode()):
            raise NotFoundError
        with open_reading(bundle.tools, SYSTEM) as work:
            figures = watch(work)
        lengths = queue_lengths(settings.broker_url) if settings.broker_url else None
        return Response(metrics_text(figures, lengths), content_type=CONTENT_TYPE_LATEST)

    return blueprint


def _plain(words: str, status: int) -> Response:
    return Response(words + "\n", status, mimetype="text/plain")
