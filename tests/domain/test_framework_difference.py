"""What changed between two revisions."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain.framework_difference import framework_difference, word_pieces
from framework.model import Indicator
from tests.framework.frameworks import TREE, make_framework

FRAMEWORK = make_framework()
WORDS = st.lists(st.sampled_from(["a", "colleague", "asks", "for", "help", "often."]), max_size=12).map(
    " ".join
)


@given(older=WORDS, newer=WORDS)
def test_both_texts_can_be_read_from_the_pieces(older: str, newer: str) -> None:
    pieces = word_pieces(older, newer)
    assert "".join(piece.words for piece in pieces if piece.kind != "added") == older
    assert "".join(piece.words for piece in pieces if piece.kind != "removed") == newer


def test_a_changed_word_stands_between_what_is_kept() -> None:
    pieces = word_pieces("Asks a colleague for help.", "Asks a manager for help.")
    assert [(piece.kind, piece.words) for piece in pieces] == [
        ("same", "Asks a "),
        ("removed", "colleague"),
        ("added", "manager"),
        ("same", " for help."),
    ]


def test_texts_with_little_in_common_stand_one_after_the_other() -> None:
    pieces = word_pieces("Splits a problem into parts", "Listens to a customer first")
    assert [piece.kind for piece in pieces] == ["removed", "added"]


def test_a_framework_does_not_differ_from_itself() -> None:
    assert framework_difference(FRAMEWORK, FRAMEWORK).is_empty


def test_competencies_that_come_and_go_are_named() -> None:
    newer = make_framework({**TREE, "thinking": ("planning", "creativity")})
    found = framework_difference(FRAMEWORK, newer)
    assert [(each.competency_id, each.kind) for each in found.competencies] == [
        ("creativity", "added"),
        ("analysing", "removed"),
    ]
    assert not found.is_order_changed


def test_another_order_is_told() -> None:
    newer = make_framework({**TREE, "thinking": ("planning", "analysing")})
    found = framework_difference(FRAMEWORK, newer)
    assert found.is_order_changed
    assert found.competencies == ()


def test_every_text_that_changed_is_labelled() -> None:
    competency = FRAMEWORK.competencies[0]
    level = replace(
        competency.levels[0],
        title="Other",
        description="New.",
        indicators=(*competency.levels[0].indicators, Indicator("x", "Does more.", "I do more.")),
    )
    changed = replace(competency, name="Thinking", definition="D", levels=(level, *competency.levels[1:]))
    first = FRAMEWORK.clusters[0]
    clusters = (
        replace(first, name="Head", competencies=(changed, first.competencies[1])),
        FRAMEWORK.clusters[1],
    )
    found = framework_difference(FRAMEWORK, replace(FRAMEWORK, name="Large", clusters=clusters))
    assert [str(change.label) for change in found.names] == ["Name of the framework", "Cluster"]
    assert [str(change.label) for each in found.competencies for change in each.changes] == [
        "Name",
        "Definition",
        "Title of level 1",
        "Description of level 1",
        "Level 1, indicator 3",
        "Level 1, indicator 3 about oneself",
    ]
