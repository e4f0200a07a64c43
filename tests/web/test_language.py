"""Filters say instants, groups and texts in the language and time zone of the page."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask, render_template_string

from app.domain.raters import RaterGroup
from app.domain.text import text, text_n
from app.web.language import current_language, prefer_language

CLOSING = datetime(2026, 12, 18, 22, 59, 59, tzinfo=UTC)


def said(app: Flask, source: str, language: str = "en", **values: object) -> str:
    with app.test_request_context(f"/?lang={language}"):
        return render_template_string(source, **values)


@pytest.mark.parametrize(
    ("language", "day"), [("en", "18 December 2026"), ("nl", "18 december 2026"), ("fr", "18 décembre 2026")]
)
def test_days_are_written_out(app: Flask, language: str, day: str) -> None:
    assert said(app, "{{ at | day }}", language, at=CLOSING) == day


def test_days_are_those_of_the_site_and_not_of_utc(app: Flask) -> None:
    assert said(app, "{{ at | day }}", at=datetime(2026, 12, 18, 23, 30, tzinfo=UTC)) == "19 December 2026"
    assert said(app, "{{ at | day }}", at=date(2026, 12, 18)) == "18 December 2026"


def test_moments_name_their_zone(app: Flask) -> None:
    assert said(app, "{{ at | moment }}", at=CLOSING) == "18 December 2026, 23:59 (CET)"
    summer = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
    assert said(app, "{{ at | moment }}", at=summer) == "1 July 2026, 12:00 (CEST)"


def test_texts_fill_their_places_and_escape_them(app: Flask) -> None:
    shown = said(app, "{{ message | t }}", message=text("Hello %(name)s", name="<b>"))
    assert shown == "Hello &lt;b&gt;"


def test_texts_count(app: Flask) -> None:
    message = text_n("%(count)s answer", "%(count)s answers", 2)
    assert said(app, "{{ message | t }}", message=message) == "2 answers"


@pytest.mark.parametrize(
    "group", ["peer", RaterGroup("peer"), {"id": "peer", "label": ""}], ids=lambda each: type(each).__name__
)
def test_standard_groups_have_names(app: Flask, group: object) -> None:
    assert said(app, "{{ group | group_label }}", group=group) == "Peers"


def test_a_group_of_its_own_keeps_its_label(app: Flask) -> None:
    assert said(app, "{{ 'clients' | group_label('Our clients') }}") == "Our clients"


def test_a_page_can_prefer_the_language_of_its_reader(app: Flask) -> None:
    with app.test_request_context("/"):
        assert current_language() == "en"
        prefer_language("fr")
        assert current_language() == "fr"


def test_a_choice_goes_before_what_a_page_prefers(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        prefer_language("fr")
        assert current_language() == "en"
