"""Teams: at least five participants in whatever is shown, and in whatever can be subtracted."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.anonymity import RawResponse
from app.domain.errors import InvalidError
from app.domain.policy import Policy
from app.domain.publication import Publication
from app.domain.teams import FEWEST_PARTICIPANTS, TeamCell, gathered, team_cells, team_units
from tests.disclosure.sealing import sealed, sealed_levels

Scene = tuple[dict[str, Publication], dict[str, str]]


def a_participant(level: int, raters: int = 4, own: int = 1) -> Publication:
    return sealed_levels({"self": [own], "manager": [own], "peer": [level] * raters}, Policy("core", 4))


def scene_of(rows: list[tuple[str, int, int]], own: int = 1) -> Scene:
    """Return publications and teams for (team, number of raters, level) of each participant."""
    ids = [f"participant-{number:02}" for number in range(len(rows))]
    publications = {
        id_: a_participant(level, raters, own) for id_, (_, raters, level) in zip(ids, rows, strict=True)
    }
    return publications, {id_: team for id_, (team, _, _) in zip(ids, rows, strict=True)}


# Three raters are too few for anything to be published of that participant.
rows = st.lists(
    st.tuples(st.sampled_from("ABCDE"), st.sampled_from([3, 4, 5]), st.integers(1, 4)),
    min_size=1,
    max_size=30,
)


def contributors(scene: Scene, cell: TeamCell) -> set[str]:
    publications, teams = scene
    return {
        id_
        for id_, publication in publications.items()
        if teams[id_] in cell.teams
        and any(each.is_published and not each.is_named for each in publication.cells)
    }


@settings(max_examples=150, deadline=None)
@given(rows=rows)
def test_whatever_is_shown_or_subtracted_stands_for_five_or_for_nobody(
    rows: list[tuple[str, int, int]],
) -> None:
    scene = scene_of(rows)
    shown = [contributors(scene, cell) for cell in team_cells(gathered(*scene)) if cell.is_published]
    assert all(len(each) >= FEWEST_PARTICIPANTS for each in shown)
    for one, other in combinations(shown, 2):
        assert len(one ^ other) >= FEWEST_PARTICIPANTS
    for count in range(2, len(shown) + 1):
        for chosen in combinations(shown, count):
            largest = max(chosen, key=len)
            rest = largest - set().union(*(each for each in chosen if each is not largest))
            assert not 0 < len(rest) < FEWEST_PARTICIPANTS


@settings(max_examples=80, deadline=None)
@given(rows=rows, data=st.data())
def test_blanks_and_counts_depend_on_numbers_only(
    rows: list[tuple[str, int, int]], data: st.DataObject
) -> None:
    changed = [(team, raters, data.draw(st.integers(1, 4))) for team, raters, _ in rows]
    before, after = team_cells(gathered(*scene_of(rows))), team_cells(gathered(*scene_of(changed)))
    assert [(cell.teams, cell.participants) for cell in before] == [
        (cell.teams, cell.participants) for cell in after
    ]


@settings(max_examples=50, deadline=None)
@given(rows=rows, own=st.integers(2, 4))
def test_self_and_manager_never_enter(rows: list[tuple[str, int, int]], own: int) -> None:
    assert team_cells(gathered(*scene_of(rows))) == team_cells(gathered(*scene_of(rows, own)))


@settings(max_examples=50, deadline=None)
@given(teams=st.dictionaries(st.text("0123456789", min_size=1, max_size=3), st.sampled_from("ABCDEF")))
def test_teams_are_one_partition(teams: dict[str, str]) -> None:
    units = team_units(teams)
    assert sorted(id_ for members in units.values() for id_ in members) == sorted(teams)
    assert sorted(team for unit in units for team in unit) == sorted(set(teams.values()))
    assert len(units) < 2 or all(len(members) >= FEWEST_PARTICIPANTS for members in units.values())


def test_every_participant_counts_once_however_many_raters_there_are() -> None:
    cells = team_cells(gathered(*scene_of([("A", 20, 2), *[("A", 4, 3)] * 4])))
    (cell,) = cells
    assert (cell.teams, cell.participants) == (("A",), 5)
    assert cell.mean == pytest.approx((2 + 4 * 3) / 5)
    assert cell.shares == pytest.approx((0, 0.2, 0.8, 0))


def test_a_small_team_joins_the_smallest_other_one() -> None:
    cells = team_cells(gathered(*scene_of([*[("A", 4, 3)] * 6, *[("B", 4, 3)] * 5, *[("C", 4, 3)] * 2])))
    assert [(cell.teams, cell.participants) for cell in cells] == [
        (("A",), 6),
        (("B", "C"), 7),
        (("A", "B", "C"), 13),
    ]


def asked_twice(levels: dict[str, int]) -> Publication:
    """Return the publication of four peers' answers to some of two questions."""
    responses = [RawResponse("peer", levels)] * 4
    return sealed(responses, Policy("core", 4), questions=("listening", "deciding"))


def test_the_whole_is_blank_where_it_would_give_away_a_few() -> None:
    both, one = asked_twice({"listening": 3, "deciding": 3}), asked_twice({"listening": 3})
    ids = [f"participant-{number:02}" for number in range(11)]
    publications = dict(zip(ids, [both] * 10 + [one], strict=True))
    teams = dict(zip(ids, ["A"] * 6 + ["B"] * 5, strict=True))
    cells = [cell for cell in team_cells(gathered(publications, teams)) if cell.question == "deciding"]
    assert [(cell.teams, cell.participants) for cell in cells] == [
        (("A",), 6),
        (("B",), None),
        (("A", "B"), None),
    ]


def test_a_team_is_as_large_as_what_its_reports_show() -> None:
    """Four reports with results would leave the team, and with it the whole, blank everywhere."""
    cells = team_cells(gathered(*scene_of([*[("A", 4, 3)] * 6, *[("B", 4, 3)] * 4, ("B", 3, 3)])))
    assert [(cell.teams, cell.participants) for cell in cells] == [(("A", "B"), 10)]


def test_teams_without_a_department_come_last() -> None:
    units = team_units({str(number): "" if number < 5 else "A" for number in range(10)})
    assert list(units) == [("A",), ("",)]


def test_nobody_makes_no_cells() -> None:
    assert team_cells(gathered({}, {})) == ()


def test_a_participant_without_a_team_is_refused() -> None:
    with pytest.raises(InvalidError, match="belong to a team"):
        gathered({"somebody": a_participant(3)}, {})


def test_different_scales_are_refused() -> None:
    five = sealed_levels({"peer": [5] * 4}, Policy("core", 4), scale=5)
    with pytest.raises(InvalidError, match="same scale"):
        gathered({"one": a_participant(3), "two": five}, {"one": "A", "two": "A"})
