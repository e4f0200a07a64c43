"""Saying no to one colleague, with a reason or without, and undoing it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.bootstrap import Bundle
from app.domain.errors import InvalidError, RefusedError
from app.domain.text import Text
from app.services.rating import decline, take_up_again
from app.services.work import RATER, open_work
from app.web.access import raters_only
from app.web.language import translated
from app.web.rating.cookies import remembered_token
from app.web.rating.pages import ADDRESS, look, to_page


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Add the routes of declining."""

    @blueprint.get(f"{ADDRESS}/decline")
    @raters_only
    def decline_form(invitation_id: str, assignment_id: str) -> ResponseReturnValue:
        return show_decline(bundle, invitation_id, assignment_id)

    @blueprint.post(f"{ADDRESS}/decline")
    @raters_only
    def say_no(invitation_id: str, assignment_id: str) -> ResponseReturnValue:
        look(bundle, invitation_id, assignment_id)
        try:
            with open_work(bundle.tools, RATER) as work:
                decline(work, remembered_token(), assignment_id, request.form.get("reason", ""))
        except InvalidError as error:
            return show_decline(bundle, invitation_id, assignment_id, error.message), 422
        except RefusedError as error:
            flash(translated(error.message), "warning")
            return to_page("rating.review", invitation_id, assignment_id)
        flash(gettext("You have declined. You can undo this until the round closes."), "success")
        return redirect(url_for("rating.desk", invitation_id=invitation_id), 303)

    @blueprint.post(f"{ADDRESS}/decline/undo")
    @raters_only
    def undo_decline(invitation_id: str, assignment_id: str) -> ResponseReturnValue:
        look(bundle, invitation_id, assignment_id)
        try:
            with open_work(bundle.tools, RATER) as work:
                take_up_again(work, remembered_token(), assignment_id)
        except RefusedError as error:
            flash(translated(error.message), "warning")
        return to_page("rating.resume", invitation_id, assignment_id)


def show_decline(bundle: Bundle, invitation_id: str, assignment_id: str, error: Text | None = None) -> str:
    """Return the page on which a colleague is declined, with what was typed."""
    form, _ = look(bundle, invitation_id, assignment_id)
    reason = request.form.get("reason", "")
    return render_template("rating/decline.html", desk=form.desk, task=form.task, reason=reason, error=error)
