"""Conversations with a mail server that end in time, even with one that drips its answers byte by byte.

The timeout of a socket counts from one byte to the next: a slow enough server could hold a worker for ever.
"""

import re
import smtplib
import socket
import time
from collections.abc import Callable

_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


class _Lines:
    """Reads lines from a conversation; what smtplib expects of a file."""

    def __init__(self, conversation: "PatientSMTP") -> None:
        self._conversation = conversation
        self._read = bytearray()

    def readline(self, limit: int) -> bytes:
        """Return the next line, the rest at the end of the conversation, or `limit` bytes."""
        end = self._read.find(b"\n") + 1
        while not end and len(self._read) < limit:
            more = self._conversation.receive()
            if not more:
                break
            self._read += more
            end = self._read.find(b"\n") + 1
        length = min(end or len(self._read), limit)
        line = bytes(self._read[:length])
        del self._read[:length]
        return line

    def close(self) -> None:
        """Do nothing: the socket is the conversation's."""


class PatientSMTP(smtplib.SMTP):
    """A conversation whose answers have to be complete by a deadline; raises TimeoutError inside smtplib.

    Opening it has `timeout` seconds in all; `allow` sets how many are left from then on.
    """

    _deadline: float | None = None

    def allow(self, seconds: float) -> None:
        """Let everything from now on take so many seconds together."""
        self._deadline = time.monotonic() + seconds
        if self.sock is not None:
            self.sock.settimeout(seconds)

    def getreply(self) -> tuple[int, bytes]:
        """Return the server's answer."""
        if self._deadline is None:
            self.allow(self.timeout)
        if self.file is None:
            self.file = _Lines(self)
        return super().getreply()

    def send_content(self, content: bytes, before_end: Callable[[], None] | None = None) -> None:
        """Send a whole mail with CRLF line ends, after the server has asked for it; the answer comes next.

        `before_end` is called when nothing but the last line is left.
        """
        end = b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n"
        escaped = _LEADING_DOT.sub(b"..", content)
        if before_end is None:
            self.send(escaped + end)
            return
        if self.sock is not None:
            # Else the last line waits until the server has confirmed the others, 40 ms later.
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.send(escaped)
        before_end()
        self.send(end)

    def receive(self) -> bytes:
        """Return some bytes, none at the end; raises TimeoutError at the deadline."""
        if self.sock is None or self._deadline is None:
            raise smtplib.SMTPServerDisconnected("Server not connected")
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the server did not answer in time")
        self.sock.settimeout(left)
        return self.sock.recv(8192)


class PatientSMTPS(PatientSMTP, smtplib.SMTP_SSL):
    """The same, encrypted from the start."""
