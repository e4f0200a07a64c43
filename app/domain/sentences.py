"""Words before numbers: what a report says about a cell, a gap, and itself.

The functions take cells, gaps and reports in the form of the report JSON, so that every page and file made
from a report says the same. Under `core` each sentence about a cell says that the highest and the lowest
answer are left out, and none ever says that all agree.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from app.domain.cells import may_be_softened
from app.domain.frequencies import frequency_word
from app.domain.policy import CORE
from app.domain.raters import MANAGER, NAMED_GROUPS, SELF
from app.domain.scoring import SINGLE_MIDDLE, agreement_of, typical_level_of
from app.domain.text import Text, text

FEW_RATERS = 8
FREQUENCY_SCALE = 5


def reading(cell: Mapping[str, Any]) -> Text:
    """Return what a report's cell says, or why it says nothing."""
    if not cell["shown"]:
        return text("%(reason)s", reason=cell["reason"])
    scale = len(cell["distribution"])
    codes = _codes(cell["distribution"])
    if cell["groups"][0] in NAMED_GROUPS:
        return _named(cell["groups"][0], codes, scale)
    if len(codes) == cell["n"]:
        return text("%(where)s; %(spread)s.", where=_where(codes, scale), spread=_spread(codes))
    if cell["n"] == SINGLE_MIDDLE:
        return _single_middle(codes[0], scale)
    if may_be_softened(codes, scale):
        return _softened(codes, scale)
    return text(
        "%(where)s; %(spread)s. The highest and the lowest answer are left out.",
        where=_middle_where(codes, scale),
        spread=_middle_spread(codes),
    )


def gap_sentence(gap: Mapping[str, Any]) -> Text:
    """Return what a report's gap between self and others says."""
    if gap["kind"] == "blind_spot":
        return text("The self-rating lies a level or more above what others see.")
    if gap["kind"] == "hidden_strength":
        return text("Others see a level or more above the self-rating.")
    if gap["size"] == "slight" and gap["difference"] > 0:
        return text("The self-rating lies slightly above what others see.")
    if gap["size"] == "slight":
        return text("The self-rating lies slightly below what others see.")
    return text("There is no clear difference between the self-rating and what others see.")


def notes(report: Mapping[str, Any]) -> tuple[Text, ...]:
    """Return what a reader has to know before the figures: what is left out, how much it means."""
    found = []
    if report["policy"]["name"] == CORE:
        found.append(
            text(
                "As in judged sports, the highest and the lowest rating of each group are left out. Figures"
                " and sentences about a group describe the answers in between."
            )
        )
    raters = sum(group["responded"] for group in report["groups"] if group["group"] != SELF)
    if raters < FEW_RATERS:
        found.append(text("With fewer than 8 raters, differences under half a level mean little."))
    return tuple(found)


def _codes(distribution: Mapping[str, int]) -> list[int]:
    return [int(level) for level, count in sorted(distribution.items()) for _ in range(count)]


def _place(level: int, scale: int) -> Text:
    if scale == FREQUENCY_SCALE:
        return text("frequency %(level)s (%(word)s)", level=level, word=frequency_word(level))
    return text("level %(level)s", level=level)


def _named(group: str, codes: Sequence[int], scale: int) -> Text:
    if len(codes) > 1:
        return text("%(where)s; %(spread)s.", where=_where(codes, scale), spread=_spread(codes))
    place = _place(codes[0], scale)
    if group == MANAGER:
        return text("The manager chose %(place)s.", place=place)
    return text("The self-rating is %(place)s.", place=place)


def _single_middle(code: int, scale: int) -> Text:
    if code <= 2:
        return text(
            "The middle one of three answers is %(place)s or lower; the highest and the lowest are left out.",
            place=_place(2, scale),
        )
    return text(
        "The middle one of three answers is %(place)s or higher; the highest and the lowest are left out.",
        place=_place(3, scale),
    )


def _softened(codes: Sequence[int], scale: int) -> Text:
    is_top = max(codes) == scale
    edge, beside = (scale, scale - 1) if is_top else (1, 2)
    low, high = sorted((edge, beside))
    if len(codes) == 2:
        return text(
            "Of the two middle answers one is at %(place)s and one at %(low)s or %(high)s; they lie close"
            " together. The highest and the lowest answer are left out.",
            place=_place(edge, scale),
            low=low,
            high=high,
        )
    return text(
        "The middle answers are at %(place)s, one of them at %(low)s or %(high)s; they lie close together."
        " The highest and the lowest answer are left out.",
        place=_place(edge, scale),
        low=low,
        high=high,
    )


def _where(codes: Sequence[int], scale: int) -> Text:
    typical = typical_level_of(codes)
    if typical.denominator != 1:
        return text("The typical answer lies between %(low)s and %(high)s", **_around(typical, scale))
    place = _place(int(typical), scale)
    if min(codes) == max(codes):
        return text("The answers are at %(place)s", place=place)
    if 2 * codes.count(int(typical)) > len(codes):
        return text("Most answers are at %(place)s", place=place)
    return text("The typical answer is %(place)s", place=place)


def _middle_where(codes: Sequence[int], scale: int) -> Text:
    typical = typical_level_of(codes)
    if typical.denominator != 1:
        return text("The typical middle answer lies between %(low)s and %(high)s", **_around(typical, scale))
    place = _place(int(typical), scale)
    if min(codes) == max(codes):
        return text("The middle answers are at %(place)s", place=place)
    if 2 * codes.count(int(typical)) > len(codes):
        return text("Most of the middle answers are at %(place)s", place=place)
    return text("The typical middle answer is %(place)s", place=place)


def _around(typical: Fraction, scale: int) -> dict[str, Text]:
    below = int(typical)
    return {"low": _place(below, scale), "high": _place(below + 1, scale)}


def _spread(codes: Sequence[int]) -> Text:
    if agreement_of(codes) == "split":
        return text("opinions differ")
    return text("the answers lie close together")


def _middle_spread(codes: Sequence[int]) -> Text:
    if agreement_of(codes) == "split":
        return text("opinions differ")
    return text("the middle answers lie close together")
