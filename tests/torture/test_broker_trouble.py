"""The broker is emptied and killed, for seconds; `make torture` takes minutes."""

from pathlib import Path

from tests.torture.broker_trouble import away, flushed
from tests.torture.mail_storm import Storm
from tests.torture.promises import broken
from tests.torture.stacks import sqlite_stack

FLUSHING = Storm(mails=150, trouble=lambda *_: None, delay=0.03, lease=20, nodes=2, patience=120)


def test_an_emptied_broker_costs_no_mail(migrated: Path, tmp_path: Path) -> None:
    with sqlite_stack(tmp_path, migrated) as stack:
        promises = flushed(FLUSHING, stack.broker, stack.settings, tmp_path)
    assert broken(promises) == [], promises


def test_without_a_broker_raters_go_on_and_mails_leave_as_soon_as_it_is_back(
    migrated: Path, tmp_path: Path
) -> None:
    with sqlite_stack(tmp_path, migrated) as stack:
        promises = away(stack.broker, stack.settings, tmp_path, mails=200, seconds=5, lease=20)
    assert broken(promises) == [], promises
