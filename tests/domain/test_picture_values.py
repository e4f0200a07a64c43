from itertools import combinations_with_replacement
from statistics import median
from typing import Any

import pytest

from app.domain.anonymity import Policy
from app.domain.picture_values import Place, cluster_means, places_of, signs_of, strip_values, typical_place
from app.domain.report_cells import report_cell
from tests.disclosure.sealing import sealed_levels


def cell(
    groups: list[str], counts: list[int], n: int, typical: float | None, **more: object
) -> dict[str, Any]:
    distribution = {str(place): count for place, count in enumerate(counts, 1)}
    shown = {"groups": groups, "n": n, "distribution": distribution, "typical_level": typical}
    return shown | {"softened": False, "shown": True, "reason": None} | more


def blank(groups: list[str]) -> dict[str, Any]:
    return {"groups": groups, "shown": False, "reason": "Too few.", "distribution": None, "n": None}


@pytest.mark.parametrize(
    ("one", "place"),
    [
        pytest.param(cell(["self"], [0, 0, 1, 0], 1, 3), 3.0, id="self"),
        pytest.param(cell(["peer"], [0, 1, 1, 0], 4, 2.5), 2.5, id="between two levels"),
        pytest.param(blank(["peer"]), None, id="blank"),
        pytest.param(cell(["peer"], [0, 1, 0, 0], 3, None), (1.0, 2.0), id="the middle one of three, low"),
        pytest.param(cell(["peer"], [0, 0, 1, 0], 3, None), (3.0, 4.0), id="the middle one of three, high"),
        pytest.param(
            cell(["peer"], [0, 0, 1, 1], 4, 3.5, softened=True), (3.5, 4.0), id="3 or 4 moves the typical one"
        ),
        pytest.param(
            cell(["peer"], [1, 1, 0, 0], 4, 1.5, softened=True), (1.0, 1.5), id="1 or 2 moves the typical one"
        ),
        pytest.param(
            cell(["peer"], [0, 0, 1, 2], 5, 4, softened=True), 4.0, id="3 or 4 leaves the typical one"
        ),
        pytest.param(cell(["peer"], [0, 0, 1, 1], 2, 3.5), 3.5, id="classic shows every answer"),
    ],
)
def test_the_typical_answer_is_a_place_or_what_it_lies_between(one: dict[str, Any], place: Place) -> None:
    assert typical_place(one) == place


def test_an_uncertain_answer_is_no_dot() -> None:
    assert strip_values(cell(["peer"], [0, 0, 1, 2], 5, 4, softened=True)) == ([0, 0, 0, 2], (3, 4))


def report_with(*columns: list[str], groups: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "groups": [{"group": group} for group in groups],
        "competencies": [{"cells": [blank(column) for column in columns]}],
    }


def test_signs_do_not_depend_on_who_else_is_in_the_report() -> None:
    few, many = (
        report_with(["direct_report"]),
        report_with(["self"], ["manager"], ["peer"], ["direct_report"]),
    )
    assert signs_of(few) == {("direct_report",): 3}
    assert signs_of(many) == {("self",): 0, ("manager",): 1, ("peer",): 2, ("direct_report",): 3}


def test_groups_shown_together_take_the_sign_of_the_first() -> None:
    assert signs_of(report_with(["self"], ["peer", "other"])) == {("self",): 0, ("peer", "other"): 2}


def test_own_groups_come_after_the_standard_ones_in_the_order_of_the_round() -> None:
    groups = ("self", "peer", "own-2", "own-1", "other")
    report = report_with(["own-1"], ["own-2"], ["other"], groups=groups)
    assert signs_of(report) == {("other",): 4, ("own-2",): 5, ("own-1",): 6}


def test_a_row_without_a_column_leaves_a_gap() -> None:
    rows = [[cell(["self"], [0, 0, 1, 0], 1, 3)], []]
    assert places_of([("self",)], rows) == [[3.0, None]]


@pytest.mark.parametrize("policy", [Policy("core", 4), Policy("core", 3), Policy("classic", 3)], ids=str)
def test_the_typical_answer_of_what_was_answered_is_where_the_picture_says(policy: Policy) -> None:
    for n in range(policy.k, 8):
        for levels in combinations_with_replacement((1, 2, 3, 4), n):
            publication = sealed_levels({"peer": levels}, policy, 4)
            place = typical_place(report_cell(publication, publication.cells[-1], str))
            low, high = place if isinstance(place, tuple) else (place, place)
            assert low is not None
            assert high is not None
            assert low <= median(levels) <= high


def test_a_cluster_is_averaged_only_where_every_competency_has_a_mean() -> None:
    low = {"cells": [cell(["peer"], [0, 1, 1, 0], 4, 2.5, mean=2.5)]}
    high = {"cells": [cell(["peer"], [0, 0, 0, 2], 4, 4, mean=4)]}
    single = {"cells": [cell(["peer"], [0, 0, 1, 0], 3, None, mean=None)]}
    clusters: list[list[dict[str, Any]]] = [
        [low, high],
        [low, single],
        [low, {"cells": [blank(["peer"])]}],
        [{"cells": []}],
    ]
    assert cluster_means(("peer",), clusters) == [3.2, None, None, None]
