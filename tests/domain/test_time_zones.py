"""Names of time zones: typed, offered and stored."""

from zoneinfo import ZoneInfo, available_timezones

import pytest

from app.domain.time_zones import LONGEST_NAME, known_zone, offered_zones, zone_named


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Europe/Brussels", "Europe/Brussels"),
        (" europe/brussels ", "Europe/Brussels"),
        ("America/New York", "America/New_York"),
        ("utc", "UTC"),
        ("CET", "CET"),
        ("Etc/GMT+12", "Etc/GMT+12"),
        ("Brussels", None),
        ("Europe/Atlantis", None),
        ("+01:00", None),
        ("../../etc/passwd", None),
        ("/usr/share/zoneinfo/UTC", None),
        ("localtime", None),
        ("", None),
    ],
)
def test_a_name_is_known_however_it_is_written(typed: str, name: str | None) -> None:
    assert known_zone(typed) == name


def test_what_is_offered_is_known_and_fits() -> None:
    offered = offered_zones()
    assert {"Europe/Brussels", "Asia/Tokyo", "UTC"} <= set(offered)
    assert [known_zone(name) for name in offered] == list(offered)
    assert not any(name.startswith(("Etc/", "US/", "SystemV/")) for name in offered)
    assert max(map(len, available_timezones())) <= LONGEST_NAME


@pytest.mark.parametrize("name", ["", "Europe/Atlantis", "../Brussels", "Europe"])
def test_without_a_usable_name_another_zone_counts(name: str) -> None:
    brussels = ZoneInfo("Europe/Brussels")
    assert zone_named(name, brussels) is brussels
    assert zone_named("Asia/Tokyo", brussels) == ZoneInfo("Asia/Tokyo")
