"""The pages about one colleague: what is stored, what was typed, and what was wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.bootstrap import Bundle
from app.domain.errors import DomainError, InvalidError
from app.domain.labels import group_label_inside
from app.domain.questionnaire_pages import questions_on
from app.domain.ratings import AnswerProblem
from app.domain.text import Text
from app.services.frozen_questionnaires import SHELF
from app.services.rating import GROUP_FIELD, RatingForm, Saved, open_form
from app.services.rating_panel import CommentNotes, told_about
from app.services.rounds import rater_groups
from app.services.work import RATER, open_reading
from app.web.language import current_language, prefer_language, translated
from app.web.rating.cookies import remembered_token, require_same_invitation
from app.web.rating.forms import (
    FilledForm,
    errors_of,
    missing_errors,
    question_name,
    stored_form,
    typed_form,
)
from app.web.rating.frames import QuestionPageView, render_questions
from app.web.rating.sheets import FilledSheet, sheet_of

ADDRESS = "/rate/<invitation_id>/<assignment_id>"


@dataclass(frozen=True)
class WhoSees:
    """Who sees what is answered about one colleague, and what to know where comments are written."""

    lines: tuple[Text, ...]
    notes: CommentNotes


@dataclass(frozen=True)
class ErrorSummary:
    """What stands above a form that was not taken: (field name or nothing, what is wrong)."""

    title: str
    problems: Sequence[tuple[str, str]]


NO_ERRORS = ErrorSummary("", ())


def look(bundle: Bundle, invitation_id: str, assignment_id: str) -> tuple[RatingForm, WhoSees]:
    """Return what is stored about one colleague, in the language of the page, and who sees it.

    Raises LinkError, and NotFoundError for a colleague who is not on this link's list.
    """
    with open_reading(bundle.tools, RATER) as work:
        form = open_form(work, remembered_token(), assignment_id, is_under_way=True)
        require_same_invitation(form.desk, invitation_id)
        prefer_language(form.desk.language)
        lines, notes = told_about(work, form.desk, form.task, current_language())
        if current_language() != form.desk.language:
            asked = SHELF.questionnaire(form.desk.round, current_language())
            form = replace(form, questionnaire=asked)
    return form, WhoSees(lines, notes)


def show_stored(form: RatingForm, lines: WhoSees, page_id: str) -> str:
    """Return a page of questions with the stored answers; raises NotFoundError for an unknown page."""
    return _render(form, lines, page_id, stored_form(form.answers))


def show_again(
    bundle: Bundle, invitation_id: str, assignment_id: str, page_id: str, reason: DomainError | Text
) -> str:
    """Return a page of questions with what was typed, of which nothing was saved for this reason."""
    form, lines = look(bundle, invitation_id, assignment_id)
    questions = questions_on(form.questionnaire, page_id)
    filled = typed_form(form.answers, request.form, questions, {})
    words = [translated(reason)] if isinstance(reason, Text) else words_of(reason)
    problems = [("", line) for line in words]
    return _render(form, lines, page_id, filled, ErrorSummary(gettext("Not saved yet"), problems))


def show_refused(bundle: Bundle, invitation_id: str, page_id: str, saved: Saved, *, is_sending: bool) -> str:
    """Return a page of questions with what was typed, and an error beside every field that needs one."""
    form, lines = look(bundle, invitation_id, saved.form.task.assignment_id)
    errors: dict[str, Text] = {}
    if is_sending:
        errors |= missing_errors(form.questionnaire, saved.missing)
    errors |= errors_of(saved.problems)
    problems = [(name, _words(form, name, error)) for name, error in errors.items()]
    questions = questions_on(form.questionnaire, page_id)
    filled = typed_form(saved.answers, request.form, questions, errors)
    title = gettext("Not sent in yet") if is_sending else gettext("Not everything could be saved")
    return _render(form, lines, page_id, filled, ErrorSummary(title, problems))


def regrouped(form: RatingForm) -> str:
    """Return what to tell a rater who was moved after the posted form was shown; else nothing."""
    if request.form.get(GROUP_FIELD, form.task.group) == form.task.group:
        return ""
    groups = {group.id: group for group in rater_groups(form.desk.round)}
    words: str = gettext(
        "The organisers have moved you to another group: about %(name)s you now answer as %(group)s. Who sees"
        " what you answer has changed, and so has whose answers are counted with yours. What you answered is"
        " kept, and nothing was sent in. Read who sees it, then send it in again if you agree.",
        name=form.task.participant_name,
        group=translated(group_label_inside(groups[form.task.group])),
    )
    return words


def words_of(error: DomainError) -> list[str]:
    """Return everything an error says, in the language of the page."""
    problems = error.problems if isinstance(error, InvalidError) else ()
    return [translated(error.message), *map(translated, problems)]


def to_page(
    endpoint: str,
    invitation_id: str,
    assignment_id: str,
    *,
    section_id: str | None = None,
    anchor: str | None = None,
) -> ResponseReturnValue:
    """Return the way to another page about the same colleague."""
    address = url_for(
        endpoint,
        invitation_id=invitation_id,
        assignment_id=assignment_id,
        section_id=section_id,
        _anchor=anchor,
    )
    return redirect(address, 303)


def _words(form: RatingForm, field_name: str, error: Text) -> str:
    if isinstance(error, AnswerProblem):
        return translated(error)
    question = question_name(form.questionnaire, field_name, is_self=form.task.is_self)
    words: str = gettext("%(question)s: no answer yet", question=question)
    return words


def _render(
    form: RatingForm,
    lines: WhoSees,
    page_id: str,
    filled: FilledForm,
    summary: ErrorSummary = NO_ERRORS,
) -> str:
    moved = regrouped(form)
    if moved:
        summary = ErrorSummary(summary.title or gettext("Not sent in yet"), [("", moved), *summary.problems])
    return render_questions(
        QuestionPageView(
            form,
            page_id,
            FilledSheet(sheet_of(form, lines.notes), filled),
            lines.lines,
            problems=summary.problems,
            problems_title=summary.title,
            is_regrouped=bool(moved),
        )
    )
