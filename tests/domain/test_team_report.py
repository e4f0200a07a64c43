"""The team report: units, rows, targets, words."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.team_legend import rules_of
from app.domain.team_report import percentages, unit_label
from app.domain.team_words import (
    is_anything_shown,
    mean_in_words,
    outstanding_in,
    parts_of_table,
    shade_of,
    table_of,
)
from tests.domain.made_reports import BY_INDICATOR, BY_LEVEL
from tests.domain.made_teams import Member, member, team_report_of

LEVELS = (2, 3, 3, 3)


def labels(report: dict[str, Any]) -> list[tuple[str, int]]:
    return [(unit["label"], unit["participants"]) for unit in report["units"]]


def test_teams_stand_beside_everybody() -> None:
    report = team_report_of([member("Sales", LEVELS)] * 5 + [member("Finance", (2, 2, 2, 2))] * 6)
    assert labels(report) == [("Finance", 6), ("Sales", 5), ("Everybody", 11)]
    assert [row["question"] for row in report["rows"]] == list(BY_LEVEL.rating_questions)
    first = report["rows"][0]["cells"]
    assert [(cell["participants"], cell["mean"]) for cell in first] == [(6, 2.0), (5, 3.0), (11, 2.5)]
    assert first[2]["shares"] == [0, 55, 45, 0]


def test_a_single_team_is_everybody() -> None:
    report = team_report_of([member("Sales", LEVELS)] * 7)
    assert labels(report) == [("Sales", 7)]


def test_teams_of_one_are_shown_together() -> None:
    report = team_report_of([member(name, LEVELS) for name in "ABCDE"])
    assert labels(report) == [("A, B, C, D and E", 5)]
    assert report["rows"][0]["cells"][0]["mean"] == 3.0


def test_no_department_is_a_team_of_its_own() -> None:
    report = team_report_of([member("", LEVELS)] * 5 + [member("Sales", LEVELS)] * 5)
    assert labels(report) == [("Sales", 5), ("Without a department", 5), ("Everybody", 10)]


def test_a_small_rest_without_department_is_named_inside_a_sentence() -> None:
    assert str(unit_label(("", "Sales"))) == "Sales and without a department"


@pytest.mark.parametrize("count", [0, 1, 4])
def test_fewer_than_five_participants_have_no_result(count: int) -> None:
    report = team_report_of([member("Sales", LEVELS)] * count)
    assert not is_anything_shown(report)
    assert "mean" not in json.dumps(report).replace('"mean": null', "")


def test_a_participant_with_nobody_left_counts_nowhere() -> None:
    """Everybody asked has declined: the participant belongs to a team, and no figure stands for it."""
    report = team_report_of([member("Sales", LEVELS)] * 5 + [Member("Sales", {})])
    assert labels(report) == [("Sales", 5)]
    assert report["participants"] == 6
    alone = team_report_of([Member("Sales", {})] * 9)
    assert not is_anything_shown(alone)
    assert alone["rows"][0]["cells"][0]["reason"]


def test_indicator_rounds_have_rows_by_indicator_and_no_target() -> None:
    report = team_report_of([member("Sales", LEVELS, BY_INDICATOR, {"empathy": 3})] * 5, BY_INDICATOR)
    assert [row["question"] for row in report["rows"]] == list(BY_INDICATOR.rating_questions)
    assert report["scale"] == 5
    assert all(row["targets"] == [] and row["level"] in {2, 3} for row in report["rows"])
    ((heading, rows),) = parts_of_table(report)
    assert (heading, len(rows)) == (rows[0]["competency_name"], len(report["rows"]))


def test_targets_say_how_many_answers_lie_below() -> None:
    report = team_report_of([member("Sales", (2, 2, 3, 3), targets={"planning": 3})] * 5)
    by_question = {row["question"]: row["targets"] for row in report["rows"]}
    assert by_question["analysing"] == []
    (target,) = by_question["planning"]
    assert (target["target"], target["participants"], target["below"]) == (3, 5, 50)
    assert outstanding_in(report).below[0][0]["question"] == "planning"


def test_what_stands_out_names_nothing_twice() -> None:
    peers = [{"analysing": level, "planning": 2, "empathy": 1 + level} for level in (2, 2, 3, 3)]
    found = outstanding_in(team_report_of([Member("Sales", {"peer": peers})] * 5))
    assert [row["question"] for row in found.highest] == ["empathy"]
    assert [row["question"] for row in found.lowest] == ["planning"]


@pytest.mark.parametrize(
    ("mean", "scale", "words"),
    [
        (3.0, 4, "level 3"),
        (2.8, 4, "level 3"),
        (2.5, 4, "between 2 and 3"),
        (1.3, 4, "between 1 and 2"),
        (4.0, 4, "level 4"),
        (4.1, 5, "often"),
        (3.5, 5, "between sometimes and often"),
    ],
)
def test_means_have_words(mean: float, scale: int, words: str) -> None:
    assert str(mean_in_words(mean, scale)) == words


@given(mean=st.floats(1, 4), more=st.floats(0, 3))
def test_shades_follow_the_mean(mean: float, more: float) -> None:
    assert 1 <= shade_of(mean, 4) <= shade_of(min(mean + more, 4), 4) <= 5


@given(parts=st.lists(st.integers(0, 20), min_size=4, max_size=5).filter(any))
def test_percentages_add_up(parts: list[int]) -> None:
    found = percentages(tuple(part / sum(parts) for part in parts))
    assert sum(found) == 100
    assert all(abs(each - 100 * part / sum(parts)) < 1 for each, part in zip(found, parts, strict=True))


def test_the_table_has_a_line_per_result_and_blank() -> None:
    report = team_report_of(
        [member("Sales", LEVELS, targets={"planning": 3})] * 5 + [member("Law", LEVELS)] * 5
    )
    columns, lines = table_of(report)
    assert {len(line) for line in lines} == {len(columns)}
    cells = sum(len(row["cells"]) + len(row["targets"]) for row in report["rows"])
    assert len(lines) == cells


@pytest.mark.parametrize(("policy", "said"), [("core", True), ("classic", False)])
def test_the_rules_say_what_is_left_out(policy: str, said: bool) -> None:
    rules = " ".join(str(rule) for rule in rules_of({"policy": {"name": policy, "k": 4}}))
    assert ("highest and the lowest" in rules) == said
