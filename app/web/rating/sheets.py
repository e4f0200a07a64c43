"""Questions as HTML: rendered once for everybody who is asked the same, then filled in for one rater."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from flask import get_template_attribute
from markupsafe import Markup, escape

from app.domain.questionnaire import Item, Questionnaire
from app.domain.ratings import COMMENT_FIELD, RATING_FIELD
from app.services.rating import RatingForm
from app.services.rating_panel import NO_NOTES, CommentNotes, kind_of
from app.web.language import current_language
from app.web.rating.forms import FilledForm

MACROS = "rating/_questions.html"
EMPTY = FilledForm({})


@dataclass(frozen=True)
class Sheet:
    """What the look of the questions depends on; a launched round never changes its questionnaire."""

    round_id: str
    language: str
    page_language: str
    kind: str
    """self, manager or anonymous"""
    questionnaire: Questionnaire = field(compare=False, repr=False)
    notes: CommentNotes = NO_NOTES

    @property
    def content_language(self) -> str | None:
        """The language of the questions, where the page speaks another."""
        return self.language if self.language != self.page_language else None


@dataclass(frozen=True)
class FilledSheet:
    """A sheet with one rater's answers, for the template."""

    sheet: Sheet
    form: FilledForm

    def competency(self, item: Item) -> Markup:
        """Return the questions about one competency."""
        filled = _filled(_blank(self.sheet)[item.competency_id], item, self.form)
        return filled if filled is not None else _render(self.sheet, item, self.form)

    def closing(self, names: Sequence[str]) -> Markup:
        """Return the open questions."""
        macro = get_template_attribute(MACROS, "closing")
        rendered: Markup = macro(names, self.form, self.sheet.kind, self.sheet.notes)
        return rendered


def sheet_of(form: RatingForm, notes: CommentNotes = NO_NOTES) -> Sheet:
    """Return the sheet for a form, in the language of the page."""
    questionnaire = form.questionnaire
    return Sheet(
        form.desk.round.id,
        questionnaire.language,
        current_language(),
        kind_of(form.task),
        questionnaire,
        notes,
    )


@lru_cache(maxsize=48)
def _blank(sheet: Sheet) -> dict[str, Markup]:
    return {item.competency_id: _render(sheet, item, EMPTY) for item in sheet.questionnaire.items}


def _render(sheet: Sheet, item: Item, form: FilledForm) -> Markup:
    macro = get_template_attribute(MACROS, "competency")
    has_comments = sheet.questionnaire.has_comments
    rendered: Markup = macro(item, form, sheet.kind, has_comments, sheet.content_language, sheet.notes)
    return rendered


def _filled(blank: Markup, item: Item, form: FilledForm) -> Markup | None:
    """Return the blank questions with their answers, or None where they have to be rendered afresh."""
    html = str(blank)
    questions = [question.id for question in item.indicator_questions] or [item.competency_id]
    comment = COMMENT_FIELD + item.competency_id
    for name in [RATING_FIELD + question for question in questions]:
        value = form.values.get(name)
        if name in form.errors:
            return None
        if value is None:
            continue
        choice = f'name="{name}" value="{escape(value)}"'
        if html.count(choice) != 1:
            return None
        html = html.replace(choice, f"{choice} checked")
    if comment in form.errors:
        return None
    if typed := form.values.get(comment):
        if html.count("</textarea>") != 1:
            return None
        html = html.replace("</textarea>", f"{escape(typed)}</textarea>")
    return Markup(html)  # noqa: S704 - what a rater typed was escaped above
