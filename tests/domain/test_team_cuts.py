"""The fewest people that sums of two partitions can stand for, against trying out all sums."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.team_cuts import fewest_apart

Table = list[list[int]]
tables = st.integers(1, 3).flatmap(
    lambda columns: st.lists(
        st.lists(st.sampled_from([0, 0, 1, 2, 5, 6]), min_size=columns, max_size=columns), max_size=3
    )
)


def by_trying(shown: Table, hidden: Table) -> int | None:
    """Return the smallest number of people left over by any sum with the factors -1, 0, 1 and 2.

    A team that is not shown and the last target have no result to add or subtract.
    """
    columns = len((*shown, *hidden)[0]) if (*shown, *hidden) else 1
    found: set[int] = set()
    for teams in product((-1, 0, 1, 2), repeat=len(shown)):
        for targets in product((-1, 0, 1, 2), repeat=columns - 1):
            factors = (*targets, 0)
            rows = [*zip(shown, teams, strict=True), *((row, 0) for row in hidden)]
            found.add(
                sum(
                    people
                    for row, factor in rows
                    for people, other in zip(row, factors, strict=True)
                    if factor + other
                )
            )
    return min((people for people in found if people), default=None)


@settings(max_examples=150, deadline=None)
@given(table=tables, place=st.integers(0, 3))
def test_no_sum_stands_for_fewer(table: Table, place: int) -> None:
    assert fewest_apart(table[:place], table[place:]) == by_trying(table[:place], table[place:])


@pytest.mark.parametrize(
    ("shown", "hidden", "fewest"),
    [
        pytest.param([[6, 0], [0, 7]], [], 6, id="the same division twice says nothing new"),
        pytest.param([[6, 1], [0, 7]], [], 1, id="one person of a team has another target"),
        pytest.param([[6, 5], [5, 7]], [], 10, id="everything crosses in large numbers"),
        pytest.param([[9, 5]], [[1, 6]], 6, id="what a shown team and a target do not share"),
        pytest.param([], [], None, id="nothing is shown"),
        pytest.param([], [[4, 4]], 4, id="a target of a team that is not shown"),
    ],
)
def test_the_fewest_people_a_sum_can_stand_for(shown: Table, hidden: Table, fewest: int | None) -> None:
    assert fewest_apart(shown, hidden) == fewest
