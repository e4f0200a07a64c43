import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli.parts import DEATHS, PERIOD, Part

SLEEP = "import time; time.sleep(60)"
WITH_A_CHILD = (
    "import subprocess, sys, time; "
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); "
    "open(sys.argv[1], 'w').write(str(child.pid)); time.sleep(60)"
)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def part(clock: Clock) -> Iterator[Part]:
    made = Part("sleeper", [sys.executable, "-c", SLEEP], os.environ, clock)
    yield made
    made.wait_for_its_end(0.0)


def die(part: Part) -> None:
    os.kill(part._process.pid, signal.SIGKILL)
    part._process.wait()


def is_alive(pid: str) -> bool:
    """Tell whether a process has not ended yet; one that only waits for its parent has."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_part_runs_from_the_moment_it_is_made(part: Part) -> None:
    assert part.is_running


def test_a_part_that_died_runs_again(part: Part) -> None:
    die(part)
    assert not part.is_running
    assert part.start_anew()
    assert part.is_running


def test_a_part_that_dies_too_often_in_a_short_time_stays_dead(part: Part) -> None:
    for _ in range(DEATHS - 1):
        die(part)
        assert part.start_anew()
    die(part)
    assert not part.start_anew()
    assert not part.is_running


def test_deaths_of_long_ago_do_not_count(part: Part, clock: Clock) -> None:
    for _ in range(2 * DEATHS):
        die(part)
        assert part.start_anew()
        clock.now += PERIOD / (DEATHS - 1)


def test_a_part_that_is_asked_to_stop_ends(part: Part) -> None:
    part.ask_to_stop()
    part.wait_for_its_end(10.0)
    assert not part.is_running


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="not tested: needs /proc")
def test_what_a_part_started_ends_with_it(tmp_path: Path) -> None:
    note = tmp_path / "child"
    part = Part("parent", [sys.executable, "-c", WITH_A_CHILD, str(note)], os.environ)
    deadline = time.monotonic() + 10
    while not (note.exists() and note.read_text()) and time.monotonic() < deadline:
        time.sleep(0.02)
    child = note.read_text()
    part.wait_for_its_end(0.0)
    while is_alive(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_alive(child)
