"""What the first page of a report calls the kinds of things that stand out, and says where there is none."""

from collections.abc import Mapping
from typing import Any

from app.domain.policy import CORE
from app.domain.raters import SELF
from app.domain.text import Text, text

KINDS = ("strengths", "blind_spots", "hidden_strengths", "explore")
"""In the order of the page, as the report JSON names them."""
_MOST_HIDDEN = 2

_TITLES = {
    "strengths": text("Strengths"),
    "blind_spots": text("Blind spots"),
    "hidden_strengths": text("Hidden strengths"),
    "explore": text("To explore"),
}
_LEADS = {
    "strengths": text("What others see most clearly."),
    "blind_spots": text("Where the self-rating lies well above what others see."),
    "hidden_strengths": text("Where others see more than the self-rating says."),
    "explore": text("Where people of one group see it differently."),
}


def has_answers_of_others(report: Mapping[str, Any]) -> bool:
    """Tell whether anything of others is shown; without it nothing can stand out."""
    return any(
        cell["shown"] and cell["groups"] != [SELF]
        for competency in report["competencies"]
        for cell in competency["cells"]
    )


def highlight_title(kind: str) -> Text:
    """Return the heading of a kind."""
    return _TITLES[kind]


def highlight_lead(kind: str) -> Text:
    """Return what a kind is about, in one sentence."""
    return _LEADS[kind]


def most_with_picture(kind: str) -> int | None:
    """Return how many of a kind are shown with a picture, further ones only by name; None is no limit."""
    return _MOST_HIDDEN if kind == "hidden_strengths" else None


def no_highlight(kind: str, report: Mapping[str, Any]) -> Text:
    """Return why a report has nothing of this kind."""
    if kind == "strengths":
        return text("None that stands out: what others place highest is named below, or not placed high.")
    if kind == "explore":
        if report["policy"]["name"] == CORE:
            return text("None: in no group that is shown do the middle answers lie two levels or more apart.")
        return text("None: in no group that is shown do the answers lie two levels or more apart.")
    if all(competency["gap"] is None for competency in report["competencies"]):
        return text("Nothing can be said here, because the self-rating or the answers of others are missing.")
    if kind == "blind_spots":
        return text("None: nowhere does the self-rating lie a level or more above what others see.")
    return text("None: nowhere do others see a level or more above the self-rating.")
