"""Questions for a conversation, from what stands out."""

from typing import Any

import pytest

from app.domain.conversation import conversation_questions

NOTHING: dict[str, Any] = {"strengths": [], "blind_spots": [], "hidden_strengths": [], "explore": []}
ENTRY = {"competency": "empathie", "name": "Empathy"}


def report(*comments: str, **highlights: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"highlights": NOTHING | highlights, "comments": [{"texts": [text]} for text in comments]}


def test_without_anything_that_stands_out_two_questions_remain() -> None:
    assert [each.kind for each in conversation_questions(report())] == ["opening", "closing"]


@pytest.mark.parametrize(
    ("highlight", "kind", "said"),
    [
        ("strengths", "strength", "see Empathy as a strength"),
        ("blind_spots", "blind_spot", "a level or more above what others see"),
        ("hidden_strengths", "hidden_strength", "more of Empathy than you do"),
        ("explore", "explore", "Opinions about Empathy differ"),
    ],
)
def test_every_highlight_becomes_a_question_with_its_place(highlight: str, kind: str, said: str) -> None:
    _, found, _ = conversation_questions(report(**{highlight: [ENTRY]}))
    assert (found.kind, found.competency_id) == (kind, "empathie")
    assert said in str(found.words)


def test_comments_are_talked_about_only_where_there_are_some() -> None:
    assert [each.kind for each in conversation_questions(report("Well done."))][1] == "comments"


def test_strengths_come_before_what_hurts() -> None:
    found = conversation_questions(report(strengths=[ENTRY], blind_spots=[ENTRY], explore=[ENTRY]))
    assert [each.kind for each in found] == ["opening", "strength", "blind_spot", "explore", "closing"]
