"""Questions from the shelf look exactly like freshly rendered ones."""

from itertools import product

import pytest
from flask import Flask, get_template_attribute

from app.bootstrap import Bundle
from app.domain.questionnaire import Item
from app.domain.text import text
from app.web.rating.forms import FilledForm
from app.web.rating.sheets import FilledSheet, Sheet, sheet_of
from tests.web.raters import RaterAtWork, a_rater_at_work


@pytest.fixture(params=["level", "indicator"])
def rater(app: Flask, bundle: Bundle, request: pytest.FixtureRequest) -> RaterAtWork:
    """Return somebody who has just got the mail."""
    return a_rater_at_work(app, bundle, questions=request.param)


def freshly(sheet: Sheet, item: Item, form: FilledForm) -> str:
    macro = get_template_attribute("rating/_questions.html", "competency")
    return str(macro(item, form, sheet.kind, sheet.questionnaire.has_comments, sheet.content_language))


@pytest.mark.parametrize("path", ["/?lang=nl", "/?lang=en"])
def test_filled_in_is_what_fresh_would_be(app: Flask, rater: RaterAtWork, path: str) -> None:
    tried = (None, "1", "4", "cannot_judge", "9", '"><script>')
    with app.test_request_context(path):
        for colleague, value in product(("Anna", "self"), tried):
            sheet = sheet_of(rater.form(colleague))
            ratings = [f"rating-{question}" for question in sheet.questionnaire.rating_questions]
            values = {name: value for name in ratings if value is not None}
            values["comment-empathie"] = '</textarea> name="rating-empathie" value="1" <b>&amp;'
            form = FilledForm(values)
            for item in sheet.questionnaire.items:
                assert str(FilledSheet(sheet, form).competency(item)) == freshly(sheet, item, form)


def test_errors_stand_beside_their_question(app: Flask, rater: RaterAtWork) -> None:
    with app.test_request_context("/?lang=en"):
        sheet = sheet_of(rater.form("Anna"))
        name = f"rating-{sheet.questionnaire.rating_questions[-1]}"
        form = FilledForm({}, {name: text("Please choose a level, or “I cannot judge this”.")})
        assert f'id="{name}-error"' in FilledSheet(sheet, form).competency(sheet.questionnaire.items[-1])


def test_self_and_others_are_kept_apart(app: Flask, rater: RaterAtWork) -> None:
    with app.test_request_context("/?lang=nl"):
        anna, oneself = sheet_of(rater.form("Anna")), sheet_of(rater.form("self"))
        item = anna.questionnaire.items[0]
        empty = FilledForm({})
        assert FilledSheet(anna, empty).competency(item) != FilledSheet(oneself, empty).competency(item)
