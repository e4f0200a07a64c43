"""Questions as HTML: rendered once for everybody who is asked the same, then filled in for one rater."""

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from flask import get_template_attribute
from markupsafe import Markup, escape

from app.domain.questionnaire import Item, Questionnaire
from app.domain.ratings import COMMENT_FIELD, RATING_FIELD
from app.services.rating import RatingForm
from app.services.rating_panel import NO_NOTES, CommentNotes, kind_of
from app.web.language import current_language
from app.web.rating.cuts import CutHtml, Marks
from app.web.rating.forms import FilledForm

MACROS = "rating/_questions.html"
CHECKED = " checked"
_CHOICE = re.compile(f'name="({RATING_FIELD}[^"]*)" value="([^"]*)"')
"""What is written by a framework or a rater never holds such quotes in rendered HTML."""


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
        names = [RATING_FIELD + question for question in self.sheet.questionnaire.questions_of(item)]
        if any(name in self.form.errors for name in (*names, COMMENT_FIELD + item.competency_id)):
            return _competency(self.sheet, item, self.form)
        return self._filled(_blank(self.sheet).competencies[item.competency_id], names)

    def closing(self, names: Sequence[str]) -> Markup:
        """Return the open questions."""
        if any(COMMENT_FIELD + name in self.form.errors for name in names):
            return _closing(self.sheet, names, self.form)
        return self._filled(_blank(self.sheet).closing, ()) if names else Markup()

    def _filled(self, cut: CutHtml, names: Sequence[str]) -> Markup:
        given = self.form.values
        filled: dict[Hashable, str] = {
            (name, str(escape(given[name]))): CHECKED for name in names if name in given
        }
        for place in cut.places:
            if isinstance(place, str) and place in given:
                filled[place] = str(escape(given[place]))
        return cut.filled(filled)


@dataclass(frozen=True)
class BlankSheet:
    """The questions without answers; places are (field, value) of a choice and the field of a comment."""

    competencies: Mapping[str, CutHtml]
    closing: CutHtml


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
def _blank(sheet: Sheet) -> BlankSheet:
    asked = sheet.questionnaire
    marks = Marks()
    empty = FilledForm(
        {COMMENT_FIELD + question: marks.of(COMMENT_FIELD + question) for question in asked.comment_questions}
    )
    competencies = {item.competency_id: _cut(marks, _competency(sheet, item, empty)) for item in asked.items}
    return BlankSheet(competencies, _cut(marks, _closing(sheet, asked.open_questions, empty)))


def _cut(marks: Marks, blank: Markup) -> CutHtml:
    """Cut at the marks, and behind every choice."""

    def with_mark(found: re.Match[str]) -> str:
        return f"{found[0]}{marks.of((found[1], found[2]))}"

    return marks.cut(_CHOICE.sub(with_mark, str(blank)))


def _competency(sheet: Sheet, item: Item, form: FilledForm) -> Markup:
    macro = get_template_attribute(MACROS, "competency")
    has_comments = sheet.questionnaire.has_comments
    rendered: Markup = macro(item, form, sheet.kind, has_comments, sheet.content_language, sheet.notes)
    return rendered


def _closing(sheet: Sheet, names: Sequence[str], form: FilledForm) -> Markup:
    rendered: Markup = get_template_attribute(MACROS, "closing")(names, form, sheet.kind, sheet.notes)
    return rendered
