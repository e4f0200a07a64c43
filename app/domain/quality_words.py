"""What the figures about a round say, in words before numbers.

`number` writes a figure with so many decimals in the reader's locale.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from app.domain.quality import FEWEST_PARTICIPANTS
from app.domain.quality_figures import (
    ONE_QUESTION,
    TOO_FEW_FORMS,
    TOO_FEW_JUDGED,
    CompetencyQuality,
    GroupQuality,
    Reliability,
)
from app.domain.quality_reliability import raters_needed
from app.domain.quality_rounding import HIGHEST, HIGHEST_SHARE, LOWEST, LOWEST_SHARE
from app.domain.text import Text, text, text_n

Number = Callable[[float, int], str]

GOOD, FAIR = 0.7, 0.5


@dataclass(frozen=True)
class GroupWords:
    """What is said about one group: the sentence that matters, and what stands beside it."""

    lead: Text
    others: tuple[Text, ...]


def coefficient_words(value: float, number: Number) -> Text:
    """Return a coefficient as it may be told; the ends of what is told say so."""
    if value >= float(HIGHEST):
        return text("%(value)s or more", value=number(value, 2))
    if value <= float(LOWEST):
        return text("0, no more than chance")
    return text("%(value)s", value=number(value, 2))


def share_words(percent: int) -> Text:
    """Return a share as it may be told."""
    if percent <= LOWEST_SHARE:
        return text("%(percent)s %% or less", percent=percent)
    if percent >= HIGHEST_SHARE:
        return text("%(percent)s %% or more", percent=percent)
    return text("about %(percent)s %%", percent=percent)


def group_words(quality: GroupQuality, number: Number) -> GroupWords:
    """Return what is said about a rater group."""
    others = tuple(_shares(quality))
    if quality.reliability is None:
        return GroupWords(_group_reason(quality), others)
    found = [*_one_alone(quality.reliability, number)]
    if quality.agreement is not None:
        found.append(_agreement(quality.agreement, number))
    if quality.alpha is not None:
        found.append(text("Krippendorff's alpha: %(value)s.", value=coefficient_words(quality.alpha, number)))
    return GroupWords(_reliability(quality.reliability, number), (*found, *others))


def consistency_words(quality: CompetencyQuality, number: Number) -> Text:
    """Return how far the indicators of a competency go together, or why it is not said."""
    if quality.consistency is not None:
        value = coefficient_words(quality.consistency, number)
        if quality.consistency >= GOOD:
            return text("Go together well: %(value)s", value=value)
        if quality.consistency >= FAIR:
            return text("Go together in part: %(value)s", value=value)
        return text("Hardly go together: %(value)s", value=value)
    if quality.reason == ONE_QUESTION:
        return text("Asked in one question")
    if quality.reason == TOO_FEW_FORMS:
        return text(
            "Not shown: fewer than %(count)s participants have two forms with all indicators",
            count=FEWEST_PARTICIPANTS,
        )
    return text("Not shown")


def _reliability(found: Reliability, number: Number) -> Text:
    value = coefficient_words(found.average, number)
    answers = number(found.answers, 1)
    if found.average >= GOOD:
        return text(
            "They agree well enough to tell participants apart: with the %(answers)s answers that each"
            " participant got on average, the reliability is %(value)s.",
            answers=answers,
            value=value,
        )
    if found.average >= FAIR:
        return text(
            "They tell participants apart in part: with the %(answers)s answers that each participant got on"
            " average, the reliability is %(value)s. Do not rest a decision on this group alone.",
            answers=answers,
            value=value,
        )
    return text(
        "They hardly tell participants apart: with the %(answers)s answers that each participant got on"
        " average, the reliability is %(value)s. Differences between participants may be chance.",
        answers=answers,
        value=value,
    )


def _one_alone(found: Reliability, number: Number) -> tuple[Text, ...]:
    alone = text(
        "One rater alone would have a reliability of %(value)s.",
        value=coefficient_words(found.single, number),
    )
    needed = raters_needed(Fraction(str(found.single)))
    if needed is None:
        return (alone, text("At this rate no number of raters would be enough."))
    return (
        alone,
        text_n(
            "At this rate %(count)s answer per participant is enough for %(value)s.",
            "At this rate %(count)s answers per participant are enough for %(value)s.",
            needed,
            value=number(GOOD, 2),
        ),
    )


def _agreement(agreement: float, number: Number) -> Text:
    value = coefficient_words(agreement, number)
    if agreement >= GOOD:
        return text(
            "About the same person they give much the same answers: agreement %(value)s.", value=value
        )
    if agreement >= FAIR:
        return text(
            "About the same person they partly give the same answers: agreement %(value)s.", value=value
        )
    return text("About the same person they give different answers: agreement %(value)s.", value=value)


def _shares(quality: GroupQuality) -> list[Text]:
    found = []
    if quality.cannot_judge is not None:
        found.append(
            text("“I cannot judge this”: %(share)s of the answers.", share=share_words(quality.cannot_judge))
        )
    if quality.without_spread is not None:
        found.append(
            text(
                "The same level throughout: %(share)s of the forms.",
                share=share_words(quality.without_spread),
            )
        )
    return found


def _group_reason(quality: GroupQuality) -> Text:
    if quality.reason == TOO_FEW_JUDGED:
        return text(
            "Not shown: on no question did %(count)s participants get two levels from this group.",
            count=FEWEST_PARTICIPANTS,
        )
    return text(
        "Not shown: fewer than %(count)s participants got answers from two raters or more of this group.",
        count=FEWEST_PARTICIPANTS,
    )
