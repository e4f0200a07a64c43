"""The publication rule, example by example."""

import random
from collections.abc import Sequence

import pytest

from app.domain.anonymity import Policy, RawResponse, seal
from app.domain.blocks import blocks_of
from app.domain.cells import core_code, may_be_softened
from app.domain.errors import InvalidError
from app.domain.publication import BLOCK_NOT_PUBLISHED, NO_ANSWER, TOO_FEW_ANSWERS, Cell, Publication
from app.domain.raters import RaterGroup
from tests.disclosure.sealing import QUESTION, response, sealed, sealed_levels

P, D, X = ("peer",), ("direct_report",), ("other",)


@pytest.mark.parametrize(("name", "k"), [("core", 2), ("core", 11), ("core", True), ("none", 4), ("", 4)])
def test_a_policy_outside_the_rule_is_refused(name: str, k: int) -> None:
    with pytest.raises(InvalidError):
        Policy(name, k)


def test_the_default_policy_is_core_with_four() -> None:
    assert Policy() == Policy("core", 4)


@pytest.mark.parametrize(
    ("counts", "published", "left_out"),
    [
        ((5, 6, 2), [P, D], [X]),
        ((5, 2, 2), [P, D + X], []),
        ((5, 2, 1), [P + D + X], []),
        ((3, 3, 0), [P + D], []),
        ((2, 0, 1), [], [P + X]),
        ((5, 2, 0), [P + D], []),
        ((4, 0, 0), [P], []),
        ((0, 0, 3), [], [X]),
        ((0, 0, 4), [X], []),
        ((6, 0, 3), [P], [X]),
        ((2, 0, 5), [P + X], []),
        ((1, 5, 1), [P + D + X], []),
        ((0, 0, 0), [], []),
    ],
    ids=str,
)
def test_blocks_follow_from_numbers_alone(
    counts: tuple[int, int, int], published: list[tuple[str, ...]], left_out: list[tuple[str, ...]]
) -> None:
    blocks = blocks_of(dict(zip(("peer", "direct_report", "other"), counts, strict=True)), 4)
    assert [block.groups for block in blocks if block.is_published] == published
    assert [block.groups for block in blocks if not block.is_published] == left_out
    assert all(block.responded is None for block in blocks if not block.is_published)


@pytest.mark.parametrize(
    ("counts", "published"),
    [
        ({"peer": 5, "direct_report": 5, "board": 2}, [("peer", "board"), D]),
        ({"peer": 6, "direct_report": 5, "board": 2}, [P, ("direct_report", "board")]),
        ({"other": 4, "board": 4, "clients": 1}, [("board", "clients"), X]),
        ({"clients": 4, "board": 4, "peer": 1}, [("peer", "clients"), ("board",)]),
        ({"self": 1, "manager": 2, "peer": 4}, [P]),
    ],
    ids=str,
)
def test_a_rest_joins_the_smallest_block_and_ties_go_by_the_order_of_groups(
    counts: dict[str, int], published: list[tuple[str, ...]]
) -> None:
    assert [block.groups for block in blocks_of(counts, 4)] == published


@pytest.mark.parametrize(
    ("answers", "code", "is_softened"),
    [
        ((1, 3, 3, 3, 4), (3, 3, 3), False),
        ((4, 4, 4, 4, 4), (3, 4, 4), True),
        ((1, 1, 1, 1, 4), (1, 1, 2), True),
        ((2, 3, 4, 4, 4), (3, 4, 4), True),
        ((1, 1, 1, 2, 3), (1, 1, 2), True),
        ((1, 2, 3, 4), (2, 3), False),
        ((2, 2, 2, 2), (2, 2), False),
        ((1, 3, 3, 4, 4), (3, 3, 4), False),
        ((4, 4, 4), (3,), True),
        ((1, 3, 3), (3,), True),
        ((1, 2, 4), (2,), True),
        ((1, 1, 1), (2,), True),
    ],
    ids=str,
)
def test_core_leaves_out_the_ends_and_softens_an_edge(
    answers: tuple[int, ...], code: tuple[int, ...], is_softened: bool
) -> None:
    assert core_code(answers, 4) == code
    assert may_be_softened(code, 4) is is_softened


def test_on_five_levels_the_middle_of_three_is_not_softened() -> None:
    assert core_code((1, 3, 5), 5) == (3,)
    assert not may_be_softened((3,), 5)


def cell_of(publication: Publication, groups: tuple[str, ...], question: str = QUESTION) -> Cell:
    (cell,) = (cell for cell in publication.cells if (cell.groups, cell.question) == (groups, question))
    return cell


def test_classic_publishes_all_answers_sorted() -> None:
    publication = sealed_levels({"peer": [4, 1, 3, 3, 3]}, Policy("classic", 4))
    assert cell_of(publication, P) == Cell(QUESTION, P, n=5, codes=(1, 3, 3, 3, 4))


@pytest.mark.parametrize("name", ["core", "classic"])
def test_self_and_manager_are_published_exactly_and_never_enter_a_block(name: str) -> None:
    publication = sealed_levels({"self": [4], "manager": [1, 4], "peer": [2, 2, 2]}, Policy(name, 4))
    assert cell_of(publication, ("self",)) == Cell(QUESTION, ("self",), n=1, codes=(4,))
    assert cell_of(publication, ("manager",)) == Cell(QUESTION, ("manager",), n=2, codes=(1, 4))
    assert cell_of(publication, P) == Cell(QUESTION, P, reason=BLOCK_NOT_PUBLISHED)


def test_a_cell_with_fewer_than_k_answers_is_blank_and_does_not_say_how_few() -> None:
    publication = sealed_levels({"peer": [3, 3, 3, None, None], "manager": [None]})
    assert cell_of(publication, P) == Cell(QUESTION, P, reason=TOO_FEW_ANSWERS)
    assert cell_of(publication, ("manager",)) == Cell(QUESTION, ("manager",), reason=NO_ANSWER)


def test_a_group_without_a_response_carries_no_label() -> None:
    publication = sealed_levels({"peer": [3, 3], "direct_report": [], "other": [3, 3]})
    assert [block.groups for block in publication.blocks] == [P + X]


def test_groups_are_counted_with_roster_and_late_additions() -> None:
    publication = seal(
        Policy(),
        [RaterGroup("other"), RaterGroup("board", "Board"), RaterGroup("self"), RaterGroup("peer")],
        roster={"peer": 3, "board": 2, "self": 1},
        responses=[RawResponse("peer"), RawResponse("self")],
        questions=(),
        comment_questions=(),
        scale=4,
        shuffle=random.Random(1),
        added_after_launch={"peer": 1},
    )
    assert [(one.group, one.roster, one.responded, one.added_after_launch) for one in publication.groups] == [
        ("self", 1, 1, 0),
        ("peer", 3, 1, 1),
        ("board", 2, 0, 0),
        ("other", 0, 0, 0),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        RawResponse("neighbour"),
        RawResponse("peer", {"flying": 3}),
        RawResponse("peer", {QUESTION: 5}),
        RawResponse("peer", {QUESTION: 0}),
        RawResponse("peer", {QUESTION: True}),
    ],
    ids=["unknown-group", "unknown-question", "above-the-scale", "below-the-scale", "not-a-number"],
)
def test_an_answer_outside_the_round_is_refused(wrong: RawResponse) -> None:
    with pytest.raises(InvalidError):
        sealed([wrong])


def test_an_unknown_scale_is_refused() -> None:
    with pytest.raises(InvalidError):
        sealed([], scale=6)


def comments_of(group: str, *texts: str) -> list[RawResponse]:
    return [response(group, 3, {"keep": one}) for one in texts]


def pools(responses: Sequence[RawResponse], seed: int = 1) -> dict[tuple[str, ...], set[str]]:
    publication = sealed(responses, comment_questions=("keep",), seed=seed)
    return {pool.groups: set(pool.texts) for pool in publication.comments}


def test_comments_stand_under_their_blocks_when_every_block_has_k_commenters() -> None:
    responses = comments_of("peer", "a", "b", "c", "d") + comments_of("direct_report", "e", "f", "g", "h")
    assert pools(responses) == {P: set("abcd"), D: set("efgh")}


def test_comments_stand_in_one_pool_when_a_block_has_fewer_than_k_commenters() -> None:
    responses = comments_of("peer", "a", "b", "c", "d") + comments_of("direct_report", "e", "f", "g", " \n")
    assert pools(responses) == {P + D: set("abcdefg")}


def test_the_pool_is_labelled_with_every_block_even_where_only_one_wrote() -> None:
    responses = comments_of("peer", "", "", "", "") + comments_of("direct_report", "e", "", "", "")
    assert pools(responses) == {P + D: {"e"}}


def test_comments_of_groups_that_are_not_published_never_appear() -> None:
    responses = comments_of("peer", "a", "b", "c", "d") + comments_of("other", "x", "y", "z")
    assert pools(responses) == {P: set("abcd")}
    assert pools(comments_of("peer", "a", "b", "c")) == {}


def test_comments_of_self_and_manager_stand_under_those_names() -> None:
    responses = comments_of("peer", "a", "b", "c") + comments_of("self", "s") + comments_of("manager", "m")
    assert pools(responses) == {("self",): {"s"}, ("manager",): {"m"}}


def test_an_unpublished_block_does_not_force_the_others_into_one_pool() -> None:
    responses = (
        comments_of("peer", "a", "b", "c", "d")
        + comments_of("direct_report", "e", "f", "g", "h")
        + comments_of("other", "x")
    )
    assert pools(responses) == {P: set("abcd"), D: set("efgh")}


def test_every_question_is_shuffled_by_itself() -> None:
    letters = "abcdefgh"
    responses = [RawResponse("peer", {}, {"keep": one, "stop": one}) for one in letters]
    orders = set()
    for seed in range(5):
        publication = sealed(responses, comment_questions=("keep", "stop"), seed=seed)
        keep, stop = (pool.texts for pool in publication.comments)
        assert sorted(keep) == sorted(stop) == list(letters)
        assert keep != stop
        orders.add(keep)
    assert len(orders) == 5
