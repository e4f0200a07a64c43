"""A part of an installation: a program of ours that is started anew when it dies."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from app.adapters.parenthood import end_with_parent

DEATHS = 3
"""So many deaths within PERIOD mean that starting it again does not help."""

PERIOD = 60.0
"""Seconds."""


class Part:
    """One process in a session of its own; what it started ends with it."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self._command = list(command)
        self._environment = dict(environment)
        self._clock = clock
        self._deaths: list[float] = []
        self._process = self._launched()

    @property
    def is_running(self) -> bool:
        """Whether the process is alive."""
        return self._process.poll() is None

    def start_anew(self) -> bool:
        """Start it again after its death; False, and nothing runs, when it has died too often lately."""
        now = self._clock()
        self._deaths = [*(death for death in self._deaths if now - death < PERIOD), now]
        self._end_session()
        if len(self._deaths) >= DEATHS:
            return False
        self._process = self._launched()
        return True

    def ask_to_stop(self) -> None:
        """Ask the process to finish what it does and end."""
        if self.is_running:
            self._process.terminate()

    def wait_for_its_end(self, seconds: float) -> None:
        """Wait for the end of the process, then end it and what it left without asking."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        self._end_session()

    def _launched(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # noqa: S603 - our own programs with our own arguments
            self._command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            # Ctrl-C is for the supervisor, which stops the parts in their order.
            start_new_session=True,
            preexec_fn=end_with_parent(),  # noqa: PLW1509 - it calls one function that is loaded already
        )

    def _end_session(self) -> None:
        # The whole session: its own children outlive it when it does not end by itself.
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
