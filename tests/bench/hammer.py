"""Prepared requests over connections that stay open: as little work as possible on the asking side."""

import socket
import threading
import time
from collections.abc import Sequence
from typing import BinaryIO
from urllib.parse import urlencode

from tests.end_to_end.installation import HOST
from tests.torture.raters_online import OnlineRater

PATIENCE = 30.0


def prepared(rater: OnlineRater, method: str, path: str, fields: dict[str, str] | None = None) -> bytes:
    """Return a request of this rater's browser as bytes."""
    body = urlencode({**fields, "csrf_token": rater.form_token}) if fields is not None else ""
    cookies = "; ".join(f"{name}={value}" for name, value in rater.cookies.items())
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}:{rater.port}", f"Cookie: {cookies}"]
    if fields is not None:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def per_second(port: int, requests: Sequence[bytes], connections: int, seconds: float, status: int) -> float:
    """Return how many requests a second get this status; raises RuntimeError for any other answer."""
    counts = [0] * connections
    wrong: list[bytes] = []
    end = time.monotonic() + seconds

    def ask(place: int) -> None:
        # Everybody takes requests of their own, as different raters do.
        own = requests[place::connections] or requests
        with socket.create_connection((HOST, port), PATIENCE) as connection:
            reader = connection.makefile("rb")
            while time.monotonic() < end and not wrong:
                connection.sendall(own[counts[place] % len(own)])
                line = _answer(reader)
                if int(line.split()[1]) != status:
                    wrong.append(line)
                counts[place] += 1

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(connections)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise RuntimeError(f"answered {wrong[0]!r} instead of {status}")
    return sum(counts) / (time.monotonic() - started)


def _answer(reader: BinaryIO) -> bytes:
    """Read one whole answer and return its first line."""
    first = reader.readline()
    length = 0
    while line := reader.readline().strip():
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    reader.read(length)
    return first
