"""Which language and time zone a page speaks, and the filters that speak them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from babel.dates import format_date, format_time
from babel.support import NullTranslations, Translations
from flask import Flask, Response, g, request
from flask_babel import Babel, force_locale, get_locale, get_translations, refresh

from app.domain.labels import group_label
from app.domain.raters import RaterGroup
from app.domain.text import Text
from app.domain.written_days import with_ordinal
from app.services.ports import Site
from app.web.access import current_signed_in
from app.web.cookies import LANGUAGE, put_cookie, read_cookie

TRANSLATIONS = Path(__file__).parents[1] / "translations"
_A_YEAR = 365 * 24 * 3600
_FORMATS = {"en": "en_GB"}
"""English of the world Rondom lives in: days before months, and twenty-four hours."""


def speak(app: Flask, site: Site) -> None:
    """Teach the application the languages and the time zone of the site."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    app.config["BABEL_DEFAULT_LOCALE"] = site.languages[0]
    Babel(
        app,
        locale_selector=lambda: _choose(site.languages),
        timezone_selector=lambda: site.timezone.key,
    )
    # A page asks for some fifty texts; Flask-Babel would look up the language for each of them.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda message: _words().ugettext(message),
        ngettext=lambda one, many, count: _words().ungettext(one, many, count),
        newstyle=True,
    )

    def keep_choice(response: Response) -> Response:
        asked = request.args.get("lang", "")
        if asked in site.languages:
            put_cookie(response, LANGUAGE, asked, seconds=_A_YEAR)
        return response

    def day(value: datetime | date) -> str:
        words = format_date(_local_day(value, site), "long", locale=_format_locale())
        return with_ordinal(words, current_language())

    def moment(value: datetime) -> str:
        local = value.astimezone(site.timezone)
        time = format_time(local.time(), "short", locale=_format_locale())
        return f"{day(local)}, {time} ({local.tzname()})"

    app.after_request(keep_choice)
    app.jinja_env.filters.update(
        {"t": translated, "day": day, "moment": moment, "group_label": label_of_group}
    )
    app.context_processor(lambda: {"lang": current_language(), "languages": site.languages})


def prefer_language(language: str) -> None:
    """Speak this language from here on, unless somebody chose one; a rater's pages know it only late."""
    g.own_language = language
    g.pop("words", None)
    refresh()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak another language for a while."""
    with force_locale(language):
        g.pop("words", None)
        try:
            yield
        finally:
            g.pop("words", None)


def current_language() -> str:
    """Return the code of the language this page speaks."""
    locale = get_locale()
    return str(locale.language) if locale is not None else "en"


def translated(value: Text | str | None) -> str:
    """Return a text in the language of the page; plain words stay as they are."""
    if isinstance(value, Text):
        translations = _words()
        return value.translated(translations.ugettext, translations.ungettext)
    return "" if value is None else str(value)


def label_of_group(group: str | Mapping[str, str] | RaterGroup, label: str = "") -> str:
    """Return what a rater group is called: its own label, or the standard group in this language."""
    if isinstance(group, str):
        return translated(group_label(RaterGroup(group, label)))
    if isinstance(group, Mapping):
        return translated(group_label(RaterGroup(group["id"], group["label"])))
    return translated(group_label(group))


def _words() -> Translations | NullTranslations:
    found: Translations | NullTranslations | None = g.get("words") if g else None
    if found is None:
        found = get_translations()
        if g:
            g.words = found
    return found


def _choose(languages: tuple[str, ...]) -> str:
    person = None if "own_language" in g else current_signed_in()
    wishes = (
        request.args.get("lang", ""),
        read_cookie(LANGUAGE),
        g.get("own_language", ""),
        person.language if person is not None else "",
        request.accept_languages.best_match(languages) or "",
    )
    return next((wish for wish in wishes if wish in languages), languages[0])


def _format_locale() -> str:
    language = current_language()
    return _FORMATS.get(language, language)


def _local_day(value: datetime | date, site: Site) -> date:
    if isinstance(value, datetime):
        moment = value if value.tzinfo is not None else value.replace(tzinfo=UTC)
        return moment.astimezone(site.timezone).date()
    return value
