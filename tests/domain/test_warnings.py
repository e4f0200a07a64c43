"""What Rondom warns of at nomination."""

import pytest

from app.domain.raters import STANDARD_GROUPS, RaterGroup
from app.domain.warnings import NominatedParticipant, NominatedRater, NominationWarning, nomination_warnings

GROUPS = [RaterGroup(group) for group in STANDARD_GROUPS]
COMPLETE = {"self": 1, "manager": 1, "peer": 6, "direct_report": 6}


def warnings_for(**invited: int) -> list[tuple[str, str]]:
    anna = NominatedParticipant("p1", "Anna", COMPLETE | invited)
    found = nomination_warnings(4, GROUPS, [anna], [], competencies=8, minutes_per_form=12)
    assert all(one.participant_id == "p1" and one.rater_id is None for one in found)
    return [(one.kind, str(one.text)) for one in found]


@pytest.mark.parametrize("others", [0, 6, 7])
def test_large_and_empty_groups_need_no_warning(others: int) -> None:
    assert warnings_for(other=others) == []


def test_a_group_under_k_is_told_with_whom_it_will_be_shown() -> None:
    assert warnings_for(peer=2) == [
        (
            "under_threshold",
            (
                "Anna has 2 peers: these answers will only be shown together with those of the direct"
                " reports. Invite 6 to show them on their own."
            ),
        )
    ]


def test_a_group_that_will_not_be_shown_is_told_so() -> None:
    ((kind, words),) = warnings_for(other=2)
    assert kind == "under_threshold"
    assert words.startswith("Anna has 2 other raters: these answers will not be shown. Invite 6")


@pytest.mark.parametrize(("count", "words"), [(4, "if one does not answer"), (5, "if two do not answer")])
def test_a_group_without_room_to_spare_is_told_so(count: int, words: str) -> None:
    ((kind, said),) = warnings_for(peer=count)
    assert kind == "near_threshold"
    assert words in said


def test_small_groups_that_only_just_make_a_block_get_both_warnings() -> None:
    kinds = [kind for kind, _ in warnings_for(peer=2, direct_report=2)]
    assert kinds == ["under_threshold", "under_threshold", "near_threshold"]


@pytest.mark.parametrize(
    ("invited", "kinds"),
    [
        ({"self": 0}, ["no_self"]),
        ({"manager": 0}, ["no_manager"]),
        ({"manager": 0, "peer": 0, "direct_report": 0}, ["no_raters"]),
        ({"self": 0, "manager": 0, "peer": 0, "direct_report": 0}, ["no_raters", "no_self"]),
    ],
    ids=str,
)
def test_missing_voices_are_named(invited: dict[str, int], kinds: list[str]) -> None:
    assert [kind for kind, _ in warnings_for(**invited)] == kinds


def test_a_round_without_a_manager_group_misses_no_manager() -> None:
    anna = NominatedParticipant("p1", "Anna", {"peer": 6})
    assert not nomination_warnings(4, [RaterGroup("peer")], [anna], [], competencies=1, minutes_per_form=1)


@pytest.mark.parametrize(
    ("competencies", "minutes", "kinds"),
    [
        (10, 15, []),
        (11, 10, ["many_competencies"]),
        (14, 25, ["many_competencies"]),
        (8, 16, ["long_questionnaire"]),
    ],
)
def test_a_long_questionnaire_is_told(competencies: int, minutes: int, kinds: list[str]) -> None:
    found = nomination_warnings(4, GROUPS, [], [], competencies=competencies, minutes_per_form=minutes)
    assert [one.kind for one in found] == kinds


def test_raters_with_many_forms_and_without_address_are_named() -> None:
    raters = [
        NominatedRater("r1", "Tom", 9),
        NominatedRater("r2", "Lea", 8),
        NominatedRater("r3", "Jo", 1, has_address=False),
    ]
    found = nomination_warnings(4, GROUPS, [], raters, competencies=8, minutes_per_form=15)
    assert [(one.kind, one.rater_id) for one in found] == [("many_forms", "r1"), ("no_address", "r3")]
    assert str(found[0].text) == "9 forms for Tom, about 135 minutes."
    assert isinstance(found[0], NominationWarning)
