"""Voices: the comments by question, in the pools and the order of the seal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.comment_questions import question_title
from app.domain.questionnaire import Questionnaire
from app.web.language import translated
from app.web.reports.names import GroupNames


@dataclass(frozen=True)
class Voices:
    """The comments that stand together under one label."""

    label: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One question with its pools; `is_competency` tells it from the open ones."""

    id: str
    title: str
    is_competency: bool
    pools: tuple[Voices, ...]


def voices_of(
    report: Mapping[str, Any], questionnaire: Questionnaire, names: GroupNames
) -> tuple[Question, ...]:
    """Return the questions that were commented on, the open ones first: they are about the whole person."""
    titles = {item.competency_id: item.name for item in questionnaire.items}
    asked = sorted(questionnaire.comment_questions, key=lambda question: question in titles)
    found = []
    for question in asked:
        pools = tuple(
            Voices(names.heading(pool["groups"]), tuple(pool["texts"]))
            for pool in report["comments"]
            if pool["question"] == question
        )
        if pools:
            title = titles.get(question) or translated(question_title(question))
            found.append(Question(question, title, question in titles, pools))
    return tuple(found)
