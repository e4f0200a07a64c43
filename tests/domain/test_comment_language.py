"""When a comment would stand out by its language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.comment_language import is_rare_language


@pytest.mark.parametrize(
    ("invited", "group", "language", "expected"),
    [
        ({"peer": {"nl": 5, "fr": 1}}, "peer", "nl", False),
        ({"peer": {"nl": 5, "fr": 1}}, "peer", "fr", True),
        ({"peer": {"nl": 5, "fr": 1}}, "peer", "en", True),
        ({"peer": {"nl": 4}}, "peer", "nl", False),
        ({"peer": {"nl": 5}, "direct_report": {"fr": 5}}, "direct_report", "nl", True),
        ({"peer": {"nl": 2}, "direct_report": {"nl": 2}}, "peer", "nl", False),
        ({"peer": {"nl": 5}, "other": {"nl": 1}}, "other", "nl", True),
        ({"peer": {"nl": 5}, "direct_report": {"nl": 1}}, "direct_report", "nl", False),
        ({"manager": {"nl": 9}, "peer": {"nl": 3}}, "peer", "nl", True),
    ],
    ids=[
        "usual",
        "one-of-six",
        "nobodys",
        "exactly-k",
        "another-block",
        "pooled",
        "others-never-join",
        "joins-the-peers",
        "managers-do-not-count",
    ],
)
def test_a_language_is_rare_where_too_few_of_the_block_are_addressed_in_it(
    invited: dict[str, dict[str, int]], group: str, language: str, expected: bool
) -> None:
    assert is_rare_language(4, invited, group, language) is expected


@given(
    st.integers(3, 10),
    st.dictionaries(
        st.sampled_from(["peer", "direct_report", "other"]),
        st.dictionaries(st.sampled_from(["nl", "fr", "en"]), st.integers(0, 12)),
        min_size=1,
    ),
)
def test_a_warning_never_goes_away_by_taking_speakers_away(
    k: int, invited: dict[str, dict[str, int]]
) -> None:
    group = next(iter(invited))
    everybody = sum(by.get("nl", 0) for by in invited.values())
    if everybody < k:
        assert is_rare_language(k, invited, group, "nl")
