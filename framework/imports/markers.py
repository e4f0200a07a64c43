"""The words by which a dictionary announces its parts, per language."""

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Markers:
    """Words before a definition, heads of the overview's two columns, words before a level's number.

    `conjunctions` may follow a hyphen that stands for a left-out part of a word ("short- and long-term").
    """

    definition: tuple[str, ...]
    cluster: tuple[str, ...]
    competency: tuple[str, ...]
    level: tuple[str, ...]
    conjunctions: tuple[str, ...]

    @cached_property
    def definition_pattern(self) -> re.Pattern[str]:
        """A line that opens a definition; `before` holds a title that the extraction put on the same line."""
        # Not in small letters: those stand in a sentence.
        words = _any((*self.definition, *(word.upper() for word in self.definition)))
        return re.compile(rf"(?:(?P<before>[^.:;!?]{{1,80}}?)\s+)?(?:{words})\s*:\s*(?P<text>.*)|(?:{words})")

    @cached_property
    def table_pattern(self) -> re.Pattern[str]:
        """The head of an overview table."""
        return re.compile(rf"(?:{_any(self.cluster)})\W*(?:{_any(self.competency)})", re.IGNORECASE)

    @cached_property
    def level_pattern(self) -> re.Pattern[str]:
        """A numbered level heading with its title, or its number alone."""
        word = rf"(?:(?:{_any(self.level)})\s*)"
        return re.compile(
            rf"(?:{word}?(?P<number>[1-9])\s*[.)]|{word}(?P<named>[1-9])(?:\s*[:–-]|$))"
            r"\s*(?P<title>[^\W\d].*|[\"'(“‘«].*)?",
            re.IGNORECASE,
        )


_DUTCH = Markers(
    ("Definitie",),
    ("Cluster", "Clusters", "Domein"),
    ("Competentie", "Competenties"),
    ("Niveau",),
    ("en", "of", "tot"),
)
_ENGLISH = Markers(
    ("Definition",),
    ("Cluster", "Clusters", "Domain"),
    ("Competency", "Competencies", "Competence", "Competences"),
    ("Level",),
    ("and", "or", "to"),
)
_FRENCH = Markers(
    ("Définition", "Definition"),
    ("Cluster", "Clusters", "Groupe", "Domaine"),
    ("Compétence", "Compétences"),
    ("Niveau",),
    ("et", "ou", "à"),
)
_BY_LANGUAGE = {"nl": _DUTCH, "en": _ENGLISH, "fr": _FRENCH}


def markers_for(language: str) -> Markers:
    """Return the markers of a language ("nl", "nl-BE"); those of English where there are none of its own."""
    return _BY_LANGUAGE.get(language.split("-", maxsplit=1)[0].lower(), _ENGLISH)


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
