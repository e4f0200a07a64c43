"""A mailbox on the loopback address that speaks as much IMAP as reading and deleting mails takes."""

import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedReader

HOST = "127.0.0.1"
USER, PASSWORD = "bounces", 'pass "word"'
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


@dataclass
class Mailbox:
    """The mails of one folder by number, their flags, and how the server behaves."""

    mails: dict[int, bytes]
    flags: dict[int, set[str]] = field(default_factory=dict)
    folder: str = "INBOX"
    is_silent: bool = False
    hangs_up_at: str = ""
    heard: list[str] = field(default_factory=list)

    def unread(self) -> list[int]:
        return [number for number in self.mails if "\\Seen" not in self.flags.get(number, set())]


@contextmanager
def running(mailbox: Mailbox, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """Serve a mailbox, one visitor after another; yields the port."""
    listener = socket.create_server((HOST, 0))
    clients: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            clients.append(client)
            try:
                _talk(mailbox, tls.wrap_socket(client, server_side=True) if tls is not None else client)
            except OSError:
                continue

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        for client in clients:
            client.close()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def _talk(mailbox: Mailbox, client: socket.socket) -> None:
    with client, client.makefile("rb") as lines:
        if mailbox.is_silent:
            lines.readline()
            return
        client.sendall(b"* OK ready\r\n")
        while _answer(mailbox, client, lines):
            pass


def _answer(mailbox: Mailbox, client: socket.socket, lines: BufferedReader) -> bool:
    line = lines.readline().decode().rstrip()
    tag, _, command = line.partition(" ")
    mailbox.heard.append(command)
    if not command or (mailbox.hangs_up_at and mailbox.hangs_up_at in command):
        return False
    said, verdict = _said(mailbox, command)
    client.sendall(said + f"{tag} {verdict} so be it\r\n".encode())
    return not command.startswith("LOGOUT")


def _said(mailbox: Mailbox, command: str) -> tuple[bytes, str]:
    words = [re.sub(r"\\(.)", r"\1", word) for word in _QUOTED.findall(command)]
    verb, _, rest = command.partition(" ")
    said, verdict = b"", "OK"
    if verb == "CAPABILITY":
        said = b"* CAPABILITY IMAP4rev1\r\n"
    elif verb == "LOGIN":
        verdict = "OK" if words == [USER, PASSWORD] else f"NO no {USER} here:"
    elif verb == "SELECT":
        said = f"* {len(mailbox.mails)} EXISTS\r\n".encode()
        verdict = "OK" if words == [mailbox.folder] else "NO"
    elif verb == "UID":
        said = _by_number(mailbox, rest.split(" "))
    elif verb == "EXPUNGE":
        for number in [each for each in mailbox.mails if "\\Deleted" in mailbox.flags.get(each, set())]:
            del mailbox.mails[number]
    elif verb == "LOGOUT":
        said = b"* BYE\r\n"
    return said, verdict


def _by_number(mailbox: Mailbox, words: list[str]) -> bytes:
    if words[0] == "SEARCH":
        return ("* SEARCH " + " ".join(map(str, mailbox.unread())) + "\r\n").encode()
    number = int(words[1])
    if words[0] == "FETCH":
        content = mailbox.mails[number][: int(words[2].rpartition(".")[2].rstrip(">)"))]
        head = f"* {number} FETCH (UID {number} BODY[]<0> {{{len(content)}}}\r\n".encode()
        return head + content + b")\r\n"
    mailbox.flags.setdefault(number, set()).update(re.findall(r"\\\w+", " ".join(words[3:])))
    return b""
