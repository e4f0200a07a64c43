import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.charts.palette import PAPER, SCREEN, Palette
from app.adapters.charts.series import Value
from app.adapters.charts.spider import spider
from tests.adapters.charts.drawn import (
    ANY_WORDS,
    PLACES,
    SVG,
    alternative,
    read_back,
    series_of,
    words_in,
)

AXES = ["Analysing", "Planning", "Empathy"]


def drawn(*values: list[Value], target: list[float | None] | None = None, palette: Palette = PAPER) -> str:
    return spider(
        AXES,
        series_of(*values),
        levels=4,
        target=target,
        palette=palette,
        title="Thinking",
        description="Group 0: Analysing: level 4.",
        id="s",
        target_label="Target",
    )


def test_it_says_what_it_shows() -> None:
    assert alternative(read_back(drawn([4, 3, 2]))) == ("Thinking", "Group 0: Analysing: level 4.")


def test_every_axis_level_and_group_is_named() -> None:
    words = words_in(read_back(drawn([4, 3, 2], [1, 1, 1], target=[3, 3, None])))
    assert {*AXES, "1", "2", "3", "4", "Group 0", "Group 1", "Target"} <= set(words)


def test_less_than_three_axes_make_no_net() -> None:
    with pytest.raises(ValueError, match="three axes"):
        spider(["a", "b"], [], levels=4, target=None, palette=PAPER, title="", description="", id="s")


@pytest.mark.parametrize(
    ("values", "is_closed", "pieces"),
    [
        pytest.param([4, 3, 2], True, 1, id="a whole line"),
        pytest.param([4, None, 2], False, 1, id="a gap leaves the other side"),
        pytest.param([4, (3.0, 4.0), 2], False, 1, id="what is uncertain is a gap too"),
        pytest.param([4, None, None], False, 0, id="a lonely value has no line"),
    ],
)
def test_lines_break_where_nothing_certain_is_shown(
    values: list[Value], is_closed: bool, pieces: int
) -> None:
    root = read_back(drawn(values))
    lines = [
        str(path.get("d"))
        for path in root.findall(f"{SVG}path")
        if path.get("stroke") == PAPER.tones[0] and path.get("stroke-width") == "1.5"
    ][:-1]  # the last one is the sample in the key
    assert sum(line.count("M") for line in lines) == pieces
    assert any(line.endswith("z") for line in lines) is is_closed


def test_signs_at_one_place_stand_side_by_side() -> None:
    root = read_back(drawn([3, 3, 3], [2, 2, 2], [3, 3, 3]))
    circles = [
        (each.get("cx"), each.get("cy"))
        for each in root.iter(f"{SVG}circle")
        if each.get("r") in {"4.4", "5"}
    ]
    assert len(set(circles)) == len(circles)


def test_the_screen_takes_its_colours_from_the_page() -> None:
    svg = drawn([4, 3, 2], target=[3, 3, 3], palette=SCREEN)
    assert "#" not in svg
    assert "style=" not in svg


def test_paper_needs_nothing_from_outside() -> None:
    svg = drawn([4, 3, 2], target=[3, 3, 3])
    assert "var(" not in svg
    assert "href" not in svg


@given(
    axes=st.lists(ANY_WORDS, min_size=3, max_size=7),
    labels=st.lists(ANY_WORDS, min_size=1, max_size=6),
    places=st.lists(PLACES, min_size=7, max_size=7),
)
def test_any_names_and_values_make_the_same_well_formed_picture_twice(
    axes: list[str], labels: list[str], places: list[Value]
) -> None:
    def once() -> str:
        values = [places[: len(axes)] for _ in labels]
        return spider(
            axes,
            series_of(*values, labels=labels),
            levels=4,
            target=[3.0] * len(axes),
            palette=PAPER,
            title=axes[0],
            description=labels[0],
            id="x",
        )

    read_back(once())
    assert once() == once()
