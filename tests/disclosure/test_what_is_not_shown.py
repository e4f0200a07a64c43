"""What is hidden or pooled, in words and counts."""

from collections.abc import Mapping

import pytest

from app.domain.anonymity import Policy, RawResponse, seal
from app.domain.disclosure import what_is_not_shown
from app.domain.publication import Publication
from app.domain.raters import STANDARD_GROUPS, RaterGroup
from tests.disclosure.sealing import response, sealed, sealed_levels

LEFT_OUT = "The highest and the lowest rating of each group are left out, as in judged sports."


def said(publication: Publication, labels: Mapping[str, str] | None = None) -> list[str]:
    return [str(note) for note in what_is_not_shown(publication, labels or {})]


def test_under_core_the_ends_are_said_to_be_left_out() -> None:
    assert said(sealed_levels({"peer": [3] * 4})) == [LEFT_OUT]


def test_under_classic_everything_shown_needs_no_word() -> None:
    assert said(sealed_levels({"peer": [3] * 4}, Policy("classic", 4))) == []


def test_pooled_groups_are_named() -> None:
    assert said(sealed_levels({"peer": [3] * 4, "direct_report": [3]}))[0] == (
        "The answers of peers and direct reports are shown together, because fewer than 4 answered in at"
        " least one of these groups."
    )


def test_a_group_that_is_left_out_is_told_with_its_count() -> None:
    assert said(sealed_levels({"peer": [3] * 2})) == [
        "Peers: 2 of 2 answered, fewer than 4. Their ratings and comments are not shown."
    ]


@pytest.mark.parametrize(
    ("roster", "note"),
    [
        ({"peer": 3}, "Peers: none of the 3 people who were asked answered."),
        ({"peer": 1}, "Peers: the 1 person who was asked did not answer."),
        ({"manager": 1}, "Manager: no answer came in."),
        ({}, None),
    ],
    ids=str,
)
def test_groups_that_kept_silent_are_named(roster: dict[str, int], note: str | None) -> None:
    publication = seal(
        Policy(),
        [RaterGroup(group) for group in STANDARD_GROUPS],
        roster=roster,
        responses=[],
        questions=(),
        comment_questions=(),
        scale=4,
        shuffle=NoShuffle(),
        added_after_launch={},
    )
    assert said(publication) == ([note] if note else [])


class NoShuffle:
    """Leaves everything where it is."""

    def shuffle(self, x: list[str]) -> None:
        x.sort()


def test_blank_results_are_counted() -> None:
    publication = sealed_levels({"peer": [3, 3, 3, None]})
    assert said(publication)[0] == (
        "1 result stays blank, because fewer than 4 people of the group could judge."
    )


def test_comments_in_one_pool_are_counted_and_those_under_their_own_names_are_not() -> None:
    texts = {"keep": "well done", "stop": "interrupting"}
    responses: list[RawResponse] = [
        *(response("peer", 3, texts) for _ in range(4)),
        *(response("direct_report", 3, {"keep": "thanks"}) for _ in range(4)),
        response("self", 3, texts),
    ]
    publication = sealed(responses, comment_questions=("keep", "stop"))
    pooled, left_out = said(publication)
    assert pooled.startswith(
        "On 1 question the comments of all groups stand together, because not every group"
    )
    assert left_out == LEFT_OUT
