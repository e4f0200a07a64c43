"""Mail templates in the reader's language, without a web request."""

import re
import threading
from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from app.domain.mail import RenderedMail
from app.domain.text import Text
from app.domain.written_days import with_ordinal

_FALLBACK = "en_GB"
_EMPTY_LINES = re.compile(r"\n{3,}")


class MailRenderer:
    """Fills the templates `mail/<message>/{subject.txt,body.txt,body.html}`.

    In the templates: `_`, `ngettext`, `value|t` for a Text, `value|day` for a day and `value|moment` for an
    instant, both in the organisation's time zone. A value that was not given is an error, not a gap.
    """

    def __init__(self, templates: Path, translations: Path, zone: tzinfo = UTC) -> None:
        self._templates = templates
        self._translations = translations
        self._zone = zone
        self._environments: dict[str, Environment] = {}
        self._lock = threading.Lock()

    def render(self, message: str, language: str, values: Mapping[str, object]) -> RenderedMail:
        """Return subject (one line), text and HTML of a message in a language.

        Languages that are unknown or have no catalogue read English. Raises jinja2.TemplateError for a
        template that is missing or wants a value that is not given.
        """
        environment = self._environment(language)

        def fill(name: str) -> str:
            return environment.get_template(f"mail/{message}/{name}").render(values)

        return RenderedMail(
            subject=" ".join(fill("subject.txt").split()),
            text=_EMPTY_LINES.sub("\n\n", fill("body.txt").strip()) + "\n",
            html=fill("body.html").strip() + "\n",
        )

    def day(self, instant: datetime, language: str) -> str:
        """Return the day of an instant, in words, in the organisation's time zone."""
        return with_ordinal(
            format_date(instant.astimezone(self._zone), "full", locale=_locale(language)), language
        )

    def _environment(self, language: str) -> Environment:
        with self._lock:
            if language not in self._environments:
                self._environments[language] = self._new_environment(language)
            return self._environments[language]

    def _new_environment(self, language: str) -> Environment:
        locale = _locale(language)
        environment = Environment(
            loader=FileSystemLoader(self._templates),
            # Every mail would look at the dates of five files.
            auto_reload=False,
            autoescape=select_autoescape(enabled_extensions=("html",), default_for_string=True),
            undefined=StrictUndefined,
            extensions=["jinja2.ext.i18n"],
            trim_blocks=True,
            lstrip_blocks=True,
        )
        translations: NullTranslations = Translations.load(
            str(self._translations), [str(locale), locale.language]
        )
        environment.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]

        def translated(value: Text) -> str:
            return value.translated(translations.gettext, translations.ngettext)

        def day(value: date) -> str:
            local = value.astimezone(self._zone) if isinstance(value, datetime) else value
            return with_ordinal(format_date(local, "full", locale=locale), locale.language)

        def moment(value: datetime) -> str:
            local = value.astimezone(self._zone)
            hour = format_time(local, "short", locale=locale)
            return f"{day(local.date())}, {hour} ({local.tzname()})"

        environment.filters.update(t=translated, day=day, moment=moment)
        environment.globals["language"] = locale.language
        return environment


def _locale(language: str) -> Locale:
    # The same days and hours as on the pages, which Europeans read.
    chosen = "en_GB" if language == "en" else language.replace("-", "_")
    try:
        return Locale.parse(chosen)
    except (UnknownLocaleError, ValueError):
        return Locale(_FALLBACK)
