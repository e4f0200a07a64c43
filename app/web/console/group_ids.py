"""Ids of the rater groups a round adds, as they are written in a raters file."""

import re
import unicodedata
from collections.abc import Collection

_MOST_CHARACTERS = 40


def group_id(label: str, taken: Collection[str]) -> str:
    """Return a short id made of the label, different from those that are taken."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_MOST_CHARACTERS] or "group"
    found, number = stem, 2
    while found in taken:
        found, number = f"{stem}_{number}", number + 1
    return found
