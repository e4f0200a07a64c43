"""What a coach can and cannot do to comments."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.comment_layer import (
    GAP,
    editable_comments,
    shortened,
    what_was_changed,
    with_changes,
)
from app.domain.errors import InvalidError
from app.domain.policy import Policy
from app.domain.publication import CommentPool, Publication

WORDS = "Anna listens well. In March, at the client’s, she lost her temper — badly. She can plan."
WORD = st.text("abcdé", min_size=1, max_size=4)


def published(*pools: CommentPool) -> Publication:
    return Publication(Policy(), 4, groups=(), blocks=(), cells=(), comments=pools)


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        ("Anna listens well.", "Anna listens well. […]"),
        ("She can plan.", "[…] She can plan."),
        ("Anna listens well. She can plan.", "Anna listens well. […] She can plan."),
        ("Anna listens well. […] She can plan.", "Anna listens well. […] She can plan."),
        ("anna listens well she can plan", "Anna listens well. […] She can plan."),
        ("she lost her temper", "[…] she lost her temper — […]"),
        ("she plan", "[…] she […] plan."),
        (WORDS, WORDS),
        (WORDS.replace(" — ", " "), WORDS),
    ],
    ids=["end", "start", "middle", "own-mark", "careless", "dash", "two-gaps", "everything", "without-dash"],
)
def test_a_comment_is_made_shorter_and_says_where(kept: str, expected: str) -> None:
    assert shortened(WORDS, kept) == expected


@pytest.mark.parametrize(
    "kept",
    ["", " […] ", "Anna never listens.", "well listens Anna", "Anna Anna", "She can plan. Anna"],
    ids=["empty", "only-a-mark", "a-new-word", "another-order", "twice", "moved"],
)
def test_nothing_can_be_added_or_moved(kept: str) -> None:
    with pytest.raises(InvalidError):
        shortened(WORDS, kept)


@given(st.lists(WORD, min_size=1, max_size=12), st.data())
def test_whatever_is_kept_is_a_subsequence_of_the_original(words: list[str], draw: st.DataObject) -> None:
    mask = draw.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
    kept = [word for word, is_kept in zip(words, mask, strict=True) if is_kept]
    if not kept:
        return
    shown = shortened(" ".join(words), " ".join(kept)).split()
    assert [word for word in shown if word != GAP] == kept
    assert (GAP in shown) is (len(kept) < len(words))


@given(st.lists(WORD, max_size=6), st.lists(WORD, max_size=6))
def test_a_word_that_was_not_written_is_always_refused(words: list[str], kept: list[str]) -> None:
    with pytest.raises(InvalidError):
        shortened(" ".join(words), " ".join([*kept, "zzz"]))


def test_the_layer_shortens_withholds_and_counts() -> None:
    publication = published(
        CommentPool("keep", ("self",), ("mine",)),
        CommentPool("keep", ("peer",), ("one two", "three", "four")),
        CommentPool("stop", ("peer",), ("five",)),
    )
    released = with_changes(publication, {(1, 0): "one […]", (1, 2): None, (2, 0): None})
    assert [pool.texts for pool in released.comments] == [("mine",), ("one […]", "three")]
    assert (released.comments_shortened, released.comments_withheld) == (1, 2)
    assert with_changes(publication, {}) == publication


def test_counts_are_no_part_of_what_was_sealed() -> None:
    publication = published(CommentPool("keep", ("peer",), ("one",)))
    assert "withheld" not in with_changes(publication, {(0, 0): None}).to_json()


def test_ones_own_comments_are_not_on_the_coachs_desk() -> None:
    pools = (CommentPool("keep", ("self",), ("mine",)), CommentPool("keep", ("manager",), ("hers",)))
    (only,) = editable_comments(published(*pools), {(1, 0): None})
    assert (only.groups, only.original, only.shown) == (("manager",), "hers", None)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((0, 0), None),
        ((1, 0), "1 comment was shortened by the coach."),
        ((0, 2), "2 comments were withheld by the coach."),
        ((2, 1), "2 comments were shortened and 1 comment was withheld by the coach."),
    ],
    ids=["nothing", "shortened", "withheld", "both"],
)
def test_a_report_says_how_many(counts: tuple[int, int], expected: str | None) -> None:
    said = what_was_changed(*counts)
    assert (str(said) if said else None) == expected
