"""Texts in the reader's language, outside of web requests."""

import gettext
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from babel.core import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from app.domain.text import Text
from app.domain.written_days import with_ordinal

CATALOGUES = Path(__file__).parent.parent / "translations"


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Return the catalogue of a language; English needs none."""
    return gettext.translation("messages", str(CATALOGUES), [language], fallback=True)


def translator(language: str) -> Callable[[Text], str]:
    """Return a function that puts a text into words of the language."""
    words = catalogue(language)
    return lambda message: message.translated(words.gettext, words.ngettext)


@dataclass(frozen=True)
class WrittenLanguage:
    """A language in words, numbers and days, the same as on the pages."""

    language: str

    def say(self, words: Text) -> str:
        """Return a text in this language."""
        return translator(self.language)(words)

    def number(self, value: float) -> str:
        """Return a number with one decimal, unless that is zero: "2.7", "2,7", "3"."""
        return format_decimal(value, format="0.#", locale=self._locale)

    def day(self, value: date) -> str:
        """Return a day in words: "18 december 2026"."""
        return with_ordinal(format_date(value, "long", locale=self._locale), self.language)

    @property
    def _locale(self) -> Locale:
        # The same days as on the pages, which Europeans read.
        return Locale.parse("en_GB" if self.language == "en" else self.language)
