"""An attacker with the whole team report: single answers do not show in it, nor do those who are known."""

import json
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.policy import Policy
from tests.domain.made_reports import BY_LEVEL
from tests.domain.made_teams import Member, team_report_of

QUESTIONS = BY_LEVEL.rating_questions
ROUND = st.lists(
    st.tuples(st.sampled_from("ABC"), st.lists(st.integers(1, 4), min_size=3, max_size=6)),
    min_size=4,
    max_size=14,
)


def members_of(people: Sequence[tuple[str, Sequence[int]]], own: int = 2, manager: int = 2) -> list[Member]:
    """Return participants whose peers give the same level to every question, of targets in turn."""
    return [
        Member(
            team,
            {
                "self": [dict.fromkeys(QUESTIONS, own)],
                "manager": [dict.fromkeys(QUESTIONS, manager)],
                "peer": [dict.fromkeys(QUESTIONS, level) for level in levels],
            },
            {QUESTIONS[0]: 2 + number % 2},
        )
        for number, (team, levels) in enumerate(people)
    ]


def written(members: Sequence[Member], policy: str = "core") -> str:
    return json.dumps(team_report_of(members, policy=Policy(policy, 4)))


@settings(max_examples=40, deadline=None)
@given(people=ROUND, place=st.integers(0, 13), data=st.data())
def test_the_lowest_and_the_highest_answer_of_a_cell_leave_no_trace(
    people: list[tuple[str, list[int]]], place: int, data: st.DataObject
) -> None:
    team, levels = people[place % len(people)]
    ordered = sorted(levels)
    ordered[0] = data.draw(st.integers(1, ordered[1]))
    ordered[-1] = data.draw(st.integers(ordered[-2], 4))
    changed = list(people)
    changed[place % len(people)] = (team, data.draw(st.permutations(ordered)))
    assert written(members_of(changed)) == written(members_of(people))


@pytest.mark.parametrize("policy", ["core", "classic"])
@settings(max_examples=15, deadline=None)
@given(people=ROUND, own=st.integers(1, 4), manager=st.integers(1, 4))
def test_self_and_manager_leave_no_trace(
    policy: str, people: list[tuple[str, list[int]]], own: int, manager: int
) -> None:
    assert written(members_of(people, own, manager), policy) == written(members_of(people), policy)


@settings(max_examples=40, deadline=None)
@given(people=ROUND, data=st.data())
def test_what_is_blank_tells_nothing_about_levels(
    people: list[tuple[str, list[int]]], data: st.DataObject
) -> None:
    changed = [(team, [data.draw(st.integers(1, 4)) for _ in levels]) for team, levels in people]

    def shape(members: list[Member]) -> list[object]:
        report = team_report_of(members)
        return [
            report["units"],
            [[(cell["participants"], cell["reason"]) for cell in row["cells"]] for row in report["rows"]],
            [[(one["target"], one["participants"]) for one in row["targets"]] for row in report["rows"]],
        ]

    assert shape(members_of(changed)) == shape(members_of(people))


@settings(max_examples=40, deadline=None)
@given(people=ROUND)
def test_participants_whose_group_is_too_small_leave_no_trace(people: list[tuple[str, list[int]]]) -> None:
    """Their answers are in no publication, so that only the number of participants tells of them."""
    flat = [(team, levels if len(levels) > 3 else [1] * len(levels)) for team, levels in people]
    assert written(members_of(flat)) == written(members_of(people))
