import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.charts.lettering import width_of, wrapped


@pytest.mark.parametrize(
    ("words", "width", "lines"),
    [
        pytest.param("Empathy", 100, ("Empathy",), id="what fits stays on one line"),
        pytest.param("Analysing and planning", 100, ("Analysing and", "planning"), id="breaks between words"),
        pytest.param("", 100, ("",), id="nothing"),
        pytest.param("   ", 100, ("",), id="only spaces"),
    ],
)
def test_words_are_wrapped(words: str, width: float, lines: tuple[str, ...]) -> None:
    assert wrapped(words, 12, width) == lines


def test_one_very_long_word_is_broken_with_a_hyphen_and_loses_nothing() -> None:
    lines = wrapped("Donaudampfschifffahrt", 12, 100)
    assert "".join(lines).replace("-", "") == "Donaudampfschifffahrt"


@pytest.mark.parametrize(
    ("word", "first"),
    [
        ("Besluitvorming", "Besluit-"),
        ("Organisatiebewustzijn", "Organisatie-"),
        ("Responsabilisation", "Responsa-"),
        ("Décentralisation", "Décentra-"),
    ],
)
def test_long_words_are_broken_before_a_syllable(word: str, first: str) -> None:
    assert wrapped(word, 12, width_of(word, 12) * 0.7)[0] == first


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    lines = wrapped("one two three four five six seven", 12, 60)
    assert len(lines) == 2
    assert lines[-1].endswith("…")


def test_an_accent_stays_with_its_letter() -> None:
    first, _ = wrapped("e\u0301" * 20, 12, 60)
    assert first.rstrip("-").endswith("\u0301")


@given(words=st.text(max_size=200), width=st.integers(40, 400), most=st.integers(1, 3))
def test_no_line_is_wider_than_it_may_be(words: str, width: int, most: int) -> None:
    lines = wrapped(words, 12, width, most_lines=most)
    assert 1 <= len(lines) <= most
    assert all(width_of(line, 12) <= width for line in lines)
