"""Forms from a page that was open for so long that its check fails: nothing that was typed is lost."""

from typing import cast

from flask import Blueprint, Response, current_app, flash, jsonify, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, generate_csrf

from app.bootstrap import Bundle
from app.domain.errors import DomainError
from app.domain.text import text
from app.web.language import translated
from app.web.rating.declining import show_decline
from app.web.rating.pages import look, regrouped, show_again, to_page

ONCE_MORE = text("This page was open for long, so nothing was saved yet. Please press the button again.")


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Answer a failed check with the same page under a fresh one.

    Browsers forget the cookie of the forms when they close, or when somebody signs in; the rater's own
    cookie, which never travels with a form of another site, is still there.
    """

    @blueprint.errorhandler(CSRFError)
    def show_page_again(_error: CSRFError) -> ResponseReturnValue | Response:
        try:
            return _answer(bundle, request.view_args or {})
        except DomainError as error:
            # What goes wrong in here is beyond the reach of the other error pages.
            return current_app.handle_user_exception(error)


def _answer(bundle: Bundle, found: dict[str, str]) -> ResponseReturnValue:
    if "token" in found:
        # Whoever holds the token may start; there is nothing to forge.
        return cast("ResponseReturnValue", current_app.view_functions["rating.start"](**found))
    ids = (found["invitation_id"], found["assignment_id"])
    form, _ = look(bundle, *ids)
    if request.endpoint == "rating.autosave":
        return jsonify(saved=False, problems=[], csrf_token=generate_csrf()), 400
    if request.endpoint == "rating.save_section":
        return show_again(bundle, *ids, found["section_id"], ONCE_MORE), 400
    if request.endpoint == "rating.say_no":
        return show_decline(bundle, *ids, ONCE_MORE), 400
    flash(regrouped(form) or translated(ONCE_MORE), "warning")
    is_declined = form.task.state == "declined"
    return to_page("rating.decline_form" if is_declined else "rating.review", *ids)
