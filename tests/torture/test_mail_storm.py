"""Small storms for every change; `make torture` lets the large ones pass."""

from pathlib import Path

from tests.torture.mail_storm import Storm, kill, restart, weather
from tests.torture.promises import broken
from tests.torture.stacks import Stack, sqlite_stack

# With a lease of five seconds instead of two minutes the same mail meets a second kill now and then.
KILLING = Storm(mails=500, trouble=kill, pause=0.7, delay=0.1, lease=5, most_troubles=20, patience=180)
RESTARTING = Storm(mails=150, trouble=restart, delay=0.03, lease=20, most_troubles=2, patience=150)


def test_no_mail_is_lost_however_many_workers_are_killed(stack: Stack, tmp_path: Path) -> None:
    promises = weather(KILLING, stack.settings, tmp_path)
    assert broken(promises) == [], promises
    (killed,) = [each for each in promises if each.name == "workers killed"]
    assert int(killed.measured) >= 5


def test_restarting_workers_one_by_one_loses_and_doubles_nothing(migrated: Path, tmp_path: Path) -> None:
    with sqlite_stack(tmp_path, migrated) as stack:
        promises = weather(RESTARTING, stack.settings, tmp_path)
    assert broken(promises) == [], promises
