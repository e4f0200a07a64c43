"""A language to write in, outside of web requests: texts, numbers and days as its readers write them."""

from datetime import date
from typing import Protocol

from app.domain.text import Text


class Speech(Protocol):
    """One language."""

    @property
    def language(self) -> str:
        """The code of the language."""
        ...

    def say(self, words: Text) -> str:
        """Return a text in this language."""
        ...

    def number(self, value: float) -> str:
        """Return a number with one decimal, unless that is zero."""
        ...

    def day(self, value: date) -> str:
        """Return a day in words."""
        ...
