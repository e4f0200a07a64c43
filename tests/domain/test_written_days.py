"""Days in words."""

import pytest

from app.domain.written_days import with_ordinal


@pytest.mark.parametrize(
    ("day", "language", "expected"),
    [
        ("1 décembre 2026", "fr", "1er décembre 2026"),
        ("mardi 1 décembre 2026", "fr", "mardi 1er décembre 2026"),
        ("11 décembre 2026", "fr", "11 décembre 2026"),
        ("21 août 2021", "fr", "21 août 2021"),
        ("dinsdag 1 december 2026", "nl", "dinsdag 1 december 2026"),
        ("1 December 2026", "en", "1 December 2026"),
    ],
)
def test_only_french_counts_the_first_of_a_month_differently(day: str, language: str, expected: str) -> None:
    assert with_ordinal(day, language) == expected
