"""Results by target: shown where neither they nor what can be subtracted stand for fewer than five."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.policy import Policy
from app.domain.publication import Publication
from app.domain.team_targets import TargetCell, target_cells
from app.domain.teams import FEWEST_PARTICIPANTS, gathered, team_cells
from tests.disclosure.sealing import QUESTION, sealed_levels

Scene = tuple[dict[str, Publication], dict[str, str], dict[str, dict[str, int]]]
Row = tuple[str, int, int | None]

# Three raters are too few for anything to be published of that participant.
rows = st.lists(
    st.tuples(st.sampled_from("ABC"), st.sampled_from([3, 4, 4, 4]), st.sampled_from([None, 2, 3])),
    min_size=1,
    max_size=26,
)


def scene_of(people: list[Row], level: int = 3) -> Scene:
    """Return publications, teams and targets for (team, number of raters, target) of each participant."""
    ids = [f"participant-{number:02}" for number in range(len(people))]
    sealed = {
        raters: sealed_levels({"self": [1], "peer": [level] * raters}, Policy("core", 4)) for raters in (3, 4)
    }
    return (
        {id_: sealed[raters] for id_, (_, raters, _) in zip(ids, people, strict=True)},
        {id_: team for id_, (team, _, _) in zip(ids, people, strict=True)},
        {
            id_: {QUESTION: target} if target is not None else {}
            for id_, (_, _, target) in zip(ids, people, strict=True)
        },
    )


def targets_shown(scene: Scene) -> tuple[TargetCell, ...]:
    publications, teams, targets = scene
    results = gathered(publications, teams)
    return target_cells(results, team_cells(results), targets)


def told(cells: tuple[TargetCell, ...]) -> list[tuple[int, int]]:
    return [(cell.target, cell.participants) for cell in cells]


@settings(max_examples=60, deadline=None)
@given(people=rows)
def test_no_sum_of_teams_targets_and_the_whole_stands_for_a_few(people: list[Row]) -> None:
    scene = scene_of(people)
    publications, teams, targets = scene
    having = [id_ for id_, (_, raters, _) in zip(publications, people, strict=True) if raters == 4]
    vectors = [
        [int(teams[id_] in cell.teams) for id_ in having]
        for cell in team_cells(gathered(publications, teams))
        if cell.is_published
    ] + [[int(targets[id_].get(QUESTION) == cell.target) for id_ in having] for cell in targets_shown(scene)]
    for factors in product((-1, 0, 1), repeat=len(vectors)):
        counted = [
            sum(factor * vector[place] for factor, vector in zip(factors, vectors, strict=True))
            for place in range(len(having))
        ]
        left = sum(each != 0 for each in counted)
        assert left == 0 or left >= FEWEST_PARTICIPANTS


@settings(max_examples=40, deadline=None)
@given(people=rows, level=st.integers(1, 4))
def test_what_is_shown_depends_on_numbers_only(people: list[Row], level: int) -> None:
    assert told(targets_shown(scene_of(people))) == told(targets_shown(scene_of(people, level)))


@pytest.mark.parametrize(
    ("people", "shown"),
    [
        pytest.param([("A", 4, 3)] * 4, [], id="four participants"),
        pytest.param([("A", 4, 3)] * 5, [(3, 5)], id="five with the same target"),
        pytest.param([("A", 3, 3)] * 9, [], id="nobody has results"),
        pytest.param([("A", 4, None)] * 9, [], id="nobody has a target"),
        pytest.param([("A", 4, 3)] * 5 + [("A", 4, 2)] * 5, [(2, 5), (3, 5)], id="two targets in one team"),
        pytest.param([("A", 4, 3)] * 6 + [("A", 4, 2)] * 3, [], id="the rest would be three"),
        pytest.param(
            [("A", 4, 3)] * 6 + [("A", 4, 2)] * 5 + [("A", 4, None)] * 2,
            [(3, 6)],
            id="the smaller target goes",
        ),
        pytest.param([("A", 4, 3)] * 9 + [("B", 4, 3), *[("B", 4, 2)] * 8], [], id="one crosses the teams"),
    ],
)
def test_a_target_is_shown_from_five(people: list[Row], shown: list[tuple[int, int]]) -> None:
    assert told(targets_shown(scene_of(people))) == shown


def test_a_target_cell_holds_the_shares_of_its_participants() -> None:
    (cell,) = targets_shown(scene_of([("A", 4, 3)] * 5, 2))
    assert cell.mean == pytest.approx(2)
    assert cell.shares == pytest.approx((0, 1, 0, 0))
