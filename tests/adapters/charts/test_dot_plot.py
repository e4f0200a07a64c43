import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.charts.dot_plot import Row, dot_plot
from app.adapters.charts.palette import PAPER
from app.adapters.charts.series import Value
from tests.adapters.charts.drawn import (
    ANY_WORDS,
    PLACES,
    SVG,
    alternative,
    read_back,
    series_of,
    words_in,
)

NAMELESS = {"name_width": 0.0, "width": 320.0}


def drawn(rows: list[Row], *values: list[Value], **more: float) -> str:
    return dot_plot(
        rows,
        series_of(*values),
        levels=4,
        palette=PAPER,
        title="Overview",
        description="Analysing. Group 0: level 3.",
        id="d",
        target_label="Target",
        **more,  # type: ignore[arg-type]
    )


def dots(svg: str) -> list[tuple[float, float]]:
    """Return the middles of all signs that are round, without those of the key."""
    circles = list(read_back(svg).iter(f"{SVG}circle"))
    return [(float(each.get("cx") or 0), float(each.get("cy") or 0)) for each in circles]


def test_it_says_what_it_shows() -> None:
    svg = drawn([Row("Analysing")], [3])
    assert alternative(read_back(svg)) == ("Overview", "Analysing. Group 0: level 3.")


def test_rows_headings_levels_groups_and_target_are_named() -> None:
    words = words_in(read_back(drawn([Row("Analysing", 3, "Thinking"), Row("Planning")], [3, 2])))
    assert words == ["Group 0", "Target", "1", "2", "3", "4", "Thinking", "Analysing", "Planning"]


@pytest.mark.parametrize(("place", "across"), [(1, 40), (2.5, 160), (4, 280)])
def test_a_sign_stands_at_its_level(place: float, across: float) -> None:
    svg = drawn([Row("")], [place], has_key=False, has_axis=False, **NAMELESS)
    assert [x for x, _ in dots(svg)] == [across]


def test_a_blank_cell_is_not_drawn() -> None:
    assert dots(drawn([Row("")], [None], has_key=False, **NAMELESS)) == []


def test_what_is_uncertain_is_an_outline_over_all_it_may_be() -> None:
    root = read_back(drawn([Row("")], [(3.0, 4.0)], has_key=False, **NAMELESS))
    (outline,) = [each for each in root.iter(f"{SVG}rect") if each.get("rx")]
    left = float(outline.get("x") or 0)
    assert left <= 200
    assert left + float(outline.get("width") or 0) >= 280


def test_signs_never_cover_each_other() -> None:
    svg = drawn([Row("")], [3], [1], [3], has_key=False, **NAMELESS)
    (one, other) = dots(svg)
    assert abs(one[0] - other[0]) >= 10


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param('He said "yes" & <left>', 'He said "yes" & <left>', id="quotes"),
        pytest.param("שלום וברכה", "שלום וברכה", id="right to left"),
        pytest.param("e\u0301te\u0301", "e\u0301te\u0301", id="combining characters"),
        pytest.param("with \x00 and \x0b", "with and", id="what no XML may hold"),
    ],
)
def test_names_survive(name: str, shown: str) -> None:
    assert shown in " ".join(words_in(read_back(drawn([Row(name)], [3])))).replace("  ", " ")


def test_a_long_name_is_cut_and_stays_whole_in_the_description() -> None:
    name = "Stakeholdermanagement " * 9
    root = read_back(
        dot_plot(
            [Row(name)],
            series_of([3]),
            levels=4,
            palette=PAPER,
            title="t",
            description=name,
            id="d",
        )
    )
    assert any(words.endswith("…") for words in words_in(root))
    assert alternative(root)[1] == name


@given(
    names=st.lists(ANY_WORDS, min_size=1, max_size=5),
    labels=st.lists(ANY_WORDS, min_size=1, max_size=6),
    places=st.lists(PLACES, min_size=5, max_size=5),
)
def test_any_names_and_values_make_the_same_well_formed_picture_twice(
    names: list[str], labels: list[str], places: list[Value]
) -> None:
    def once() -> str:
        values = [places[: len(names)] for _ in labels]
        return dot_plot(
            [Row(name, 3, name) for name in names],
            series_of(*values, labels=labels),
            levels=4,
            palette=PAPER,
            title=names[0],
            description=labels[0],
            id="x",
        )

    read_back(once())
    assert once() == once()
