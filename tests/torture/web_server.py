"""The web part of an installation in processes of its own, which may be killed at any moment."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from app.cli.supervisor import _web_command
from tests.end_to_end.installation import HOST, ROOT, free_port, is_listening, own_environment, wait_until

PROCESSES = 2


class WebServer:
    """The server as `rondom serve` starts it, under one address for all its lives."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self.port = free_port()
        self.url = f"http://{HOST}:{self.port}"
        self.deaths = 0
        self._environment = {**environment, "RONDOM_PUBLIC_URL": self.url}
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        """Everything the server has said."""
        return self._log.read_text("utf-8", "replace")

    def start(self) -> None:
        """Start it and wait until it listens."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                _web_command(HOST, self.port, PROCESSES),
                env=self._environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_until(lambda: is_listening(self.port), 60, lambda: f"the web server did not start:\n{self.log}")

    def die(self) -> None:
        """Kill it with everything it started."""
        self.end()
        self.deaths += 1

    def end(self) -> None:
        """Leave nothing running."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def workers(self) -> list[int]:
        """Return the processes that answer requests (Linux)."""
        assert self._process is not None
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        return [int(pid) for pid in children.read_text().split()] if children.exists() else []


@contextmanager
def web_server(settings: Mapping[str, str], folder: Path) -> Iterator[WebServer]:
    """Run the web part of the installation in `folder`."""
    made = WebServer(own_environment(folder / "instance", settings), folder / "web.txt")
    made.start()
    try:
        yield made
    finally:
        made.end()
