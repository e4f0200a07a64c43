"""Statistics from codes."""

from fractions import Fraction

import pytest

from app.domain.anonymity import Policy
from app.domain.publication import Cell, Publication
from app.domain.scoring import (
    agreement_of,
    as_level,
    distribution_of,
    gap_of,
    mean_of,
    others_of,
    rounded,
    statistics_of,
    typical_level_of,
)
from tests.disclosure.sealing import sealed_levels

CORE_3 = Policy("core", 3)
CLASSIC = Policy("classic", 4)


@pytest.mark.parametrize(
    ("codes", "typical"),
    [((3,), 3), ((2, 3), 2.5), ((1, 4), 2.5), ((2, 3, 3), 3), ((1, 1, 3, 4), 2)],
    ids=str,
)
def test_the_typical_level_is_the_median(codes: tuple[int, ...], typical: float) -> None:
    assert as_level(typical_level_of(codes)) == typical


@pytest.mark.parametrize(
    ("codes", "agreement"),
    [((3,), None), ((2, 2), "close"), ((2, 3, 3), "close"), ((2, 4), "split"), ((1, 2, 3), "split")],
    ids=str,
)
def test_opinions_differ_from_two_levels_on(codes: tuple[int, ...], agreement: str | None) -> None:
    assert agreement_of(codes) == agreement


def test_a_distribution_names_every_level_of_the_scale() -> None:
    assert distribution_of((2, 2, 4), 5) == {1: 0, 2: 2, 3: 0, 4: 1, 5: 0}


def test_means_are_exact_until_they_are_read() -> None:
    assert mean_of((2, 3, 3)) == Fraction(8, 3)
    assert rounded(mean_of((2, 3, 3))) == 2.7


def cell_of(publication: Publication, group: str) -> Cell:
    return next(cell for cell in publication.cells if cell.groups[0] == group)


def test_the_statistics_of_core_describe_the_inner_answers() -> None:
    publication = sealed_levels({"peer": [1, 2, 3, 3, 4]})
    statistics = statistics_of(publication, cell_of(publication, "peer"))
    assert statistics is not None
    assert (statistics.n, statistics.distribution) == (5, {1: 0, 2: 1, 3: 2, 4: 0})
    assert (statistics.lowest, statistics.highest) == (2, 3)
    assert (statistics.mean, statistics.typical_level) == (Fraction(8, 3), Fraction(3))
    assert statistics.agreement == "close"


def test_a_blank_cell_has_no_statistics() -> None:
    publication = sealed_levels({"peer": [1, 2]})
    assert statistics_of(publication, cell_of(publication, "peer")) is None


def test_the_middle_one_of_three_has_no_mean_and_counts_nowhere() -> None:
    publication = sealed_levels({"self": [4], "peer": [1, 1, 1]}, CORE_3)
    statistics = statistics_of(publication, cell_of(publication, "peer"))
    assert statistics is not None
    assert (statistics.mean, statistics.typical_level, statistics.agreement) == (None, None, None)
    assert others_of(publication, publication.cells) is None
    assert gap_of(publication, publication.cells) is None


def test_three_answers_under_classic_have_a_mean() -> None:
    publication = sealed_levels({"peer": [1, 2, 3]}, Policy("classic", 3))
    statistics = statistics_of(publication, cell_of(publication, "peer"))
    assert statistics is not None
    assert statistics.mean == 2


def test_others_are_blocks_and_manager_weighted_by_their_answers() -> None:
    publication = sealed_levels({"self": [1], "manager": [4], "peer": [1, 2, 3, 3, 4], "other": [4]})
    others = others_of(publication, publication.cells)
    assert others is not None
    assert others.mean == (1 * Fraction(4) + 5 * Fraction(8, 3)) / 6
    assert not others.is_softened


@pytest.mark.parametrize(
    ("own", "peers", "size", "kind"),
    [
        (4, [3, 3, 3, 3], "notable", "blind_spot"),
        (2, [3, 3, 3, 3], "notable", "hidden_strength"),
        (3, [2, 2, 3, 3], "slight", "none"),
        (2, [2, 2, 3, 3], "slight", "none"),
        (3, [3, 3, 3, 3], "none", "none"),
        (4, [2, 3, 3, 4], "notable", "blind_spot"),
        (4, [2, 3, 3, 3, 4, 4, 4], "slight", "none"),
    ],
    ids=str,
)
def test_a_gap_is_slight_from_half_a_level_and_notable_from_one(
    own: int, peers: list[int], size: str, kind: str
) -> None:
    publication = sealed_levels({"self": [own], "peer": peers}, CLASSIC)
    gap = gap_of(publication, publication.cells)
    assert gap is not None
    assert (gap.size, gap.kind) == (size, kind)


def test_a_gap_just_under_the_limit_is_not_rounded_up_to_it() -> None:
    publication = sealed_levels({"self": [4], "peer": [3] * 49 + [4]}, CLASSIC)
    gap = gap_of(publication, publication.cells)
    assert gap is not None
    assert rounded(gap.others.mean) == 3.0
    assert (gap.size, gap.kind) == ("slight", "none")


@pytest.mark.parametrize("level", [1, 4], ids=["bottom", "top"])
def test_a_softened_unanimous_block_makes_no_gap_with_somebody_who_chose_the_same(level: int) -> None:
    publication = sealed_levels({"self": [level], "peer": [level] * 4})
    gap = gap_of(publication, publication.cells)
    assert gap is not None
    assert gap.others.is_softened
    assert gap.size == "none"


def test_a_gap_with_a_softened_block_counts_only_what_holds_in_both_readings() -> None:
    publication = sealed_levels({"self": [3], "peer": [4] * 4})
    gap = gap_of(publication, publication.cells)
    assert gap is not None
    assert (gap.others.lowest, gap.others.highest) == (Fraction(7, 2), Fraction(4))
    assert gap.distance == Fraction(-1, 2)
    assert gap.kind == "none"


def test_without_a_self_rating_there_is_no_gap() -> None:
    publication = sealed_levels({"self": [None], "peer": [3, 3, 3, 3]})
    assert gap_of(publication, publication.cells) is None
