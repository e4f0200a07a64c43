"""Real mail servers on the loopback address, with the moods that real ones have."""

import asyncio
import datetime as dt
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HOST = "127.0.0.1"


@dataclass
class Mood:
    """What a server answers instead of yes, and what it has taken over."""

    mail: str | None = None
    rcpt: dict[str, str] = field(default_factory=dict)
    data: str | None = None
    quit: str | None = None
    drops_after_data: bool = False
    drops_after_mails: int | None = None
    asks_sign_in: bool = False
    accepts_sign_in: bool = True
    connections: int = 0
    taken: list[Envelope] = field(default_factory=list)
    signed_in: list[tuple[bytes, bytes]] = field(default_factory=list)

    async def handle_EHLO(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.mail is not None:
            return self.mail
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.rcpt:
            return self.rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.data is not None:
            return self.data
        self.taken.append(envelope)
        if self.drops_after_data:
            _transport(server).abort()
        elif self.drops_after_mails is not None and len(self.taken) % self.drops_after_mails == 0:
            # Close only once the answer has left, as a server does that limits mails per connection.
            server.loop.call_later(0.05, _transport(server).close)
        return "250 taken for <anna@example.org> see https://example.org/r/abc"

    async def handle_QUIT(self, server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802
        if self.quit == "drop":
            _transport(server).abort()
        return self.quit or "221 Bye"

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, credentials: object
    ) -> AuthResult:
        assert isinstance(credentials, LoginPassword)
        self.signed_in.append((credentials.login, credentials.password))
        return AuthResult(success=self.accepts_sign_in, handled=False)


def _transport(server: SMTP) -> asyncio.Transport:
    assert isinstance(server.transport, asyncio.Transport)
    return server.transport


class _Controller(Controller):
    def __init__(self, mood: Mood, tls: ssl.SSLContext | None, *, is_tls_from_start: bool) -> None:
        self.mood = mood
        options: dict[str, Any] = {}
        if mood.asks_sign_in:
            options = {"authenticator": mood.authenticate, "auth_require_tls": False}
        if tls is not None and not is_tls_from_start:
            options |= {"tls_context": tls, "require_starttls": True}
        context = tls if is_tls_from_start else None
        super().__init__(mood, hostname=HOST, port=0, ssl_context=context, **options)

    def factory(self) -> SMTP:
        self.mood.connections += 1
        server = super().factory()  # type: ignore[no-untyped-call]
        assert isinstance(server, SMTP)
        return server

    def _trigger_server(self) -> None:
        # The base class connects once to see whether it is up; with port 0 it has to be told where.
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def running(
    mood: Mood, tls: ssl.SSLContext | None = None, *, is_tls_from_start: bool = False
) -> Iterator[int]:
    """Run a server of this mood; yields its port."""
    controller = _Controller(mood, tls, is_tls_from_start=is_tls_from_start)
    controller.start()
    mood.connections = 0
    try:
        yield controller.port
    finally:
        controller.stop()


@contextmanager
def scripted(greeting: bytes | None) -> Iterator[int]:
    """Run a server that says one thing to everybody, or nothing at all, and then only listens."""
    listener = socket.create_server((HOST, 0))
    open_sockets: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            open_sockets.append(client)
            if greeting is not None:
                client.sendall(greeting)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
        for each in open_sockets:
            each.close()


def self_made_certificate(folder: Path, name: str = "localhost") -> Path:
    """Write a certificate for one host name, signed by itself, with its key into one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


def server_context(certificate: Path) -> ssl.SSLContext:
    """Return the TLS side of a server that shows this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context
