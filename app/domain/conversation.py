"""Questions for a conversation about a report, from what stands out in it; never about who answered what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.text import Text, text


@dataclass(frozen=True)
class ConversationQuestion:
    """One thing to ask.

    `kind` is opening, strength, blind_spot, hidden_strength, explore, comments or closing; `competency_id` is
    empty where the question is about the whole report.
    """

    kind: str
    words: Text
    competency_id: str = ""


def conversation_questions(report: Mapping[str, Any]) -> tuple[ConversationQuestion, ...]:
    """Return the questions for a report in the form of the report JSON, in the order to ask them."""
    found = [
        ConversationQuestion(
            "opening",
            text(
                "What in this report did you expect, what surprised you, and what do you not understand yet?"
            ),
        )
    ]
    found += [
        ConversationQuestion(kind, _words(kind, one["name"]), one["competency"])
        for kind, entries in _highlights(report)
        for one in entries
    ]
    if report["comments"]:
        found.append(
            ConversationQuestion(
                "comments", text("Which comment stays with you, and what do you want to do with it?")
            )
        )
    found.append(
        ConversationQuestion(
            "closing", text("What are the one or two things you want to work on, and who or what could help?")
        )
    )
    return tuple(found)


def _highlights(report: Mapping[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    highlights = report["highlights"]
    return [
        ("strength", highlights["strengths"]),
        ("hidden_strength", highlights["hidden_strengths"]),
        ("blind_spot", highlights["blind_spots"]),
        ("explore", highlights["explore"]),
    ]


def _words(kind: str, name: str) -> Text:
    match kind:
        case "strength":
            return text(
                "Others see %(name)s as a strength. When did it make a difference lately, and where could you"
                " use it more?",
                name=name,
            )
        case "hidden_strength":
            return text(
                "Others see more of %(name)s than you do yourself. What makes it hard to notice from the"
                " inside?",
                name=name,
            )
        case "blind_spot":
            return text(
                "You place %(name)s a level or more above what others see. What could they have missed, and"
                " what could you be missing?",
                name=name,
            )
        case _:
            return text(
                "Opinions about %(name)s differ. In which situations might you come across differently?",
                name=name,
            )
