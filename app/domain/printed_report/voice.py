"""What the parts of a printed report share: a language, and the names of groups."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.labels import block_label, block_label_inside, groups_named
from app.domain.speech import Speech
from app.domain.text import Text

Document = dict[str, object]
"""What a template is filled with; can be written as JSON."""


@dataclass(frozen=True)
class Voice:
    """Who speaks to the reader of a file; `labels` are the names a round gave to its own groups."""

    speech: Speech
    labels: Mapping[str, str]

    def say(self, words: Text) -> str:
        """Return a text in the reader's language."""
        return self.speech.say(words)

    def number(self, value: float) -> str:
        """Return a mean as the reader writes it."""
        return self.speech.number(value)

    def heading(self, groups: Sequence[str]) -> str:
        """Return "Peers and direct reports"; a file is passed on, so nobody is "you" in it."""
        return self.say(block_label(groups_named(groups, self.labels)))

    def inside(self, groups: Sequence[str]) -> Text:
        """Return the name as it stands inside a sentence."""
        return block_label_inside(groups_named(groups, self.labels))


def is_right_to_left(words: str) -> bool:
    """Tell whether the first letter that has a direction is written from right to left."""
    for letter in words:
        direction = unicodedata.bidirectional(letter)
        if direction in {"R", "AL"}:
            return True
        if direction == "L":
            return False
    return False
