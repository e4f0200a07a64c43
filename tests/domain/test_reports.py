"""The report JSON, compared with a computation of its own from the answers."""

import json
import statistics
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.anonymity import Policy
from app.domain.raters import STANDARD_GROUPS
from tests.disclosure.sealing import response, sealed
from tests.disclosure.solver import core_code_by_the_book
from tests.domain.made_reports import BY_LEVEL, COMPETENCIES, report_of, seal_round

COUNTED = ("distribution", "mean", "n", "typical_level", "agreement")


def same(level: int) -> dict[str, int]:
    return dict.fromkeys(COMPETENCIES, level)


def cells_of(report: dict[str, Any], competency: str = "analysing") -> dict[tuple[str, ...], dict[str, Any]]:
    (found,) = (one for one in report["competencies"] if one["id"] == competency)
    return {tuple(cell["groups"]): cell for cell in found["cells"]}


def test_a_report_has_the_agreed_shape() -> None:
    report = report_of(seal_round({"self": [same(3)], "peer": [same(3)] * 5}), target_levels={"planning": 2})
    assert list(report) == [
        "schema",
        "round",
        "participant",
        "framework",
        "policy",
        "groups",
        "competencies",
        "comments",
        "comments_changed",
        "highlights",
    ]
    assert report["schema"] == "rondom.report/1"
    assert report["framework"] == {"id": "small", "revision": 3, "language": "en"}
    assert report["policy"] == {"name": "core", "k": 4}
    assert report["competencies"][1] == {
        "id": "planning",
        "name": "Planning",
        "cluster": "Thinking",
        "target_level": 2,
        "cells": [
            {
                "groups": ["self"],
                "n": 1,
                "distribution": {"1": 0, "2": 0, "3": 1, "4": 0},
                "typical_level": 3,
                "mean": 3.0,
                "agreement": None,
                "softened": False,
                "shown": True,
                "reason": None,
            },
            {
                "groups": ["manager"],
                "n": None,
                "distribution": None,
                "typical_level": None,
                "mean": None,
                "agreement": None,
                "softened": False,
                "shown": False,
                "reason": "No answer was given here.",
            },
            {
                "groups": ["peer"],
                "n": 5,
                "distribution": {"1": 0, "2": 0, "3": 3, "4": 0},
                "typical_level": 3,
                "mean": 3.0,
                "agreement": "close",
                "softened": False,
                "shown": True,
                "reason": None,
            },
        ],
        "gap": {
            "self": 3.0,
            "others": 3.0,
            "difference": 0.0,
            "size": "none",
            "kind": "none",
            "softened": False,
        },
    }


def groups_of(**responded: int) -> dict[str, dict[str, Any]]:
    report = report_of(seal_round({group: [same(3)] * count for group, count in responded.items()}))
    return {group["group"]: group for group in report["groups"]}


def test_groups_say_how_many_answered_and_what_became_of_them() -> None:
    groups = groups_of(self=1, peer=5, direct_report=6, other=2)
    assert list(groups) == list(STANDARD_GROUPS)
    assert groups["peer"] == {
        "group": "peer",
        "label": "Peers",
        "roster": 5,
        "responded": 5,
        "added_after_launch": 0,
        "shown": True,
        "pooled_into": None,
        "reason": None,
    }
    assert (groups["other"]["shown"], groups["other"]["pooled_into"]) == (False, None)
    assert groups["other"]["reason"].startswith("Too few people of this group answered")
    assert (groups["manager"]["shown"], groups["manager"]["reason"]) == (
        False,
        "Nobody was asked in this group.",
    )


def test_pooled_groups_name_the_block_they_are_shown_in() -> None:
    groups = groups_of(peer=5, direct_report=2, other=2)
    for group in ("direct_report", "other"):
        assert groups[group]["shown"]
        assert groups[group]["pooled_into"] == ["direct_report", "other"]
        assert "direct reports and others are shown together" in groups[group]["reason"]
    assert groups["peer"]["pooled_into"] is None


def test_what_is_not_shown_carries_no_number_at_all() -> None:
    report = report_of(seal_round({"peer": [same(3)] * 3 + [{}], "other": [same(3)] * 2, "self": [{}]}))
    hidden = [cell for one in report["competencies"] for cell in one["cells"] if not cell["shown"]]
    assert len(hidden) == 4 * len(COMPETENCIES)
    for cell in hidden:
        assert not any(character.isdigit() for character in json.dumps(cell))
        assert cell["reason"]


def by_the_book(levels: Sequence[int], policy: Policy) -> list[int]:
    return list(core_code_by_the_book(levels, 4)) if policy.name == "core" else sorted(levels)


LEVELS = st.dictionaries(st.sampled_from(COMPETENCIES), st.integers(1, 4))


@settings(max_examples=200, deadline=None)
@given(
    own=LEVELS,
    managers=st.lists(LEVELS, max_size=2),
    peers=st.lists(LEVELS, min_size=4, max_size=7),
    reports=st.lists(LEVELS, min_size=4, max_size=7),
    policy=st.builds(Policy, st.sampled_from(["core", "classic"]), st.integers(3, 4)),
)
def test_every_number_is_the_one_an_independent_computation_finds(
    own: dict[str, int],
    managers: list[dict[str, int]],
    peers: list[dict[str, int]],
    reports: list[dict[str, int]],
    policy: Policy,
) -> None:
    answers = {"self": [own], "manager": managers, "peer": peers, "direct_report": reports}
    report = report_of(seal_round(answers, policy))
    for competency in report["competencies"]:
        total, weight, is_edgy = 0.0, 0, False
        for cell in competency["cells"]:
            (group,) = cell["groups"]
            levels = [ratings[competency["id"]] for ratings in answers[group] if competency["id"] in ratings]
            is_named = group in {"self", "manager"}
            if len(levels) < (1 if is_named else policy.k):
                assert not cell["shown"]
                assert all(cell[name] is None for name in COUNTED)
                continue
            codes = sorted(levels) if is_named else by_the_book(levels, policy)
            assert cell["n"] == len(levels)
            assert cell["distribution"] == {str(level): codes.count(level) for level in range(1, 5)}
            if policy.name == "core" and not is_named and len(levels) == 3:
                assert [cell[name] for name in ("mean", "typical_level", "agreement")] == [None] * 3
                continue
            assert cell["mean"] == pytest.approx(statistics.fmean(codes), abs=0.051)
            assert cell["typical_level"] == statistics.median(codes)
            if len(codes) > 1:
                assert cell["agreement"] == ("split" if codes[-1] - codes[0] > 1 else "close")
            is_edgy = is_edgy or cell["softened"]
            if group != "self":
                total += len(levels) * statistics.fmean(codes)
                weight += len(levels)
        if competency["id"] not in own or not weight:
            assert competency["gap"] is None
            continue
        difference = own[competency["id"]] - total / weight
        assert competency["gap"]["difference"] == pytest.approx(difference, abs=0.051)
        if not is_edgy and abs(abs(difference) - 1) > 1e-9:
            assert (competency["gap"]["kind"] == "blind_spot") == (difference > 1)
            assert (competency["gap"]["kind"] == "hidden_strength") == (difference < -1)


@settings(max_examples=100, deadline=None)
@given(levels=st.lists(st.integers(1, 4), min_size=4, max_size=9), data=st.data())
def test_another_lowest_or_highest_answer_gives_the_same_report(
    levels: list[int], data: st.DataObject
) -> None:
    ordered = sorted(levels)
    lowest, highest = data.draw(st.integers(1, ordered[1])), data.draw(st.integers(ordered[-2], 4))
    first, second = (
        json.dumps(report_of(seal_round({"self": [same(2)], "peer": [same(level) for level in some]})))
        for some in (levels, [highest, *ordered[1:-1], lowest])
    )
    assert first == second


def test_the_first_page_names_strengths_blind_spots_and_a_disagreement() -> None:
    peers = [{"analysing": 3, "planning": level, "empathy": 1} for level in (1, 1, 2, 4, 4)]
    report = report_of(
        seal_round({"self": [{"analysing": 2, "planning": 2, "empathy": 3}], "peer": peers}),
        target_levels=None,
    )
    highlights = report["highlights"]
    assert [one["competency"] for one in highlights["strengths"]] == ["analysing"]
    assert highlights["blind_spots"] == [
        {"competency": "empathy", "name": "Empathy", "others": 1.3, "self": 3.0}
    ]
    assert highlights["hidden_strengths"] == [
        {"competency": "analysing", "name": "Analysing", "others": 3.0, "self": 2.0}
    ]
    assert highlights["explore"] == [
        {"competency": "planning", "name": "Planning", "groups": ["peer"], "n": 5, "lowest": 1, "highest": 4}
    ]


def test_comments_come_over_as_they_were_sealed() -> None:
    responses = [response("peer", None, {"keep": f"note {number}"}) for number in range(4)]
    publication = sealed(responses, questions=BY_LEVEL.rating_questions, comment_questions=("keep",))
    (pool,) = report_of(publication)["comments"]
    assert (pool["question"], pool["groups"]) == ("keep", ["peer"])
    assert pool["texts"] == list(publication.comments[0].texts)
