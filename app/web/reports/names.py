"""What groups are called in one report by the one who reads it, and which sign stands for them."""

import unicodedata
from collections.abc import Mapping, Sequence

from flask_babel import gettext

from app.domain.labels import block_label, block_label_inside, groups_named
from app.domain.raters import SELF
from app.domain.text import Text
from app.web.language import translated


class GroupNames:
    """The names of groups and blocks; `labels` are those a round gave to its own groups."""

    def __init__(
        self, labels: Mapping[str, str], signs: Mapping[tuple[str, ...], int], *, is_own: bool
    ) -> None:
        self._labels = {group: _isolated(label) for group, label in labels.items()}
        self._signs = signs
        self._is_own = is_own

    def sign(self, groups: Sequence[str]) -> int:
        """Return the number of the sign that stands for the groups of a cell."""
        return self._signs[tuple(groups)]

    def heading(self, groups: Sequence[str]) -> str:
        """Return "Peers and direct reports"; who reads the own report is "You"."""
        if self._is_own and tuple(groups) == (SELF,):
            return str(gettext("You"))
        return translated(block_label(groups_named(groups, self._labels)))

    def inside(self, groups: Sequence[str]) -> Text:
        """Return the name as it stands inside a sentence."""
        return block_label_inside(groups_named(groups, self._labels))


def _isolated(label: str) -> str:
    """Return a label so that one written from right to left leaves the numbers beside it in their place."""
    if any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in label):
        return f"\N{FIRST STRONG ISOLATE}{label}\N{POP DIRECTIONAL ISOLATE}"
    return label
