from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from jinja2 import TemplateNotFound, UndefinedError

from app.adapters.rendering import MailRenderer
from app.domain.text import text, text_n

SUBJECT = "{{ _('Hello %(name)s',\n name=name) }}\n"
BODY = (
    "{{ _('Hello %(name)s', name=name) }}\n"
    "{{ ngettext('%(num)s person', '%(num)s persons', count) }}; {{ note|t }}\n"
    "{{ closes_on|day }}; {{ at|moment }}; {{ language }}\n"
)
VALUES = {
    "name": "<b>Zoë & co</b>",
    "count": 3,
    "note": text("For %(name)s", name="<i>you</i>"),
    "closes_on": date(2026, 12, 18),
    "at": datetime(2026, 12, 18, 22, 59, tzinfo=UTC),
}


@pytest.fixture
def renderer(tmp_path: Path) -> MailRenderer:
    folder = tmp_path / "templates" / "mail" / "invitation"
    folder.mkdir(parents=True)
    (folder / "subject.txt").write_text(SUBJECT)
    (folder / "body.txt").write_text(BODY)
    (folder / "body.html").write_text(f"<p>{BODY}</p>")
    catalog = Catalog(locale="nl")
    catalog.add("Hello %(name)s", "Dag %(name)s", flags=["python-format"])
    catalog.add("For %(name)s", "Voor %(name)s")
    catalog.add(("%(num)s person", "%(num)s persons"), ("%(num)s persoon", "%(num)s personen"))
    catalog.add(("%(count)s answer", "%(count)s answers"), ("%(count)s antwoord", "%(count)s antwoorden"))
    compiled = BytesIO()
    write_mo(compiled, catalog)
    target = tmp_path / "translations" / "nl" / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True)
    target.write_bytes(compiled.getvalue())
    return MailRenderer(tmp_path / "templates", tmp_path / "translations", ZoneInfo("Europe/Brussels"))


def test_a_mail_speaks_the_language_of_its_reader(renderer: MailRenderer) -> None:
    mail = renderer.render("invitation", "nl", VALUES)
    assert mail.subject == "Dag <b>Zoë & co</b>"
    assert mail.text.splitlines() == [
        "Dag <b>Zoë & co</b>",
        "3 personen; Voor <i>you</i>",
        "vrijdag 18 december 2026; vrijdag 18 december 2026, 23:59 (CET); nl",
    ]


@pytest.mark.parametrize("language", ["en", "fr", "xx", "", "../../etc", "en-GB"])
def test_languages_without_a_catalogue_read_english(renderer: MailRenderer, language: str) -> None:
    assert renderer.render("invitation", language, VALUES).text.startswith("Hello <b>Zoë & co</b>\n3 persons")


@pytest.mark.parametrize("language", ["nl-BE", "nl_BE"])
def test_a_regional_language_reads_the_catalogue_of_the_language(
    renderer: MailRenderer, language: str
) -> None:
    assert renderer.render("invitation", language, VALUES).subject.startswith("Dag")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_html_escapes_every_value_and_text_none(renderer: MailRenderer, language: str) -> None:
    html = renderer.render("invitation", language, VALUES).html
    assert "<b>" not in html
    assert "<i>" not in html
    assert "&lt;b&gt;Zoë &amp; co&lt;/b&gt;" in html
    assert "&lt;i&gt;you&lt;/i&gt;" in html


def test_a_subject_is_one_line(renderer: MailRenderer) -> None:
    subject = renderer.render("invitation", "en", VALUES | {"name": "a\r\nBcc: eve@example.org"}).subject
    assert subject == "Hello a Bcc: eve@example.org"


def test_a_value_that_was_not_given_is_an_error(renderer: MailRenderer) -> None:
    with pytest.raises(UndefinedError):
        renderer.render("invitation", "nl", {key: VALUES[key] for key in VALUES.keys() - {"name"}})


def test_a_message_without_templates_is_an_error(renderer: MailRenderer) -> None:
    with pytest.raises(TemplateNotFound):
        renderer.render("unknown", "nl", VALUES)


def test_texts_with_a_number_are_translated_too(renderer: MailRenderer) -> None:
    note = text_n("%(count)s answer", "%(count)s answers", 2)
    assert "2 antwoorden" in renderer.render("invitation", "nl", VALUES | {"note": note}).text


def test_template_code_in_a_value_stays_what_it_is(renderer: MailRenderer) -> None:
    mail = renderer.render("invitation", "nl", VALUES | {"name": "{{ 7*7 }} {% if x %} %(name)s %s"})
    assert "{{ 7*7 }} {% if x %} %(name)s %s" in mail.text


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("nl", "zaterdag 19 december 2026"),
        ("fr", "samedi 19 décembre 2026"),
        ("en", "Saturday, 19 December 2026"),
    ],
)
def test_the_day_of_an_instant_is_the_one_on_the_organisation_s_calendar(
    renderer: MailRenderer, language: str, day: str
) -> None:
    assert renderer.day(datetime(2026, 12, 18, 23, 30, tzinfo=UTC), language) == day
