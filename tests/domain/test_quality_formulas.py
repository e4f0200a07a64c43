"""The formulas against published tables, and against their own definitions."""

import math
from fractions import Fraction
from statistics import variance as sample_variance

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.quality_agreement import (
    Coincidences,
    chance_variance,
    ordinal_alpha,
    variance,
    within_group_agreement,
)
from app.domain.quality_consistency import Consistency
from app.domain.quality_reliability import (
    OneWay,
    average_rater,
    raters_needed,
    single_rater,
    stepped_up,
    together,
)

# Shrout & Fleiss (1979), table 2: six targets, four judges.
SHROUT_FLEISS = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))

# Krippendorff (2011), Computing Krippendorff's alpha-reliability: four observers, twelve units, gaps.
KRIPPENDORFF = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""

some_answers = st.lists(st.lists(st.integers(1, 4), min_size=2, max_size=6), min_size=2, max_size=12)


def one_way(rows: list[list[int]] | tuple[tuple[int, ...], ...]) -> OneWay:
    made = OneWay()
    for row in rows:
        made.add(row)
    return made


def coincidences(rows: list[list[int]], scale: int) -> Coincidences:
    made = Coincidences(scale)
    for row in rows:
        made.add(row)
    return made


def alpha_of(rows: list[list[int]], scale: int = 4) -> Fraction | None:
    found = coincidences(rows, scale).disagreement()
    return None if found is None else ordinal_alpha([found])


def test_reliability_is_what_shrout_and_fleiss_publish() -> None:
    spread = one_way(SHROUT_FLEISS).spread()
    single, average = single_rater(spread), average_rater(spread)
    assert single is not None
    assert average is not None
    assert round(float(spread.between_mean_square), 2) == 11.24
    assert round(float(spread.within_mean_square()), 2) == 6.26
    assert (round(float(single), 2), round(float(average), 2)) == (0.17, 0.44)


def test_consistency_is_what_shrout_and_fleiss_publish_for_the_mean_of_fixed_judges() -> None:
    made = Consistency(4)
    for row in SHROUT_FLEISS:
        made.add(row)
    alpha = made.alpha()
    assert alpha is not None
    assert round(float(alpha), 2) == 0.91


def test_agreement_on_ordered_levels_is_what_krippendorff_publishes() -> None:
    observers = [line.split() for line in KRIPPENDORFF.strip().splitlines()]
    units = [[int(value) for value in unit if value != "."] for unit in zip(*observers, strict=True)]
    alpha = alpha_of(units, 5)
    assert alpha is not None
    assert round(float(alpha), 3) == 0.815


@pytest.mark.parametrize(
    ("scale", "expected"), [(4, Fraction(5, 4)), (5, Fraction(2))], ids=["levels", "frequencies"]
)
def test_chance_spreads_answers_over_all_levels_alike(scale: int, expected: Fraction) -> None:
    assert chance_variance(scale) == expected


@pytest.mark.parametrize(
    ("variances", "scale", "expected"),
    [
        pytest.param([Fraction(1, 2)], 5, Fraction(3, 4), id="one question is one minus the ratio"),
        pytest.param([Fraction(0)] * 3, 4, Fraction(1), id="everybody chose the same"),
        pytest.param([Fraction(3)], 4, Fraction(0), id="more than chance is no agreement"),
        # 10 * .75 / (10 * .75 + .25), the form of James, Demaree & Wolf (1984) for parallel items.
        pytest.param([Fraction(1, 2)] * 10, 5, Fraction(30, 31), id="parallel questions add up"),
    ],
)
def test_within_group_agreement(variances: list[Fraction], scale: int, expected: Fraction) -> None:
    assert within_group_agreement(variances, scale) == expected


@pytest.mark.parametrize(
    ("single", "raters"),
    [("0.50", 3), ("0.37", 4), ("0.30", 6)],
    ids=["supervisors", "peers", "direct reports"],
)
def test_raters_for_a_reliability_of_seventy_from_conway_and_huffcutt(single: str, raters: int) -> None:
    assert raters_needed(Fraction(single)) == raters
    assert stepped_up(Fraction(single), Fraction(raters)) >= Fraction(7, 10)
    assert stepped_up(Fraction(single), Fraction(raters - 1)) < Fraction(7, 10)


def test_no_number_of_raters_helps_who_tell_nobody_apart() -> None:
    assert raters_needed(Fraction(0)) is None


@given(rows=some_answers)
def test_the_mean_square_within_is_the_pooled_variance(rows: list[list[int]]) -> None:
    spread = one_way(rows).spread()
    pooled = sum((len(row) - 1) * sample_variance(row) for row in rows) / sum(len(row) - 1 for row in rows)
    assert math.isclose(spread.within_mean_square(), pooled, abs_tol=1e-9)


@given(rows=st.lists(st.lists(st.integers(1, 4), min_size=4, max_size=4), min_size=2, max_size=12))
def test_equal_numbers_of_raters_step_up_from_one_to_all(rows: list[list[int]]) -> None:
    spread = one_way(rows).spread()
    single, average = single_rater(spread), average_rater(spread)
    assert spread.answers == 4
    if single is not None and average is not None:
        assert stepped_up(single, spread.answers) == average


@given(rows=some_answers)
def test_reliability_never_leaves_its_range(rows: list[list[int]]) -> None:
    single = single_rater(one_way(rows).spread())
    assert single is None or -1 <= single <= 1


@given(rows=some_answers, data=st.data())
def test_neither_participants_nor_raters_have_an_order(rows: list[list[int]], data: st.DataObject) -> None:
    mixed = [data.draw(st.permutations(row)) for row in data.draw(st.permutations(rows))]
    assert one_way(rows).spread() == one_way(mixed).spread()
    assert coincidences(rows, 4).disagreement() == coincidences(mixed, 4).disagreement()


@given(rows=some_answers)
def test_a_question_asked_twice_is_as_reliable_as_once(rows: list[list[int]]) -> None:
    spread = one_way(rows).spread()
    assert single_rater(together([spread, spread])) == single_rater(spread)
    found = coincidences(rows, 4).disagreement()
    assert found is not None
    assert ordinal_alpha([found, found]) == ordinal_alpha([found])


@given(rows=some_answers)
def test_alpha_reads_the_scale_the_same_from_both_ends(rows: list[list[int]]) -> None:
    assert alpha_of(rows) == alpha_of([[5 - level for level in row] for row in rows])


@given(levels=st.lists(st.integers(1, 4), min_size=2, max_size=8, unique=True), raters=st.integers(2, 5))
def test_raters_who_agree_and_tell_apart_have_an_alpha_of_one(levels: list[int], raters: int) -> None:
    assert alpha_of([[level] * raters for level in levels]) == 1


def test_alpha_says_nothing_where_nothing_varies() -> None:
    assert alpha_of([[3, 3], [3, 3, 3]]) is None
    assert alpha_of([[3], [2]]) is None


@settings(max_examples=60)
@given(
    rows=st.integers(2, 5).flatmap(
        lambda items: st.lists(
            st.lists(st.integers(1, 5), min_size=items, max_size=items), min_size=2, max_size=12
        )
    )
)
def test_alpha_is_what_cronbach_defined(rows: list[list[int]]) -> None:
    made = Consistency(len(rows[0]))
    for row in rows:
        made.add(row)
    whole = sample_variance([Fraction(sum(row)) for row in rows])
    if not whole:
        assert made.alpha() is None
        return
    parts = sum(sample_variance([Fraction(row[place]) for row in rows]) for place in range(len(rows[0])))
    items = Fraction(len(rows[0]))
    assert made.alpha() == items / (items - 1) * (1 - parts / whole)


@given(row=st.lists(st.integers(1, 5), min_size=2, max_size=9))
def test_the_variance_is_the_sample_variance(row: list[int]) -> None:
    assert variance(row) == sample_variance([Fraction(level) for level in row])


@pytest.mark.parametrize("few", [[], [[3, 4]]], ids=["nobody", "one participant"])
def test_nothing_is_compared_with_fewer_than_two_participants(few: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="two participants"):
        one_way(few).spread()


def test_a_floor_keeps_a_round_that_agrees_from_looking_perfect() -> None:
    rows = [[3, 3]] * 29 + [[4, 4]]
    exact, floored = one_way(rows).spread(), Fraction(1, 12)
    assert single_rater(exact) == 1
    guarded = single_rater(exact, floored)
    assert guarded is not None
    assert guarded < 0
