"""A mail server that is quick enough for thousands of mails, with every bad mood that real ones have.

As a process of its own (`python -m tests.torture.sink LOG`) it writes one line per mail to LOG in the instant
before it answers 250; that line is what counts as "arrived", whatever becomes of the answer.
"""

import argparse
import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.end_to_end.installation import ROOT

HOST = "127.0.0.1"
STAGES = ("connect", "ehlo", "mail", "rcpt", "data", "content")


@dataclass(frozen=True)
class Arrival:
    """One copy of a mail that the server said yes to, or would have."""

    message_id: str
    date: str
    to: str


@dataclass
class Temper:
    """What a server does instead of answering politely; changing it takes effect at once."""

    answers: dict[str, str] = field(default_factory=dict)
    """Stage -> what is said there instead of yes."""
    silent_at: str = ""
    """The stage at which nothing is said any more."""
    hangs_up_at: str = ""
    """The stage at which the connection is cut without a word; `after` cuts it after the mail was taken."""
    seconds_per_byte: float = 0.0
    """How slowly answers to commands drip."""
    most_connections: int = 0
    """Further ones are told 421."""
    mails_per_connection: int = 0
    delay: float = 0.0
    """Seconds a mail takes, spent before its content is asked for: a server that dawdles with the content in
    its hands makes every kill a copy, and measures nothing of ours."""


class Sink:
    """What all connections share: the temper, who is there, and what arrived."""

    def __init__(self, log: Path | None = None, temper: Temper | None = None) -> None:
        self.temper = temper or Temper()
        self.arrivals: list[Arrival] = []
        self.connections = 0
        self.most_at_once = 0
        self.open: set[Conversation] = set()
        # Unbuffered and appending: a line is in the file or not, whoever is killed.
        self._log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600) if log is not None else None

    def note(self, arrival: Arrival) -> None:
        """Write an arrival down."""
        if self._log is None:
            self.arrivals.append(arrival)
        else:
            os.write(self._log, f"{arrival.message_id}\t{arrival.date}\t{arrival.to}\n".encode())


class Conversation(asyncio.Protocol):
    """One connection; as much of SMTP as our own client speaks."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._buffer = bytearray()
        self._to = ""
        self._is_content = False
        self._mails = 0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet, or not."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        sink = self._sink
        sink.open.add(self)
        sink.connections += 1
        sink.most_at_once = max(sink.most_at_once, len(sink.open))
        most = sink.temper.most_connections
        if most and len(sink.open) > most:
            self._say("421 4.3.2 too many connections")
            self._hang_up()
        else:
            self._answer("connect", "220 sink ESMTP")

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the name asyncio calls
        """Forget the connection."""
        self._sink.open.discard(self)
        self._transport = None

    def data_received(self, data: bytes) -> None:
        """Handle every line, or every mail, that is complete."""
        self._buffer += data
        while self._transport is not None:
            end = b"\r\n.\r\n" if self._is_content else b"\r\n"
            place = self._buffer.find(end)
            if place < 0:
                return
            piece = bytes(self._buffer[:place])
            del self._buffer[: place + len(end)]
            if self._is_content:
                self._is_content = False
                self._settle(piece)
            else:
                self._obey(piece.decode("ascii", "replace"))

    def _obey(self, line: str) -> None:
        verb = line[:4].upper()
        if verb in {"EHLO", "HELO"}:
            self._answer("ehlo", "250 sink")
        elif verb == "MAIL":
            self._answer("mail", "250 OK")
        elif verb == "RCPT":
            self._to = line.partition("<")[2].partition(">")[0]
            asyncio.get_running_loop().call_later(self._sink.temper.delay, self._answer, "rcpt", "250 OK")
        elif verb == "DATA":
            self._is_content = self._answer("data", "354 go on")
        elif verb == "QUIT":
            self._say("221 bye")
            self._hang_up()
        elif verb in {"RSET", "NOOP"}:
            self._say("250 OK")
        else:
            self._say("502 not implemented")

    def _settle(self, content: bytes) -> None:
        temper = self._sink.temper
        if "content" in temper.answers:
            self._say(temper.answers["content"])
            return
        headers = _headers(content)
        self._sink.note(Arrival(headers.get("message-id", ""), headers.get("date", ""), self._to))
        self._mails += 1
        if temper.hangs_up_at == "after":
            self._hang_up()
            return
        self._answer("content", "250 taken")
        if temper.mails_per_connection and self._mails >= temper.mails_per_connection:
            self._hang_up()

    def _answer(self, stage: str, yes: str) -> bool:
        """Return whether the answer was yes."""
        temper = self._sink.temper
        if temper.silent_at == stage:
            return False
        if temper.hangs_up_at == stage:
            self._hang_up()
            return False
        said = temper.answers.get(stage, yes)
        if temper.seconds_per_byte:
            self._drip(said + "\r\n")
        else:
            self._say(said)
        if said.startswith("421"):
            self._hang_up()
        return said == yes

    def _drip(self, words: str) -> None:
        if not words or self._transport is None or self._transport.is_closing():
            return
        self._transport.write(words[0].encode())
        pause = self._sink.temper.seconds_per_byte
        asyncio.get_running_loop().call_later(pause, self._drip, words[1:])

    def _say(self, words: str) -> None:
        if self._transport is not None:
            self._transport.write(words.encode() + b"\r\n")

    def _hang_up(self) -> None:
        if self._transport is not None:
            self._transport.close()


def _headers(content: bytes) -> dict[str, str]:
    lines = content.partition(b"\r\n\r\n")[0].decode("ascii", "replace").split("\r\n")
    pairs = (line.partition(":") for line in lines if line[:1] not in {" ", "\t"})
    return {name.lower(): value.strip() for name, _, value in pairs}


async def _serve(sink: Sink) -> asyncio.Server:
    loop = asyncio.get_running_loop()
    return await loop.create_server(lambda: Conversation(sink), HOST, 0, backlog=512)


@contextmanager
def sinking(temper: Temper | None = None) -> Iterator[tuple[Sink, str]]:
    """Run a sink in a thread of this process; yields it and its RONDOM_MAIL_URL."""
    sink = Sink(temper=temper)
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(_serve(sink))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield sink, _url(server.sockets[0].getsockname()[1])
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        for conversation in [*sink.open]:
            conversation._hang_up()
        server.close()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


@dataclass(frozen=True)
class SinkProcess:
    """A sink in a process of its own."""

    url: str
    log: Path

    def arrivals(self) -> list[Arrival]:
        """Return what has arrived so far."""
        lines = self.log.read_text("utf-8").split("\n")
        return [Arrival(*line.split("\t")) for line in lines[:-1]]


@contextmanager
def sink_process(folder: Path, delay: float = 0.0) -> Iterator[SinkProcess]:
    """Run a sink in a process of its own, so that it takes no time from whoever sends."""
    log = folder / "arrived.txt"
    log.touch()
    command = [sys.executable, "-m", "tests.torture.sink", str(log), "--delay", str(delay)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield SinkProcess(_url(int(process.stdout.readline())), log)
        finally:
            process.terminate()


def _url(port: int) -> str:
    return f"smtp://{HOST}:{port}?timeout=10&starttls=if-offered"


async def _main(log: Path, delay: float) -> None:
    server = await _serve(Sink(log, Temper(delay=delay)))
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await stop.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("log", type=Path)
    parser.add_argument("--delay", type=float, default=0.0)
    said = parser.parse_args()
    asyncio.run(_main(said.log, said.delay))
