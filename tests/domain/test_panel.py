"""What a rater is told before answering."""

import pytest

from app.domain.anonymity import Policy
from app.domain.panel import condition, who_sees_what
from app.domain.raters import STANDARD_GROUPS, RaterGroup
from app.domain.report_reading import ReadingRules
from tests.disclosure.sealing import CORE_4

SHOWN_IF = "Your answers are shown only if"
TOO_FEW = "or not at all if that is still too few"
ALONE = "so your answers are never shown on their own:"
WITH_REPORTS = "together with the direct reports"
EITHER = "together with direct reports or others"
REST_OF_OTHERS = "only together with another group that is too small as well, or not at all"
GROUPS = [RaterGroup(group) for group in STANDARD_GROUPS]


def lines(
    rater_group: str,
    policy: Policy = CORE_4,
    *,
    readers: ReadingRules = ReadingRules(),  # noqa: B008 - frozen
    **settings: bool,
) -> str:
    chosen = {"hr_sees_progress": False, "is_trial_mode": False} | settings
    invited = {"self": 1, "manager": 1, "peer": 6, "direct_report": 2}
    told = who_sees_what(policy, GROUPS, invited, rater_group, readers=readers, **chosen)
    return "\n".join(str(one) for one in told)


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
    assert "get it" in plain
    assert "Nobody sees whether you have answered while the round runs" in plain
    # One of one, or five of five where four are known to have answered: the number says who.
    assert "that number can tell it of you" in plain
    assert "mail server" not in plain
    told = lines(group, hr_sees_progress=True, is_trial_mode=True, readers=ReadingRules("manager"))
    assert "and so do" in told
    assert "the organisers see whether you have answered, never what" in told
    assert "answer in your name" in told


@pytest.mark.parametrize(
    ("readers", "said"),
    [
        (ReadingRules(), "you do not get it, and no other manager does"),
        (ReadingRules("manager"), "and so do you, if you are his or her manager when the round closes"),
        (
            ReadingRules("manager", is_reader_first=True, days=9),
            "you read the report first. That person gets it",
        ),
        (ReadingRules("coach"), "and so does a coach whom the organisers name"),
    ],
    ids=["nobody", "manager", "manager-first", "coach"],
)
def test_managers_are_not_told_of_themselves_as_of_somebody_else(readers: ReadingRules, said: str) -> None:
    told = lines("manager", readers=readers)
    assert said in told
    assert "his or her manager does not get it" not in told
    assert "The manager of the person you rate" not in told


@pytest.mark.parametrize("group", ["self", "manager", "peer"])
@pytest.mark.parametrize(
    ("readers", "said"),
    [
        (ReadingRules(), ["get it"]),
        (ReadingRules("manager"), ["and so do", "manager"]),
        (ReadingRules("manager", is_reader_first=True, days=9), ["the report first", "9 days later"]),
        (ReadingRules("coach"), ["and so does a coach whom the organisers name"]),
        (ReadingRules("coach", is_reader_first=True, days=1), ["reads the report first", "1 day later"]),
        (
            ReadingRules("coach", is_reader_first=True, coach_edits=True),
            ["may shorten comments or leave them out", "add no word"],
        ),
        (ReadingRules(hr_reads=True), ["The organisers may read the report too"]),
    ],
    ids=["nobody", "manager", "manager-first", "coach", "coach-first", "coach-edits", "hr"],
)
def test_everybody_is_told_of_every_reader(group: str, readers: ReadingRules, said: list[str]) -> None:
    told = lines(group, readers=readers)
    assert all(words in told for words in said)
    assert ("The organisers may read" in told) is readers.hr_reads
    assert ("leave them out" in told) is readers.coach_edits


def test_no_rater_is_told_that_edited_comments_appear_word_for_word() -> None:
    edited = ReadingRules("coach", is_reader_first=True, coach_edits=True)
    assert "Apart from what the coach takes out" in lines("peer", readers=edited)
    assert "Apart from" not in lines("peer")


def test_where_no_comments_are_asked_none_are_promised() -> None:
    assert "Comments are shown word for word" in lines("peer")
    assert "omments are shown" not in lines("peer", asks_comments=False)
