"""The macros that every page is written on: names, values and descriptions reach the right control."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask, render_template_string
from flask_babel import Babel
from flask_wtf import CSRFProtect, FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, RadioField, SelectChoice, SelectMultipleField, StringField
from wtforms.validators import InputRequired

from app.domain.questionnaire import LevelCard, Wording

TEMPLATES = Path(__file__).parents[2] / "templates"
LEVELS = [
    LevelCard(level, f"Title {level}", None, (Wording(f"Sees {level}", f"I see {level}"),))
    for level in range(1, 5)
]


class RoundForm(FlaskForm):  # type: ignore[misc]
    """A form with one field of each shape."""

    name = StringField(
        "Name", validators=[InputRequired("Give the round a name.")], description="On every page."
    )
    days = IntegerField("Days")
    release = RadioField(
        "Release",
        choices=[SelectChoice("hr", "HR"), SelectChoice("manager", "Manager")],
        validators=[InputRequired()],
    )
    picked = SelectMultipleField("Picked", choices=[SelectChoice("a", "A"), SelectChoice("b", "B")])


@pytest.fixture
def pages() -> Flask:
    app = Flask(__name__, template_folder=str(TEMPLATES))
    app.config["SECRET_KEY"] = "made up"
    Babel(app)
    CSRFProtect(app)
    return app


def rendered(pages: Flask, source: str, **values: object) -> BeautifulSoup:
    imports = '{% import "_forms.html" as forms %}{% import "_parts.html" as parts %}'
    with pages.test_request_context():
        return BeautifulSoup(render_template_string(imports + source, **values), "html.parser")


def checked_form(pages: Flask, **typed: str) -> RoundForm:
    with pages.test_request_context():
        form = RoundForm(formdata=MultiDict(typed), meta={"csrf": False})
        form.validate()
    return form


def only(page: BeautifulSoup, selector: str) -> Tag:
    found = page.select(selector)
    assert len(found) == 1, f"{len(found)} of {selector}"
    return found[0]


def test_level_cards_are_one_named_group_of_five_choices(pages: Flask) -> None:
    page = rendered(pages, "{{ parts.level_cards('rating-a', levels, None, 'Analysing') }}", levels=LEVELS)
    assert only(page, "fieldset > legend").get_text() == "Analysing"
    assert [radio["value"] for radio in page.select("input")] == ["1", "2", "3", "4", "cannot_judge"]
    assert {radio["name"] for radio in page.select("input")} == {"rating-a"}
    assert not page.select("input[checked]")


@pytest.mark.parametrize("value", [3, "3", "cannot_judge"])
def test_level_cards_keep_the_answer(pages: Flask, value: int | str) -> None:
    page = rendered(pages, "{{ parts.level_cards('r', levels, value) }}", levels=LEVELS, value=value)
    assert only(page, "input[checked]")["value"] == str(value)


@pytest.mark.parametrize(("is_self", "words"), [(False, "Sees 2"), (True, "I see 2")])
def test_a_level_is_described_by_the_wording_for_this_rater(pages: Flask, is_self: bool, words: str) -> None:
    page = rendered(
        pages, "{{ parts.level_cards('r', levels, is_self=is_self) }}", levels=LEVELS, is_self=is_self
    )
    described = only(page, "input[value='2']")["aria-describedby"]
    assert only(page, f"#{described}").get_text(strip=True) == words


def test_texts_in_another_language_say_so(pages: Flask) -> None:
    page = rendered(
        pages, "{{ parts.level_cards('r', levels, legend='Analyseren', content_lang='nl') }}", levels=LEVELS
    )
    assert only(page, "legend")["lang"] == "nl"
    assert only(page, "#r-1-text")["lang"] == "nl"


def test_indicator_question_offers_five_frequencies_and_a_way_out(pages: Flask) -> None:
    page = rendered(pages, "{{ parts.indicator_question('rating-a-2-1', 'Checks sources.', 5) }}")
    assert [radio["value"] for radio in page.select("input")] == ["1", "2", "3", "4", "5", "cannot_judge"]
    assert only(page, "input[checked]")["value"] == "5"


def test_comment_keeps_what_was_typed_to_the_letter(pages: Flask) -> None:
    page = rendered(pages, "{{ parts.comment('c', 'Keep', typed) }}", typed="one\n  <b>two</b>")
    assert only(page, "textarea").get_text().removeprefix("\n") == "one\n  <b>two</b>"


def test_a_wrong_field_is_described_by_its_hint_and_error(pages: Flask) -> None:
    page = rendered(pages, "{{ forms.field(form.name) }}", form=checked_form(pages))
    control = only(page, "input")
    assert control["aria-invalid"] == "true"
    texts = [only(page, f"#{name}").get_text() for name in str(control["aria-describedby"]).split()]
    assert texts == ["On every page.", "Error: Give the round a name."]


def test_typed_values_are_kept(pages: Flask) -> None:
    form = checked_form(pages, days="x", picked="b")
    page = rendered(pages, "{{ forms.field(form.days) }}{{ forms.checkbox_list(form.picked) }}", form=form)
    assert only(page, "#days")["value"] == "x"
    assert only(page, "input[checked]")["value"] == "b"


def test_error_summary_links_lead_to_what_is_wrong(pages: Flask) -> None:
    form = checked_form(pages)
    source = "{{ forms.error_summary(form) }}{{ forms.field(form.name) }}{{ forms.radio_list(form.release) }}"
    page = rendered(pages, source, form=form)
    anchors = [str(link["href"]) for link in page.select(".error-summary a")]
    assert anchors == ["#name", "#release"]
    assert all(page.select(anchor) for anchor in anchors)


def test_confirmation_asks_before_a_form_with_its_token(pages: Flask) -> None:
    page = rendered(pages, "{{ forms.confirm_form('/close', 'Close', 'It cannot be undone.') }}")
    assert only(page, "details:not([open]) form[method=post]")["action"] == "/close"
    assert only(page, "form input[name=csrf_token]")["value"]
