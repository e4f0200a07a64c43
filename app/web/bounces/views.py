"""Where a mail service tells about mails that came back; for programs only."""

import hmac

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from app.bootstrap import Bundle
from app.domain.bounces import reported
from app.domain.errors import InvalidError, NotFoundError
from app.services.bounces import note_bounce
from app.services.work import SYSTEM, open_work
from app.web.access import open_to_everyone

_LONGEST = 2000


def make_blueprint(bundle: Bundle) -> Blueprint:
    """Return the one route; without RONDOM_BOUNCE_SECRET it does not exist."""
    blueprint = Blueprint("bounces", __name__)
    secret = bundle.settings.bounce_secret

    @blueprint.post("/bounces")
    @open_to_everyone
    def note() -> ResponseReturnValue:
        if not secret:
            raise NotFoundError
        shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(shown.encode(), secret.encode()):
            return Response(status=401, headers={"WWW-Authenticate": "Bearer"})
        told = request.get_json(silent=True)
        try:
            bounce = reported(*(_words(told, name) for name in ("token", "message_id", "status", "text")))
        except InvalidError as error:
            return Response(f"{error.message}\n", 422, mimetype="text/plain")
        with open_work(bundle.tools, SYSTEM) as work:
            note_bounce(work, bounce)
        # The same for a mail we do not know: nobody can ask which mails there are.
        return Response(status=204)

    return blueprint


def _words(told: object, name: str) -> str:
    value = told.get(name) if isinstance(told, dict) else None
    return value[:_LONGEST].replace("\0", "").strip() if isinstance(value, str) else ""
