"""Which profile belongs to a role, and what a profile may be called."""

import pytest

from app.domain.role_profiles import RoleTargets, name_problem, read_level, role_name, targets_for

PROFILES = (RoleTargets("Team lead", {"empathy": 3}), RoleTargets("Caf\u00e9-houder", {"planning": 2}))


@pytest.mark.parametrize(
    ("role", "targets"),
    [
        pytest.param("Team lead", {"empathy": 3}, id="as written"),
        pytest.param("TEAM  LEAD ", {"empathy": 3}, id="case and spaces"),
        pytest.param("Cafe\u0301-houder", {"planning": 2}, id="letters with loose accents"),
        pytest.param("Team leader", None, id="another role"),
        pytest.param("", None, id="no role"),
        pytest.param("  ", None, id="only spaces"),
    ],
)
def test_a_role_finds_its_profile(role: str, targets: dict[str, int] | None) -> None:
    assert targets_for(role, PROFILES) == targets


@pytest.mark.parametrize(
    ("typed", "is_right"),
    [("Team lead", True), ("", False), ("x" * 200, True), ("x" * 201, False), ("a\0b", False)],
    ids=["name", "blank", "200 characters", "201 characters", "control character"],
)
def test_a_profile_needs_a_name_that_can_be_shown(typed: str, is_right: bool) -> None:
    assert (name_problem(role_name(typed)) is None) is is_right


@pytest.mark.parametrize(
    ("typed", "level"), [("", None), (" ", None), ("1", 1), (" 4 ", 4)], ids=["blank", "space", "1", "4"]
)
def test_a_target_is_a_level_or_nothing(typed: str, level: int | None) -> None:
    assert read_level(typed) == level


@pytest.mark.parametrize("typed", ["0", "5", "-1", "2.5", "two", "²", "１"])
def test_anything_else_is_no_target(typed: str) -> None:
    with pytest.raises(ValueError, match=typed):
        read_level(typed)
