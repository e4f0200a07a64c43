"""How to read a report, in a few sentences that fit its policy and its questions."""

from collections.abc import Mapping
from typing import Any

from app.domain.policy import CORE
from app.domain.sentences import notes
from app.domain.text import Text, text


def reading_rules(report: Mapping[str, Any]) -> tuple[Text, ...]:
    """Return what a reader needs to know, the most important first."""
    is_core = report["policy"]["name"] == CORE
    is_by_level = report["round"]["questions"] == "level"
    has_targets = any(competency["target_level"] is not None for competency in report["competencies"])
    return (
        _scale(is_by_level=is_by_level),
        *notes(report),
        *([_uncertain()] if is_core else [_classic()]),
        *([_targets()] if has_targets else []),
        _typical(),
        *([_others(), _gaps()] if is_by_level else []),
    )


def _scale(*, is_by_level: bool) -> Text:
    if is_by_level:
        return text(
            "Every competency has four levels, each described by behaviour that others can see. Each"
            " sign stands for an answer, at the level that was chosen."
        )
    return text(
        "Each question asked how often a behaviour is seen, from never (1) to always (5). Each sign stands"
        " for an answer. No level of a competency is derived from it."
    )


def _uncertain() -> Text:
    return text(
        "A long outline stands for one answer that lies somewhere within it. It keeps anybody from telling"
        " what a single person chose."
    )


def _classic() -> Text:
    return text(
        "All answers of a group are shown, so that you can see how many chose what. Where everybody in a"
        " group chose the same, you can tell what each of them chose. Please keep that to yourself."
    )


def _targets() -> Text:
    return text(
        "A dashed band, and a broad grey line in a net, marks the target level: what the function asks for."
        " It was set when the round began, before anybody answered."
    )


def _typical() -> Text:
    return text(
        "The typical answer is the one in the middle when all are put in order. Opinions differ where the"
        " answers that are shown lie two steps or more apart."
    )


def _others() -> Text:
    return text(
        "What others see is taken from the manager and all groups that are shown, each counted by its number"
        " of answers."
    )


def _gaps() -> Text:
    return text(
        "A difference with the self-rating is called slight from half a level on, and named as a blind spot"
        " or a hidden strength from one level on."
    )
