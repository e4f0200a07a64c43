"""Ids made from names, for dictionaries that have none of their own."""

import re

from framework.cluster_file import RESERVED_IDS
from framework.imports.names import plain

_FIGURE_FIRST = re.compile(r"(^|-)(?=\d)")
_NOT_ID = re.compile(r"[^a-z0-9]+")


class Slugs:
    """Makes an id for each name, none of them twice."""

    def __init__(self, fallback: str, taken: set[str] | None = None) -> None:
        self._fallback = fallback
        self._taken = set(RESERVED_IDS) | (taken or set())

    def make(self, name: str) -> str:
        """Return a fresh id for a name: "Creëren 2" becomes "creeren-n2"."""
        words = _NOT_ID.sub("-", plain(name).replace("_", " ")).strip("-")
        # Every part of an id begins with a letter.
        wanted = _FIGURE_FIRST.sub(r"\1n", words) or self._fallback
        slug, number = wanted, 1
        while slug in self._taken:
            number += 1
            slug = f"{wanted}-n{number}"
        self._taken.add(slug)
        return slug
