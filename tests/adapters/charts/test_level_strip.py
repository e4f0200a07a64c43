import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.charts.level_strip import level_strip
from app.adapters.charts.palette import PAPER
from tests.adapters.charts.drawn import SVG, alternative, read_back, words_in

FREQUENCIES = ["1 never", "2 rarely", "3 sometimes", "4 often", "5 always"]


def drawn(
    counts: list[int],
    span: tuple[int, int] | None = None,
    places: list[str] | None = None,
    target: int | None = None,
) -> str:
    return level_strip(
        counts,
        span,
        palette=PAPER,
        title="Peers",
        description="level 1: 0, level 2: 2",
        id="l",
        places=places or (),
        target=target,
    )


def test_it_says_what_it_shows() -> None:
    assert alternative(read_back(drawn([0, 2, 0, 0]))) == ("Peers", "level 1: 0, level 2: 2")


def test_there_is_a_dot_for_every_certain_answer_and_none_for_the_uncertain_one() -> None:
    root = read_back(drawn([0, 2, 3, 0], (3, 4)))
    assert len(list(root.iter(f"{SVG}circle"))) == 5
    assert len([each for each in root.iter(f"{SVG}rect") if each.get("rx")]) == 1


def test_nothing_but_an_uncertain_answer_is_nothing_but_an_outline() -> None:
    root = read_back(drawn([0, 0, 0, 0], (1, 2)))
    assert list(root.iter(f"{SVG}circle")) == []
    assert len(list(root.iter(f"{SVG}rect"))) == 1


def test_a_crowd_becomes_bars_with_their_number() -> None:
    root = read_back(drawn([0, 2, 40, 0]))
    assert list(root.iter(f"{SVG}circle")) == []
    assert words_in(root) == ["1", "2", "2", "3", "40", "4"]


def test_places_are_called_what_the_caller_calls_them() -> None:
    assert words_in(read_back(drawn([0, 0, 1, 0, 0], places=FREQUENCIES))) == FREQUENCIES


def test_the_target_is_a_band_between_dashed_edges() -> None:
    root = read_back(drawn([0, 1, 0, 0], target=3))
    assert len([each for each in root.iter() if each.get("stroke-dasharray")]) == 2


@pytest.mark.parametrize("count", [1, 5, 6, 25])
def test_no_dot_leaves_the_picture(count: int) -> None:
    root = read_back(drawn([count, 0, 0, count], (1, 2)))
    for dot in root.iter(f"{SVG}circle"):
        assert 5 <= float(dot.get("cx") or 0) <= float(root.get("width") or 0) - 5
        assert 5 <= float(dot.get("cy") or 0) <= float(root.get("height") or 0) - 5


@given(
    counts=st.lists(st.integers(0, 300), min_size=4, max_size=5),
    span=st.sampled_from([None, (1, 2), (3, 4)]),
)
def test_any_counts_make_the_same_well_formed_picture_twice(
    counts: list[int], span: tuple[int, int] | None
) -> None:
    read_back(drawn(counts, span))
    assert drawn(counts, span) == drawn(counts, span)
