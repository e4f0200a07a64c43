"""Looking at everything once more, sending in, taking back."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.bootstrap import Bundle
from app.domain.errors import RefusedError
from app.domain.questionnaire_pages import page_of_question, pages_of
from app.domain.ratings import RATING_FIELD
from app.services.rating import GROUP_FIELD, RatingForm, Saved, drop_changes, send_in, take_back
from app.services.work import RATER, Work, open_work
from app.web.access import raters_only
from app.web.language import translated
from app.web.rating.cookies import remembered_token
from app.web.rating.forms import stored_form
from app.web.rating.pages import ADDRESS, WhoSees, look, regrouped, to_page


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Add the routes of everything that happens to a whole questionnaire."""

    @blueprint.get(f"{ADDRESS}/review")
    @raters_only
    def review(invitation_id: str, assignment_id: str) -> ResponseReturnValue:
        form, lines = look(bundle, invitation_id, assignment_id)
        if form.task.state == "declined":
            return to_page("rating.decline_form", invitation_id, assignment_id)
        return _show(form, lines)

    @blueprint.post(f"{ADDRESS}/submit")
    @raters_only
    def submit(invitation_id: str, assignment_id: str) -> ResponseReturnValue:
        look(bundle, invitation_id, assignment_id)
        result = _change(bundle, assignment_id, _send_as_shown)
        if isinstance(result, Saved) and result.is_regrouped:
            return _show(*look(bundle, invitation_id, assignment_id)), 409
        if not isinstance(result, Saved) or result.missing:
            anchor = "missing" if isinstance(result, Saved) else None
            return to_page("rating.review", invitation_id, assignment_id, anchor=anchor)
        flash(gettext("Your answers are sent in."), "success")
        return redirect(url_for("rating.desk", invitation_id=invitation_id), 303)

    @blueprint.post(f"{ADDRESS}/take-back")
    @raters_only
    def take_back_answers(invitation_id: str, assignment_id: str) -> ResponseReturnValue:
        look(bundle, invitation_id, assignment_id)
        if _change(bundle, assignment_id, take_back):
            flash(gettext("What you sent in is deleted. You can start again or decline."), "success")
        return redirect(url_for("rating.desk", invitation_id=invitation_id), 303)

    @blueprint.post(f"{ADDRESS}/drop-changes")
    @raters_only
    def drop(invitation_id: str, assignment_id: str) -> ResponseReturnValue:
        look(bundle, invitation_id, assignment_id)
        if _change(bundle, assignment_id, drop_changes):
            flash(gettext("The changes are dropped. What you sent in before stands."), "success")
        return to_page("rating.review", invitation_id, assignment_id)


def _send_as_shown(work: Work, token: str, assignment_id: str) -> Saved:
    return send_in(work, token, assignment_id, request.form.get(GROUP_FIELD))


def _change(
    bundle: Bundle, assignment_id: str, change: Callable[[Work, str, str], Saved | None]
) -> Saved | bool:
    """Return what the change returned, or whether it was made; a refusal is told on the next page."""
    try:
        with open_work(bundle.tools, RATER) as work:
            return change(work, remembered_token(), assignment_id) or True
    except RefusedError as error:
        flash(translated(error.message), "warning")
        return False


def _show(form: RatingForm, lines: WhoSees) -> str:
    if form.task.is_out_of_reach:
        return render_template("rating/out_of_reach.html", desk=form.desk, task=form.task, lines=lines.lines)
    return render_template(
        "rating/review.html",
        desk=form.desk,
        task=form.task,
        questionnaire=form.questionnaire,
        pages=pages_of(form.questionnaire),
        form=stored_form(form.answers),
        missing=_missing(form),
        missing_count=len(form.missing),
        lines=lines.lines,
        moved=regrouped(form),
        closes_at=form.desk.round.closes_at,
    )


def _place(form: RatingForm, question: str) -> str:
    return url_for(
        "rating.section",
        invitation_id=form.desk.invitation_id,
        assignment_id=form.task.assignment_id,
        section_id=page_of_question(form.questionnaire, question).id,
        _anchor=RATING_FIELD + question,
    )


def _missing(form: RatingForm) -> list[tuple[str, str]]:
    """Return where the first missing answer of each competency belongs, and how many it lacks."""
    by_competency: dict[str, list[str]] = {}
    for question in form.missing:
        by_competency.setdefault(form.questionnaire.competency_of(question), []).append(question)
    names = {item.competency_id: item.name for item in form.questionnaire.items}
    return [
        (
            _place(form, questions[0]),
            names[competency] if len(questions) == 1 else f"{names[competency]} ({len(questions)})",
        )
        for competency, questions in by_competency.items()
    ]
