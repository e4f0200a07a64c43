"""Whose answers lie on a level, in a few words beside its description."""

from collections.abc import Mapping
from typing import Any

from app.domain.report_sentences import certain_counts, possible_span
from app.domain.text import Text, text


def here_words(level: int, cell: Mapping[str, Any], label: str) -> Text | None:
    """Return how many answers of a shown cell lie on a level; None where there is none."""
    count, span = certain_counts(cell)[level], possible_span(cell)
    if span is not None and level in span:
        places = {"group": label, "low": span[0], "high": span[1]}
        if count:
            return text("%(group)s: %(count)s, and one at %(low)s or %(high)s", count=count, **places)
        return text("%(group)s: one at %(low)s or %(high)s", **places)
    if not count:
        return None
    if cell["n"] == 1:
        return text("%(group)s", group=label)
    return text("%(group)s: %(count)s", group=label, count=count)
