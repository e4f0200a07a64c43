"""Answering: one cluster at a time or everything on one page, saved by hand and by itself."""

from datetime import datetime

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.bootstrap import Bundle
from app.domain.errors import DomainError, InvalidError, LinkError, NotFoundError, RefusedError
from app.domain.questionnaire import Questionnaire
from app.domain.questionnaire_pages import WHOLE, page_of_question, pages_of
from app.services.rating import Saved, save_and_send_in, save_draft
from app.services.work import RATER, open_work
from app.web.access import raters_only
from app.web.language import prefer_language, translated
from app.web.rating.cookies import remembered_token, renew
from app.web.rating.pages import (
    ADDRESS,
    look,
    regrouped,
    show_again,
    show_refused,
    show_stored,
    to_page,
    words_of,
)


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Add the routes of the questions."""

    @blueprint.get(f"{ADDRESS}/")
    @raters_only
    def resume(invitation_id: str, assignment_id: str) -> ResponseReturnValue:
        form, _ = look(bundle, invitation_id, assignment_id)
        if form.task.state == "declined":
            return to_page("rating.decline_form", invitation_id, assignment_id)
        if form.task.is_out_of_reach or not form.missing:
            return to_page("rating.review", invitation_id, assignment_id)
        page = page_of_question(form.questionnaire, form.missing[0])
        return to_page("rating.section", invitation_id, assignment_id, section_id=page.id)

    @blueprint.get(f"{ADDRESS}/<section_id>")
    @raters_only
    def section(invitation_id: str, assignment_id: str, section_id: str) -> ResponseReturnValue:
        form, lines = look(bundle, invitation_id, assignment_id)
        if form.task.state == "declined":
            return to_page("rating.decline_form", invitation_id, assignment_id)
        if form.task.is_out_of_reach:
            return to_page("rating.review", invitation_id, assignment_id)
        return show_stored(form, lines, section_id)

    @blueprint.post(f"{ADDRESS}/<section_id>")
    @raters_only
    def save_section(invitation_id: str, assignment_id: str, section_id: str) -> ResponseReturnValue:
        return _save(bundle, invitation_id, assignment_id, section_id)

    @blueprint.post(f"{ADDRESS}/autosave")
    @raters_only
    def autosave(invitation_id: str, assignment_id: str) -> ResponseReturnValue:  # noqa: ARG001 - cookie's path
        return _autosave(bundle, assignment_id)


def _save(bundle: Bundle, invitation_id: str, assignment_id: str, page_id: str) -> ResponseReturnValue:
    action = request.form.get("action", "save" if page_id == WHOLE else "next")
    is_sending = action == "submit"
    keep = save_and_send_in if is_sending else save_draft
    try:
        with open_work(bundle.tools, RATER) as work:
            saved = keep(work, remembered_token(), assignment_id, request.form, page_id)
            at = _clock(work.now, bundle)
    except (InvalidError, RefusedError) as error:
        if look(bundle, invitation_id, assignment_id)[0].task.is_out_of_reach:
            return to_page("rating.review", invitation_id, assignment_id)
        status = 409 if isinstance(error, RefusedError) else 422
        return show_again(bundle, invitation_id, assignment_id, page_id, error), status
    renew(saved.form.desk)
    if saved.is_regrouped:
        return show_refused(bundle, invitation_id, page_id, saved, is_sending=True), 409
    if saved.problems or (is_sending and not saved.is_sent_in):
        return show_refused(bundle, invitation_id, page_id, saved, is_sending=is_sending), 422
    prefer_language(saved.form.desk.language)
    if moved := regrouped(saved.form):
        flash(moved, "warning")
    return _go_on(invitation_id, page_id, action, saved, at)


def _go_on(invitation_id: str, page_id: str, action: str, saved: Saved, at: str) -> ResponseReturnValue:
    if saved.is_sent_in:
        flash(gettext("Your answers are sent in."), "success")
    elif action in {"stop", "save"}:
        flash(gettext("Saved at %(time)s. Saved is not sent in yet.", time=at), "info")
    if action == "stop" or saved.is_sent_in:
        return redirect(url_for("rating.desk", invitation_id=invitation_id), 303)
    target = _target(saved.form.questionnaire, page_id, action)
    assignment_id = saved.form.task.assignment_id
    if target is None:
        return to_page("rating.review", invitation_id, assignment_id)
    return to_page("rating.section", invitation_id, assignment_id, section_id=target)


def _target(questionnaire: Questionnaire, page_id: str, action: str) -> str | None:
    """Return the page to show after saving, or None for the review."""
    ids = [page.id for page in pages_of(questionnaire)]
    if action in {"all", "save"}:
        return WHOLE
    if action == "parts" or page_id == WHOLE:
        return ids[0]
    place = ids.index(page_id) + (-1 if action == "previous" else 1)
    return ids[max(place, 0)] if place < len(ids) else None


def _autosave(bundle: Bundle, assignment_id: str) -> ResponseReturnValue:
    page_id = request.form.get("page", "")
    try:
        with open_work(bundle.tools, RATER) as work:
            saved = save_draft(work, remembered_token(), assignment_id, request.form, page_id)
            at = _clock(work.now, bundle)
    except (LinkError, NotFoundError) as error:
        return jsonify(saved=False, problems=words_of(error)), 404
    except DomainError as error:
        return jsonify(saved=False, problems=words_of(error)), 422
    renew(saved.form.desk)
    prefer_language(saved.form.desk.language)
    if saved.problems:
        problems = [translated(problem) for problem in saved.problems]
        return jsonify(saved=False, problems=problems, missing=len(saved.missing)), 422
    return jsonify(saved=True, at=at, missing=len(saved.missing))


def _clock(now: datetime, bundle: Bundle) -> str:
    return now.astimezone(bundle.tools.site.timezone).strftime("%H:%M")
