"""Several Celery workers of one installation, each in a session of its own, to be killed one by one."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.end_to_end.installation import ROOT

CONCURRENCY = 2
PRODUCT, QUICK = "worker.celery_app", "tests.torture.quick_worker"
TOLERANCE = 60.0
SHORTEST_LIFE = 0.5
"""Seconds a worker gets to work in; on a busy machine starting takes several of them."""


@dataclass
class Fleet:
    """The workers, and the scheduler beside them, which nobody kills."""

    environment: Mapping[str, str]
    folder: Path
    size: int
    app: str
    kills: int = 0
    restarts: int = 0
    nodes: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    _beat: "subprocess.Popen[bytes] | None" = None
    _up_since: dict[int, float] = field(default_factory=dict)

    @property
    def log(self) -> str:
        """What all of them have written."""
        return (self.folder / "fleet.txt").read_text("utf-8", "replace")

    def start(self) -> None:
        """Start every worker and the scheduler."""
        self._beat = self._process("beat", "--schedule", str(self.folder / "schedule"))
        self.nodes = [self._node() for _ in range(self.size)]

    def kill_one(self, chance: random.Random) -> None:
        """Kill a worker with all its children, without a warning, and start another in its place.

        Workers that are starting, or have only just begun, are spared: killing these would test patience.
        """
        now = time.monotonic()
        for node in self.nodes:
            if _is_up(node):
                self._up_since.setdefault(node.pid, now)
        working = [
            place
            for place, node in enumerate(self.nodes)
            if now - self._up_since.get(node.pid, now) >= SHORTEST_LIFE
        ]
        if not working:
            return
        place = chance.choice(working)
        os.killpg(self.nodes[place].pid, signal.SIGKILL)
        self.nodes[place].wait()
        self.nodes[place] = self._node()
        self.kills += 1

    def replace_one(self) -> None:
        """Ask the oldest worker to end, wait for it, and start another in its place."""
        oldest = self.nodes.pop(0)
        oldest.terminate()
        oldest.wait(TOLERANCE)
        self.nodes.append(self._node())
        self.restarts += 1

    def require_life(self) -> None:
        """Raise AssertionError with the log when no worker is left: nothing would ever get done."""
        if all(node.poll() is not None for node in self.nodes):
            raise AssertionError(f"no worker lives: {self.log[-2000:]}")

    def end(self) -> None:
        """End whatever still runs."""
        for process in [*self.nodes, *([self._beat] if self._beat is not None else [])]:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _node(self) -> "subprocess.Popen[bytes]":
        number = f"{time.monotonic_ns()}@torture"
        return self._process(
            *("worker", "--queues", "mail,reports,periodic", "--concurrency", str(CONCURRENCY)),
            *("--without-gossip", "--without-mingle", "--hostname", number),
        )

    def _process(self, *words: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "celery", "--app", self.app, "--quiet", *words, "-l", "WARNING"]
        with (self.folder / "fleet.txt").open("ab") as log:
            return subprocess.Popen(
                command,
                env=dict(self.environment),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


def _is_up(node: "subprocess.Popen[bytes]") -> bool:
    children = Path(f"/proc/{node.pid}/task/{node.pid}/children")
    return children.exists() and len(children.read_text().split()) >= CONCURRENCY


@contextmanager
def fleet(
    environment: Mapping[str, str], folder: Path, size: int = 3, lease: float | None = None
) -> Iterator[Fleet]:
    """Run a fleet; with `lease` a claim lasts so many seconds and the sweep comes every second."""
    changes = {} if lease is None else {"RONDOM_TORTURE_LEASE": str(lease), "RONDOM_TORTURE_SWEEP": "1"}
    made = Fleet({**environment, **changes}, folder, size, PRODUCT if lease is None else QUICK)
    made.start()
    try:
        yield made
    finally:
        made.end()


def every(seconds: float, act: Callable[[], None], until: Callable[[], bool], most: float) -> bool:
    """Act every so many seconds until it is so; returns False when that took more than `most` seconds."""
    started = time.monotonic()
    upcoming = started + seconds
    while not until():
        now = time.monotonic()
        if now - started > most:
            return False
        if now >= upcoming:
            act()
            upcoming = max(upcoming + seconds, now)
        time.sleep(0.05)
    return True
