"""Migrations with thousands of rows, and killed half-way, on both databases."""

from pathlib import Path

from app.bootstrap import Bundle
from tests.torture.migrations import down_and_up, killed_half_way
from tests.torture.promises import broken

ASSIGNMENTS = 1000


def test_nothing_is_lost_on_the_way_down_and_up_or_when_a_migration_is_killed(
    bundle: Bundle, database_url: str, tmp_path: Path
) -> None:
    assert broken(down_and_up(bundle, ASSIGNMENTS)) == []
    settings = {"RONDOM_DATABASE_URL": database_url}
    assert broken(killed_half_way(bundle, settings, tmp_path, deaths=2)) == []
