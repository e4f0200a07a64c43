"""No more reminders: what the foot of a rater's mail and its header lead to (RFC 8058).

Mail software opens such links by itself, so looking changes nothing; and it posts without cookies or a form,
so the token alone is the permission. All it permits is to stop and to begin reminders.
"""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.bootstrap import Bundle
from app.services.opting_out import look_at_reminders, set_reminders
from app.services.work import RATER, open_reading, open_work
from app.web.access import open_to_everyone
from app.web.language import prefer_language

ADDRESS = "/no-reminders/<token>"
POSTED = "rating.change_reminders"
"""Its posts come from mail software and carry no token of a form."""


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Add the page to the rater's routes."""
    tools = bundle.tools

    @blueprint.get(ADDRESS)
    @open_to_everyone
    def reminders(token: str) -> ResponseReturnValue:
        return _page(bundle, token)

    @blueprint.post(ADDRESS)
    @open_to_everyone
    def change_reminders(token: str) -> ResponseReturnValue:
        wish = request.form.get("List-Unsubscribe", request.form.get("reminders", ""))
        if wish not in {"One-Click", "stop", "begin"}:
            return _page(bundle, token), 400
        with open_work(tools, RATER) as work:
            set_reminders(work, token, are_wanted=wish == "begin")
        return _page(bundle, token)


def _page(bundle: Bundle, token: str) -> str:
    with open_reading(bundle.tools, RATER) as work:
        found = look_at_reminders(work, token)
    if found.language is not None:
        prefer_language(found.language)
    return render_template("rating/no_reminders.html", found=found, token=token)
