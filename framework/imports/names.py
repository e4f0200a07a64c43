"""Names that are the same but for a slip: case, accents, a letter or a space more or less."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

SAME = 0.85
_CLEARLY = 0.03
_SECTION = re.compile(r"\d+(?:\.\d+)+\.?\s+")


@dataclass(frozen=True)
class NameMatch:
    """Which name was meant, by its place in the list, and whether it was written without a slip."""

    place: int
    is_exact: bool


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """Return the words of a name in small letters without accents or punctuation."""
    parts = unicodedata.normalize("NFKD", text)
    return " ".join(re.findall(r"\w+", "".join(c for c in parts if not unicodedata.combining(c)).casefold()))


def compact(text: str) -> str:
    """Return the letters and digits of a name, as `plain` does, without spaces."""
    return plain(text).replace(" ", "")


def likeness(first: str, second: str) -> float:
    """Return how alike two plain names are, from 0 to 1; 0 when they cannot reach `SAME`."""
    if first == second:
        return 1.0
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.real_quick_ratio() < SAME or matcher.quick_ratio() < SAME:
        return 0.0
    return matcher.ratio()


def without_section(text: str) -> str:
    """Return a title without the section number before it ("2.1 Planning")."""
    return _SECTION.sub("", text, count=1)


class Names:
    """A list of names in which a name with a slip is found."""

    def __init__(self, names: Sequence[str]) -> None:
        self._plain = [plain(name) for name in names]
        self._exact = {name: place for place, name in reversed(list(enumerate(self._plain)))}
        self._found: dict[str, NameMatch | None] = {}

    def plain_name(self, place: int) -> str:
        """Return the plain form of the name at a place of the list."""
        return self._plain[place]

    def find(self, text: str) -> NameMatch | None:
        """Return the one name that a text is; None where it is none of them, or more than one could be meant.

        A section number before the name ("2.1 Planning") is passed over.
        """
        wanted = plain(without_section(text))
        if wanted not in self._found:
            self._found[wanted] = self._search(wanted)
        return self._found[wanted]

    def _search(self, wanted: str) -> NameMatch | None:
        if not wanted:
            return None
        if wanted in self._exact:
            return NameMatch(self._exact[wanted], is_exact=True)
        scores = sorted(
            ((likeness(wanted, name), -place) for place, name in enumerate(self._plain)), reverse=True
        )
        if not scores or scores[0][0] < SAME:
            return None
        if len(scores) > 1 and scores[0][0] - scores[1][0] < _CLEARLY:
            return None
        return NameMatch(-scores[0][1], is_exact=False)
