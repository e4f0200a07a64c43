"""Pages of questions from the shelf: byte for byte what fresh ones are, and nobody's answers on the shelf."""

from collections.abc import Iterator
from itertools import product

import pytest
from flask import Flask
from flask_wtf.csrf import generate_csrf

from app.bootstrap import Bundle
from app.domain.ratings import AnswerSet
from app.services.rating import drop_changes, save_and_send_in, save_draft
from app.services.rating_panel import told_about
from app.services.work import RATER, open_reading, open_work
from app.web.language import current_language, prefer_language
from app.web.rating.cuts import CutHtml, Marks, Shelf
from app.web.rating.forms import stored_form
from app.web.rating.frames import SHELF, QuestionPageView, render_afresh, render_from_shelf
from app.web.rating.sheets import FilledSheet, sheet_of
from tests.web.raters import RaterAtWork, a_rater_at_work

NASTY = (
    "</textarea><script>alert(1)</script>",
    'name="rating-empathie" value="1" checked',
    "mark0z mark00000000000000000000000000000000z %(name)s {{ task }} \\1",
    '"><b>&amp;é€😀',
)


def kept(app: Flask) -> list[CutHtml]:
    """Return what the application has on its shelf."""
    shelf: Shelf[object, CutHtml] = app.extensions[SHELF]
    return shelf.values()


def view_of(rater: RaterAtWork, colleague: str, page_id: str) -> QuestionPageView:
    """Return what a rater sees of a colleague, in the language of the request."""
    with open_reading(rater.bundle.tools, RATER) as work:
        form = rater.form(colleague)
        prefer_language(form.desk.language)
        lines, notes = told_about(work, form.desk, form.task, current_language())
    return QuestionPageView(
        form, page_id, FilledSheet(sheet_of(form, notes), stored_form(form.answers)), lines
    )


def states_of(rater: RaterAtWork, colleague: str, level: str) -> Iterator[str]:
    """Bring a form from untouched over saved and sent in to changed again."""
    tools, task = rater.bundle.tools, rater.tasks[colleague]
    yield "open"
    fields = {name: str(value) for name, value in rater.complete(colleague, level).items()}
    asked = rater.form(colleague).questionnaire.comment_questions
    fields |= {f"comment-{question}": NASTY[n % len(NASTY)] for n, question in enumerate(asked)}
    with open_work(tools, RATER) as work:
        save_draft(work, rater.token, task, dict(list(fields.items())[1:]))
    yield "saved"
    with open_work(tools, RATER) as work:
        save_and_send_in(work, rater.token, task, fields)
    yield "sent in"
    with open_work(tools, RATER) as work:
        save_draft(work, rater.token, task, fields | {"comment-keep": "Doorgaan"})
    yield "changed"
    with open_work(tools, RATER) as work:
        drop_changes(work, rater.token, task)


@pytest.mark.parametrize("questions", ["level", "indicator"])
def test_a_page_from_the_shelf_is_what_a_fresh_one_is(app: Flask, bundle: Bundle, questions: str) -> None:
    first = a_rater_at_work(app, bundle, questions=questions)
    second = a_rater_at_work(app, bundle, name="Rik <i>&", language="nl", questions=questions)
    pages = ("all", "informatieverwerking", "closing-questions")
    for (rater, level), colleague in product(((first, "1"), (second, "cannot_judge")), ("Anna", "self")):
        for _ in states_of(rater, colleague, level):
            for page_id, language in product(pages, ("en", "nl", "fr")):
                with app.test_request_context(f"/?lang={language}"):
                    view = view_of(rater, colleague, page_id)
                    fresh = render_afresh(view)
                    assert render_from_shelf(view) == fresh
                    # Once more, now that it is kept for sure.
                    assert render_from_shelf(view) == fresh
                    assert view.form.desk.invitation_id in fresh


def test_nothing_of_a_rater_lies_on_the_shelf(app: Flask, bundle: Bundle) -> None:
    rater = a_rater_at_work(app, bundle, name="Wolfram")
    for _, colleague in product(states_of(rater, "Anna", "2"), ("Anna", "self")):
        with app.test_request_context("/"):
            view, token = view_of(rater, colleague, "all"), generate_csrf()
            page = render_from_shelf(view)
            assert token in page
            shelved = "".join("".join(cut.pieces) for cut in kept(app))
            own = (token, rater.token, rater.invitation_id, *rater.tasks.values(), "Anna", "Wolfram", *NASTY)
            assert shelved
            assert not [each for each in own if each in shelved]
            assert " checked" not in shelved


def test_nobody_sees_what_another_answered(app: Flask, bundle: Bundle) -> None:
    first, second = a_rater_at_work(app, bundle), a_rater_at_work(app, bundle, name="Gust")
    first.start()
    second.start()
    fields = first.complete("Anna", 4, "Only mine")
    assert first.visitor.send(first.at("Anna", "autosave"), {"page": "all", **fields}).status_code == 200
    own, other = first.visitor.get(first.at("Anna", "all")), second.visitor.get(second.at("Anna", "all"))
    assert (own.text.count(" checked"), own.text.count("Only mine")) == (2, 5)
    assert (other.text.count(" checked"), other.text.count("Only mine")) == (0, 0)
    assert second.stored("Anna") == AnswerSet({}, {})


def test_what_was_just_done_is_told_once(app: Flask, bundle: Bundle) -> None:
    rater = a_rater_at_work(app, bundle)
    rater.start()
    page = rater.at("Anna", "all")
    rater.visitor.get(page)
    rater.visitor.send(page, {"action": "save", "rating-empathie": "3"})
    assert "Saved is not sent in yet." in rater.visitor.get(page).text
    assert "Saved is not sent in yet." not in rater.visitor.get(page).text
    assert not [cut for cut in kept(app) if "Saved is not sent in yet." in "".join(cut.pieces)]


def test_a_shelf_keeps_no_more_than_was_said_and_that_is_what_was_asked_for_last() -> None:
    shelf, made = Shelf[str, str](2), list[str]()

    def look(key: str) -> str:
        def make() -> str:
            made.append(key)
            return key.upper()

        return shelf.get(key, make)

    assert [look(key) for key in "abaca"] == ["A", "B", "A", "C", "A"]
    assert (made, len(shelf), sorted(shelf.values())) == (["a", "b", "c"], 2, ["A", "C"])


def test_html_is_cut_at_marks_only() -> None:
    marks = Marks()
    first, second = marks.of("first"), marks.of(("second", 2))
    cut = marks.cut(f"<p>{second}, {first}z and {second}</p> mark0z")
    assert (
        cut.filled({"first": "1", ("second", 2): f"<{first}>"})
        == f"<p><{first}>, 1z and <{first}></p> mark0z"
    )
    assert cut.filled({}) == "<p>, z and </p> mark0z"
