"""Answers that meet a busy database: the page comes back with what was typed, to be sent once more."""

from flask import Blueprint, Response, current_app, flash, jsonify, make_response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError

from app.bootstrap import Bundle
from app.domain.errors import DomainError
from app.domain.text import text
from app.web.errors import busy, busy_page
from app.web.language import translated
from app.web.rating.declining import show_decline
from app.web.rating.pages import look, show_again, to_page

ONCE_MORE = text("Rondom is very busy at this moment. Nothing was lost: please press the button again.")


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Answer a post that the database did not take in time with the same page, as long as it can be read."""

    @blueprint.errorhandler(OperationalError)
    def show_page_again(error: OperationalError) -> ResponseReturnValue:
        try:
            return _answer(bundle, error, request.view_args or {})
        except OperationalError:
            # Not even reading works, or a page without a form was asked for.
            return busy_page(error)
        except DomainError as refusal:
            # What goes wrong in here is beyond the reach of the other error pages.
            return current_app.handle_user_exception(refusal)


def _answer(bundle: Bundle, error: OperationalError, found: dict[str, str]) -> ResponseReturnValue | Response:
    if request.method != "POST" or "assignment_id" not in found:
        return busy_page(error)
    if request.endpoint == "rating.autosave":
        return busy(jsonify(saved=False, problems=[translated(ONCE_MORE)]), error)
    ids = (found["invitation_id"], found["assignment_id"])
    if request.endpoint == "rating.save_section":
        return busy(make_response(show_again(bundle, *ids, found["section_id"], ONCE_MORE)), error)
    if request.endpoint == "rating.say_no":
        return busy(make_response(show_decline(bundle, *ids, ONCE_MORE)), error)
    form, _ = look(bundle, *ids)
    flash(translated(ONCE_MORE), "warning")
    return to_page("rating.decline_form" if form.task.state == "declined" else "rating.review", *ids)
