"""Texts in the reader's language, outside of web requests."""

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path

from app.domain.text import Text

CATALOGUES = Path(__file__).parent.parent / "translations"


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Return the catalogue of a language; English needs none."""
    return gettext.translation("messages", str(CATALOGUES), [language], fallback=True)


def translator(language: str) -> Callable[[Text], str]:
    """Return a function that puts a text into words of the language."""
    words = catalogue(language)
    return lambda message: message.translated(words.gettext, words.ngettext)
