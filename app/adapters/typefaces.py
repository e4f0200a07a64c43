"""What the embedded typefaces can show; everything else gets a sign that says "not shown".

A tagged PDF must not hold a character without a picture. Typefaces of the machine are left out on purpose:
with them the same report would differ from one machine to the next.
"""

import re
from collections.abc import Callable, Mapping

UNSHOWN = "□"
_LEFT_OUT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u2060\u202a-\u202e\u2066-\u2069\ufe00-\ufe0f\ufff9-\ufffb\ufeff]"
)
"""Control characters, those that turn the direction of whatever follows them, and those without a shape.

A character without a shape may share its glyph with the space; copying the text then loses the spaces.
"""
_UNUSUAL = re.compile(
    "[^\n\t -~\u00a0-\u017f\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2032\u2033\u20ac]"
)
_JOINER = "\u200d"


class Typefaces:
    """Remembers for every unusual character whether it can be shown; `is_shown` is asked once for each."""

    def __init__(self, is_shown: Callable[[str], bool]) -> None:
        self._is_shown = is_shown
        self._known: dict[str, bool] = {UNSHOWN: True}

    def fitted(self, document: Mapping[str, object]) -> dict[str, object]:
        """Return a JSON document with every text in it made showable."""
        return {name: _each_text(value, self._fitted_text) for name, value in document.items()}

    def _fitted_text(self, words: str) -> str:
        kept = _LEFT_OUT.sub("", words)
        fitted = _UNUSUAL.sub(self._shown_or_sign, kept)
        # what was joined into one picture, such as a family, is one sign
        return re.sub(f"{UNSHOWN}(?:{_JOINER}{UNSHOWN})+", UNSHOWN, fitted)

    def _shown_or_sign(self, match: re.Match[str]) -> str:
        character = match.group()
        if character not in self._known:
            self._known[character] = self._is_shown(character)
        return character if self._known[character] else UNSHOWN


def plainest(document: Mapping[str, object]) -> dict[str, object]:
    """Return a JSON document in which every unusual character is replaced."""
    return {name: _each_text(value, _plainest_text) for name, value in document.items()}


def _plainest_text(words: str) -> str:
    return _UNUSUAL.sub(UNSHOWN, _LEFT_OUT.sub("", words))


def _each_text(value: object, change: Callable[[str], str]) -> object:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: _each_text(one, change) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_each_text(one, change) for one in value]
    return value
