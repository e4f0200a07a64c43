"""A whole installation, started as its operator starts it: `rondom serve` in a process of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

BIN = Path(sys.executable).parent
ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
STARTING = 60.0
STOPPING = 40.0
READY = "Ctrl-C stops"


class Installation:
    """One instance folder with the environment of its commands; `start` brings the server up."""

    def __init__(self, folder: Path, environment: Mapping[str, str], program: str = "serve") -> None:
        self.port = free_port()
        self.url = f"http://{HOST}:{self.port}"
        self.folder = folder / "instance"
        self.environment = own_environment(self.folder, {"RONDOM_PUBLIC_URL": self.url, **environment})
        self.process: subprocess.Popen[bytes] | None = None
        self._program = program
        folder.mkdir(parents=True, exist_ok=True)
        self._output = folder / "output.txt"

    @property
    def output(self) -> str:
        """Everything that the server has printed since its last start."""
        return self._output.read_text(encoding="utf-8", errors="replace") if self._output.exists() else ""

    @property
    def links(self) -> list[str]:
        """Every link on a line of its own that the server has printed."""
        return re.findall(rf"^\s+({re.escape(self.url)}/\S+)$", self.output, re.MULTILINE)

    def start(self) -> None:
        """Start the server and wait until it says how to sign in."""
        with self._output.open("wb") as output:
            self.process = subprocess.Popen(
                [str(BIN / "rondom"), self._program, "--port", str(self.port)],
                env=self.environment,
                cwd=self._output.parent,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_until(self._is_up, STARTING, lambda: f"the server did not come up:\n{self.output}")

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal to the server alone, wait, and return its exit status."""
        if self.process is None:
            raise RuntimeError("this installation was not started")
        self.process.send_signal(number)
        return self.process.wait(STOPPING)

    def rondom(self, *words: str, status: int = 0) -> str:
        """Run a command, which has to end with this status, and return what it prints."""
        done = self.run(*words)
        said = f"rondom {' '.join(words)}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert done.returncode == status, said
        return done.stdout

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command of this installation, whatever comes of it."""
        return subprocess.run(
            [str(BIN / "rondom"), *words],
            env=self.environment,
            cwd=self._output.parent,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def _is_up(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, f"the server ended at once:\n{self.output}"
        return READY in self.output


@contextmanager
def serving(folder: Path, environment: Mapping[str, str], program: str = "serve") -> Iterator[Installation]:
    """Run an installation; whatever a test leaves running is ended without mercy."""
    made = Installation(folder, environment, program)
    try:
        made.start()
        yield made
    finally:
        if made.process is not None and made.process.poll() is None:
            made.process.terminate()
            try:
                made.process.wait(STOPPING)
            except subprocess.TimeoutExpired:
                made.process.kill()
                made.process.wait()


def own_environment(instance: Path, changes: Mapping[str, str]) -> dict[str, str]:
    """Return this environment without any setting of Rondom but these."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("RONDOM_")}
    return {**inherited, "RONDOM_INSTANCE": str(instance), "PYTHONPATH": str(ROOT), **changes}


def wait_until(is_so: Callable[[], bool], seconds: float, complaint: Callable[[], str]) -> None:
    """Wait until a condition holds; fails with the complaint after so many seconds."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, complaint()
        time.sleep(0.05)


def free_port() -> int:
    """Return a port of the loopback address that nothing listens on."""
    with socket.create_server((HOST, 0)) as listener:
        return int(listener.getsockname()[1])


def is_listening(port: int) -> bool:
    """Tell whether something accepts connections on a port."""
    with socket.socket() as client:
        client.settimeout(0.5)
        return client.connect_ex((HOST, port)) == 0


def processes_under(ancestor: int) -> dict[int, str]:
    """Return the command lines, by process id, of a process and everything it started (Linux)."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # The name in parentheses may hold anything, so the fields are counted from its end.
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = {ancestor}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return still_running(dict.fromkeys(found, ""))


def still_running(known: Mapping[int, str]) -> dict[int, str]:
    """Return those of these processes that have not ended; one that only waits for its parent has."""
    found = {}
    for pid in known:
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if command:
            found[pid] = command
    return found
