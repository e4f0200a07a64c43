"""Circles in the reporting line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.reporting_line import circles


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param({}, [], id="nobody"),
        pytest.param({"a": None, "b": "a", "c": "b"}, [], id="a chain"),
        pytest.param({"a": "a"}, [("a",)], id="own manager"),
        pytest.param({"b": "a", "a": "b"}, [("a", "b")], id="each other"),
        pytest.param({"a": "b", "b": "c", "c": "b"}, [("b", "c")], id="somebody below a circle is not in it"),
        pytest.param({"a": "b", "b": "a", "c": "d", "d": "c"}, [("a", "b"), ("c", "d")], id="two circles"),
        pytest.param({"a": "gone"}, [], id="a manager who is not listed"),
    ],
)
def test_circles_are_found(line: dict[str, str | None], expected: list[tuple[str, ...]]) -> None:
    assert circles(line) == expected


@given(st.dictionaries(st.sampled_from("abcdefg"), st.sampled_from("abcdefg") | st.none()))
def test_somebody_is_in_a_circle_exactly_when_the_line_leads_back(line: dict[str, str | None]) -> None:
    def leads_back(start: str) -> bool:
        key: str | None = start
        for _ in range(len(line)):
            key = line.get(key or "")
            if key == start:
                return True
        return False

    in_circles = [key for circle in circles(line) for key in circle]
    assert sorted(in_circles) == sorted(key for key in line if leads_back(key))
