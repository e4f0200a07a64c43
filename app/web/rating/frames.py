"""A page of questions: what is the same for all raters is rendered once, and filled in for each of them."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import current_app, get_template_attribute, render_template, request, session
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from app.domain.questionnaire import Item
from app.domain.questionnaire_pages import WHOLE, page_named, pages_of
from app.domain.raters import NAMED_GROUPS
from app.domain.text import Text
from app.services.rating import RatingForm
from app.web.rating.cuts import CutHtml, Marks, Shelf
from app.web.rating.sheets import FilledSheet, Sheet

TEMPLATE = "rating/questions.html"
MOST = 256
SHELF = "rondom-question-pages"
FLASHES = "_flashes"
"""Where Flask keeps, in the session, what the next page shows once."""


@dataclass(frozen=True)
class QuestionPageView:
    """What a page of questions shows of one rater and one colleague."""

    form: RatingForm
    page_id: str
    sheet: FilledSheet
    lines: Sequence[Text]
    problems: Sequence[tuple[str, str]] = ()
    """(field name or nothing, what is wrong)"""
    problems_title: str = ""
    is_regrouped: bool = False


@dataclass(frozen=True)
class _Kind:
    """All that the look of a page depends on, besides what is put into its places."""

    sheet: Sheet
    page_id: str
    state: str
    has_draft: bool
    is_in_grace: bool
    script_root: str


@dataclass(frozen=True)
class _MarkedSheet:
    """A sheet that says where questions stand instead of showing them."""

    sheet: Sheet
    marks: Marks

    def competency(self, item: Item) -> Markup:
        """Return the mark of a competency."""
        return self.marks.of(("competency", item.competency_id))

    def closing(self, names: Sequence[str]) -> Markup:
        """Return the mark of the open questions."""
        return self.marks.of("closing") if names else Markup()


def keep_pages(extensions: dict[str, Any]) -> None:
    """Give an application's extensions a shelf for pages without anybody's answers."""
    extensions[SHELF] = Shelf[_Kind, CutHtml](MOST)


def render_questions(view: QuestionPageView) -> str:
    """Return a page of questions; raises NotFoundError for a page this questionnaire does not have."""
    if view.problems or view.is_regrouped or FLASHES in session:
        return render_afresh(view)
    return render_from_shelf(view)


def render_afresh(view: QuestionPageView) -> str:
    """Return the page without looking at what is kept."""
    answered = len(view.form.questionnaire.rating_questions) - len(view.form.missing)
    return render_template(TEMPLATE, **_context(view, view.form, view.sheet, answered, _told(view)))


def render_from_shelf(view: QuestionPageView) -> str:
    """Return the same for a page that tells of nothing that went wrong or was done just now."""
    form = view.form
    kind = _Kind(
        view.sheet.sheet,
        view.page_id,
        form.task.state,
        form.task.has_draft,
        form.desk.is_in_grace,
        request.script_root,
    )
    shelf: Shelf[_Kind, CutHtml] = current_app.extensions[SHELF]
    return shelf.get(kind, lambda: _blank(view)).filled(_values(view))


def _blank(view: QuestionPageView) -> CutHtml:
    marks, form = Marks(), view.form
    is_named = form.task.group in NAMED_GROUPS
    task = replace(
        form.task,
        assignment_id=marks.of("assignment"),
        participant_id="",
        participant_name=marks.of("name"),
        group=form.task.group if is_named else marks.of("group"),
    )
    desk = replace(form.desk, invitation_id=marks.of("invitation"), rater_name="", tasks=())
    marked = replace(form, desk=desk, task=task)
    sheet = _MarkedSheet(view.sheet.sheet, marks)
    context = _context(view, marked, sheet, marks.of("answered"), marks.of("lines"))
    html = render_template(TEMPLATE, **context)
    # Templates ask for the token of the forms themselves; it is the same throughout a request.
    return marks.cut(html.replace(generate_csrf(), marks.of("form token")))


def _values(view: QuestionPageView) -> dict[Hashable, str]:
    form, sheet = view.form, view.sheet
    on_page = pages_of(form.questionnaire)
    if view.page_id != WHOLE:
        on_page = tuple(page for page in on_page if page.id == view.page_id)
    return {
        "assignment": escape(form.task.assignment_id),
        "invitation": escape(form.desk.invitation_id),
        "name": escape(form.task.participant_name),
        "group": escape(form.task.group),
        "answered": str(len(form.questionnaire.rating_questions) - len(form.missing)),
        "lines": _told(view),
        "form token": generate_csrf(),
        "closing": sheet.closing(form.questionnaire.open_questions),
        **{
            ("competency", item.competency_id): sheet.competency(item)
            for page in on_page
            for item in page.items
        },
    }


def _told(view: QuestionPageView) -> Markup:
    rendered: Markup = get_template_attribute("rating/_panel.html", "lines")(view.lines)
    return rendered


def _context(
    view: QuestionPageView,
    form: RatingForm,
    sheet: FilledSheet | _MarkedSheet,
    answered: int | str,
    lines: Markup,
) -> dict[str, Any]:
    all_pages = pages_of(form.questionnaire)
    is_whole = view.page_id == WHOLE
    shown = all_pages if is_whole else (page_named(form.questionnaire, view.page_id),)
    number = 0 if is_whole else all_pages.index(shown[0]) + 1
    return {
        "desk": form.desk,
        "task": form.task,
        "questionnaire": form.questionnaire,
        "pages": shown,
        "page_id": view.page_id,
        "number": number,
        "total": len(all_pages),
        "has_previous": number > 1,
        "is_last": number == len(all_pages),
        "answered": answered,
        "asked": len(form.questionnaire.rating_questions),
        "problems": view.problems,
        "problems_title": view.problems_title,
        "lines": lines,
        "notes": sheet.sheet.notes,
        "is_regrouped": view.is_regrouped,
        "sheet": sheet,
    }
