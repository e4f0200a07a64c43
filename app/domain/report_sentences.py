"""What a report page says beside its cells: short words, figures in words, and how to read it all.

Like `app.domain.sentences` these functions take the report JSON. `number` writes a mean in the reader's
locale.
"""

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.cells import may_be_softened
from app.domain.frequencies import frequency_word
from app.domain.policy import CORE
from app.domain.raters import NAMED_GROUPS
from app.domain.scoring import SINGLE_MIDDLE
from app.domain.sentences import FREQUENCY_SCALE
from app.domain.text import Text, text, text_n

Number = Callable[[float], str]


def place_word(place: int, scale: int) -> Text:
    """Return what a place of the scale is called: "level 3", or "sometimes"."""
    if scale == FREQUENCY_SCALE:
        return frequency_word(place)
    return text("level %(level)s", level=place)


def possible_span(cell: Mapping[str, Any]) -> tuple[int, int] | None:
    """Return between which places one answer of a shown cell may lie; None where every place is certain.

    So it is with the middle one of three answers, and with the one answer that may have been softened.
    """
    codes = _codes(cell["distribution"])
    if cell["groups"][0] in NAMED_GROUPS or len(codes) == cell["n"]:
        return None
    scale = len(cell["distribution"])
    if cell["n"] == SINGLE_MIDDLE:
        return (1, 2) if codes[0] <= 2 else (3, scale)
    if cell["softened"] and may_be_softened(codes, scale):
        return (scale - 1, scale) if max(codes) == scale else (1, 2)
    return None


def certain_counts(cell: Mapping[str, Any]) -> dict[int, int]:
    """Return how many answers of a shown cell lie at each place, without the one that is not certain."""
    counts = {int(place): count for place, count in sorted(cell["distribution"].items())}
    span = possible_span(cell)
    if span is not None:
        uncertain = next(place for place in _inner_first(span, len(counts)) if counts[place])
        counts[uncertain] -= 1
    return counts


def typical_words(cell: Mapping[str, Any]) -> Text:
    """Return the typical place of a cell in a few words, for lists."""
    if not cell["shown"]:
        return text("not shown")
    scale = len(cell["distribution"])
    typical = cell["typical_level"]
    if typical is None:
        return _one_sided(possible_span(cell) or (1, scale), scale)
    below = int(typical)
    if typical == below:
        return place_word(below, scale)
    if scale == FREQUENCY_SCALE:
        return text("between %(low)s and %(high)s", low=frequency_word(below), high=frequency_word(below + 1))
    return text("between %(low)s and %(high)s", low=below, high=below + 1)


def count_words(cell: Mapping[str, Any]) -> Text:
    """Return how many answers a shown cell rests on, and how many of them are in the picture."""
    shown = sum(cell["distribution"].values())
    if shown == cell["n"]:
        return text_n("%(count)s answer", "%(count)s answers", cell["n"])
    return text_n(
        "%(count)s answer, %(shown)s shown", "%(count)s answers, %(shown)s shown", cell["n"], shown=shown
    )


def mean_words(cell: Mapping[str, Any], number: Number) -> Text | None:
    """Return the mean of a shown cell; None where there is none or it says nothing new."""
    if cell["mean"] is None or cell["n"] == 1:
        return None
    mean = number(cell["mean"])
    span = possible_span(cell)
    if span is None:
        if cell["softened"]:
            return text("about %(mean)s on average", mean=mean)
        return text("%(mean)s on average", mean=mean)
    if span[0] == 1:
        return text("%(mean)s or lower on average", mean=mean)
    return text("%(mean)s or higher on average", mean=mean)


def gap_words(gap: Mapping[str, Any]) -> Text:
    """Return a gap in a few words, for lists."""
    if gap["kind"] == "blind_spot":
        return text("self-rating a level or more higher")
    if gap["kind"] == "hidden_strength":
        return text("others a level or more higher")
    if gap["size"] == "slight" and gap["difference"] > 0:
        return text("self-rating slightly higher")
    if gap["size"] == "slight":
        return text("self-rating slightly lower")
    return text("no clear difference")


def gap_figures(gap: Mapping[str, Any], number: Number) -> Text:
    """Return the two figures behind a gap."""
    if gap["softened"]:
        return text(
            "Self %(own)s, others about %(others)s on average.",
            own=number(gap["self"]),
            others=number(gap["others"]),
        )
    return text(
        "Self %(own)s, others %(others)s on average.", own=number(gap["self"]), others=number(gap["others"])
    )


def strength_sentence(highlight: Mapping[str, Any], number: Number) -> Text:
    """Return where others place a strength."""
    mean = highlight["others"]
    if mean == int(mean):
        return text("Others place this at level %(level)s on average.", level=int(mean))
    return text(
        "Others place this between level %(low)s and level %(high)s, at %(mean)s on average.",
        low=int(mean),
        high=int(mean) + 1,
        mean=number(mean),
    )


def explore_sentence(highlight: Mapping[str, Any], who: Text, policy_name: str) -> Text:
    """Return how far a group's answers lie apart; `who` is the group as it stands inside a sentence."""
    places = {"who": who, "low": highlight["lowest"], "high": highlight["highest"]}
    if policy_name == CORE and highlight["groups"][0] not in NAMED_GROUPS:
        return text(
            "Opinions differ among the %(who)s: their middle answers go from level %(low)s to level %(high)s."
            " The highest and the lowest answer are left out.",
            **places,
        )
    return text(
        "Opinions differ among the %(who)s: their answers go from level %(low)s to level %(high)s.", **places
    )


def added_words(count: int) -> Text:
    """Return that raters of a group were added while the round was running."""
    return text_n(
        "%(count)s of them was added after the launch.",
        "%(count)s of them were added after the launch.",
        count,
    )


def _one_sided(span: tuple[int, int], scale: int) -> Text:
    if scale == FREQUENCY_SCALE and span[0] == 1:
        return text("%(place)s or less often", place=frequency_word(span[1]))
    if scale == FREQUENCY_SCALE:
        return text("%(place)s or more often", place=frequency_word(span[0]))
    if span[0] == 1:
        return text("%(place)s or lower", place=place_word(span[1], scale))
    return text("%(place)s or higher", place=place_word(span[0], scale))


def _inner_first(span: tuple[int, int], scale: int) -> tuple[int, ...]:
    # a softened answer is written on the inner place of the two
    places = tuple(range(span[0], span[1] + 1))
    return places if span[1] == scale else places[::-1]


def _codes(distribution: Mapping[str, int]) -> list[int]:
    return [int(place) for place, count in sorted(distribution.items()) for _ in range(count)]
