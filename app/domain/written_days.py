"""Days in words, where what is written of the number differs from one language to the next."""

import re

_FIRST = re.compile(r"(?<!\d)1(?= \w)")


def with_ordinal(day: str, language: str) -> str:
    """Return a written-out day as its readers write it: in French the first of a month is the "1er"."""
    return _FIRST.sub("1er", day, count=1) if language.startswith("fr") else day
