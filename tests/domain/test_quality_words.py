"""What is said about the figures of a round."""

import pytest

from app.domain.quality_figures import CompetencyQuality, GroupQuality, Reliability
from app.domain.quality_words import coefficient_words, consistency_words, group_words, share_words


def number(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}"


def lead_of(average: float) -> str:
    return str(group_words(GroupQuality("peer", None, 40, Reliability(0.3, average, 4.3)), number).lead)


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.0, "0, no more than chance"), (0.35, "0.35"), (0.9, "0.90"), (0.95, "0.95 or more")],
)
def test_coefficients_say_where_telling_ends(value: float, words: str) -> None:
    assert str(coefficient_words(value, number)) == words


@pytest.mark.parametrize(("percent", "words"), [(5, "5 % or less"), (10, "about 10 %"), (95, "95 % or more")])
def test_shares_say_where_telling_ends(percent: int, words: str) -> None:
    assert str(share_words(percent)) == words


@pytest.mark.parametrize(
    ("average", "words"),
    [
        (0.7, "They agree well enough"),
        (0.65, "They tell participants apart in part"),
        (0.45, "They hardly tell participants apart"),
    ],
)
def test_reliability_is_judged_in_words(average: float, words: str) -> None:
    assert lead_of(average).startswith(words)
    assert "4.3 answers" in lead_of(average)


def test_what_is_missing_is_not_spoken_of() -> None:
    said = group_words(GroupQuality("peer", None, 40, Reliability(0.3, 0.7, 4.3)), number)
    assert [str(line) for line in said.others] == [
        "One rater alone would have a reliability of 0.30.",
        "At this rate 6 answers per participant are enough for 0.70.",
    ]


@pytest.mark.parametrize(
    ("reason", "words"),
    [("too_few_raters", "from two raters or more"), ("too_few_judged", "on no question did 30")],
)
def test_a_group_without_figures_has_a_reason(reason: str, words: str) -> None:
    said = group_words(GroupQuality("peer", reason, cannot_judge=60), number)
    assert words in str(said.lead)
    assert [str(line) for line in said.others] == ["“I cannot judge this”: about 60 % of the answers."]


@pytest.mark.parametrize(
    ("quality", "words"),
    [
        (CompetencyQuality("a", None, 0.8), "Go together well: 0.80"),
        (CompetencyQuality("a", None, 0.5), "Go together in part: 0.50"),
        (CompetencyQuality("a", None, 0.2), "Hardly go together: 0.20"),
        (CompetencyQuality("a", "one_question"), "Asked in one question"),
        (CompetencyQuality("a", "too_few_forms"), "Not shown: fewer than 30 participants"),
    ],
)
def test_consistency_is_judged_in_words(quality: CompetencyQuality, words: str) -> None:
    assert str(consistency_words(quality, number)).startswith(words)
