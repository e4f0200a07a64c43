"""What a rater is told before answering."""

import pytest

from app.domain.anonymity import Policy
from app.domain.panel import condition, who_sees_what
from app.domain.raters import STANDARD_GROUPS, RaterGroup
from tests.disclosure.sealing import CORE_4

SHOWN_IF = "Your answers are shown only if"
TOO_FEW = "or not at all if that is still too few"
ALONE = "so your answers are never shown on their own:"
WITH_REPORTS = "together with the direct reports"
EITHER = "together with direct reports or others"
REST_OF_OTHERS = "only together with another group that is too small as well, or not at all"
GROUPS = [RaterGroup(group) for group in STANDARD_GROUPS]


def lines(rater_group: str, policy: Policy = CORE_4, **settings: bool) -> str:
    chosen = {"hr_sees_progress": False, "is_trial_mode": False, "manager_sees_report": False} | settings
    invited = {"self": 1, "manager": 1, "peer": 6, "direct_report": 2}
    return "\n".join(str(one) for one in who_sees_what(policy, GROUPS, invited, rater_group, **chosen))


@pytest.mark.parametrize(
    ("invited", "group", "expected"),
    [
        (
            {"peer": 6, "direct_report": 2},
            "peer",
            f"{SHOWN_IF} at least 4 of the 6 peers answer, otherwise {WITH_REPORTS}, {TOO_FEW}.",
        ),
        (
            {"peer": 6, "direct_report": 2, "other": 1},
            "peer",
            f"{SHOWN_IF} at least 4 of the 6 peers answer, otherwise {EITHER}, {TOO_FEW}.",
        ),
        ({"peer": 4}, "peer", f"{SHOWN_IF} all 4 peers answer, otherwise not at all."),
        (
            {"peer": 6, "direct_report": 2},
            "direct_report",
            f"Fewer than 4 people are asked as direct reports, {ALONE} together with the peers, {TOO_FEW}.",
        ),
        (
            {"peer": 6, "other": 2},
            "other",
            f"Fewer than 4 people are asked as others, {ALONE} {REST_OF_OTHERS}.",
        ),
    ],
    ids=["room-to-spare", "two-companions", "alone", "too-small", "others"],
)
def test_the_condition_is_told_in_invited_numbers(invited: dict[str, int], group: str, expected: str) -> None:
    assert str(condition(Policy(), GROUPS, invited, group)) == expected


def test_self_and_manager_are_told_that_they_are_not_anonymous() -> None:
    assert "under “Manager”. They are not anonymous." in lines("manager")
    assert "shown in it as yours" in lines("self")
    assert "left out" not in lines("manager") + lines("self")


def test_core_says_what_is_left_out_and_classic_what_is_not_protected() -> None:
    assert "highest and the lowest answer of a group are left out" in lines("peer")
    classic = lines("peer", Policy("classic", 4))
    assert "1 answer in 28" in classic
    assert "1 in 50" in classic
    assert "left out" not in classic


@pytest.mark.parametrize("group", ["self", "manager", "peer"])
def test_real_settings_change_the_lines(group: str) -> None:
    plain = lines(group)
    assert "does not get it" in plain
    assert "Nobody sees whether you have answered" in plain
    assert "mail server" not in plain
    told = lines(group, hr_sees_progress=True, is_trial_mode=True, manager_sees_report=True)
    assert "and so does" in told
    assert "the organisers see whether you have answered, never what" in told
    assert "answer in your name" in told
