"""One conversation with a mail server, through Flask-Mail but without its traps.

Flask-Mail 0.10 by itself knows no timeout, does not check certificates, fails after the server has said yes
when the goodbye goes wrong, lets extra headers inject others and makes a new Message-ID for every attempt.
"""

import contextlib
import smtplib
import socket
import ssl
from collections.abc import Callable
from types import TracebackType
from typing import Self

from flask_mail import Connection, Mail, Message

from app.adapters.mail_headers import envelope_address, recipient_address, sender_address
from app.adapters.mail_url import MailServer, is_loopback
from app.adapters.mime import mail_bytes
from app.adapters.smtp_answers import Stage, answer_text, failure, refusal
from app.adapters.smtp_deadline import PatientSMTP, PatientSMTPS
from app.domain.mail import Delivered, MailConfigurationError, MailError, OutgoingMail

MAILS_PER_CONNECTION = 100

_GOODBYE_TIMEOUT = 5.0
_NETWORK_ERRORS = (OSError, smtplib.SMTPException)
_YES = {
    Stage.RECIPIENT: {250, 251, 252},
    Stage.ASKING: {354},
    # By the first digit (RFC 5321, 4.2): a yes with another number must not be sent again.
    Stage.CONTENT: range(200, 300),
}


class PreparedMessage(Message):
    """A message of Flask-Mail whose bytes, Message-ID and date are settled beforehand."""

    def __init__(self, mail: OutgoingMail, before_end: Callable[[], None] | None = None) -> None:
        # The base class would look up this machine's name for a Message-ID that is never used.
        self.envelope_sender = envelope_address(mail)
        self.recipients = [recipient_address(mail)]
        self.sender = sender_address(mail)
        self.subject = mail.subject
        self.msgId = mail.message_id
        self.date = mail.dated_at.timestamp()
        self.before_end = before_end
        self._content = mail_bytes(mail)

    def as_bytes(self) -> bytes:
        """Return the whole message with CRLF line ends."""
        return self._content


class GuardedConnection(Connection):
    """Opens with the first mail, checks certificates, gives up in time, survives a server that hangs up."""

    host: PatientSMTP | None

    def __init__(self, mail: Mail, server: MailServer, own_name: str) -> None:
        super().__init__(mail)
        self._server = server
        self._own_name = own_name
        self.answer: Delivered | None = None

    def __enter__(self) -> Self:
        """Return itself; the server is reached when there is something to send."""
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        """Say goodbye; what goes wrong then changes nothing about mails the server has taken over."""
        self.close()

    def configure_host(self) -> PatientSMTP:
        """Return an open, encrypted and signed-in conversation; raises a MailError."""
        try:
            host = self._reach()
        except _NETWORK_ERRORS as error:
            raise failure(Stage.OPENING, error) from None
        try:
            self._protect_and_sign_in(host)
        except MailError:
            host.close()
            raise
        except _NETWORK_ERRORS as error:
            host.close()
            raise failure(Stage.OPENING, error) from None
        return host

    def send(self, message: Message, envelope_from: str | tuple[str, str] | None = None) -> None:
        """Send a prepared message, anew if the server had hung up since the last one; raises a MailError."""
        if not isinstance(message, PreparedMessage) or envelope_from is not None:
            raise TypeError("only prepared messages are sent here")
        if self.num_emails >= MAILS_PER_CONNECTION:
            self.close()
        is_reused = self.host is not None
        try:
            self.answer = self._converse(message)
        except _HungUpError as error:
            if not is_reused:
                raise error.meaning from None
            self.answer = self._converse_anew(message)
        self.num_emails += 1

    def close(self) -> None:
        """End the conversation, politely if the server still listens."""
        host, self.host = self.host, None
        self.num_emails = 0
        if host is None:
            return
        with contextlib.suppress(*_NETWORK_ERRORS):
            host.allow(min(_GOODBYE_TIMEOUT, self._server.timeout))
            host.quit()
        host.close()

    def _reach(self) -> PatientSMTP:
        server = self._server
        if server.is_tls_from_start:
            return PatientSMTPS(
                server.host,
                server.port,
                local_hostname=self._own_name,
                timeout=server.timeout,
                context=self._tls(),
            )
        return PatientSMTP(server.host, server.port, local_hostname=self._own_name, timeout=server.timeout)

    def _protect_and_sign_in(self, host: PatientSMTP) -> None:
        server = self._server
        host.ehlo_or_helo_if_needed()
        is_encrypted = server.is_tls_from_start
        if server.starttls != "no" and host.has_extn("starttls"):
            host.starttls(context=self._tls())
            host.ehlo_or_helo_if_needed()
            is_encrypted = True
        elif server.starttls == "required":
            raise MailConfigurationError(0, "the server offers no STARTTLS, which the settings require")
        if server.username is None or server.password is None:
            return
        if not is_encrypted and server.starttls != "no" and not is_loopback(server.host):
            raise MailConfigurationError(0, "the password is not sent over an unencrypted connection")
        host.login(server.username, server.password)

    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if not self._server.is_verified:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context

    def _converse_anew(self, message: PreparedMessage) -> Delivered:
        try:
            return self._converse(message)
        except _HungUpError as error:
            raise error.meaning from None

    def _converse(self, message: PreparedMessage) -> Delivered:
        if self.host is None:
            self.host = self.configure_host()
            self.num_emails = 0
        host = self.host
        host.allow(self._server.timeout)
        stage = Stage.SENDER
        try:
            _expect(stage, host.mail(message.envelope_sender))
            stage = Stage.RECIPIENT
            _expect(stage, host.rcpt(str(message.recipients[0])))
            stage = Stage.ASKING
            _expect(stage, host.docmd("data"))
            host.send_content(message.as_bytes(), message.before_end)
            stage = Stage.CONTENT
            return _expect(stage, host.getreply())
        except MailError as error:
            self._start_over()
            if error.code == 421 and stage is not Stage.CONTENT:
                self.close()
                raise _HungUpError(error) from None
            raise
        except _NETWORK_ERRORS as error:
            meaning = failure(stage, error)
            if isinstance(error, smtplib.SMTPResponseException):
                self._start_over()
                raise meaning from None
            self._abandon()
            # A server that answers nothing in time would not answer faster on another connection.
            if stage is Stage.CONTENT or isinstance(error.__context__, TimeoutError):
                raise meaning from None
            raise _HungUpError(meaning) from None
        except Exception:
            # Ours, in the middle of the content: without its last line the server drops all of it.
            self._abandon()
            raise

    def _start_over(self) -> None:
        try:
            is_ready = self.host is not None and self.host.rset()[0] == 250
        except _NETWORK_ERRORS:
            is_ready = False
        if not is_ready:
            self._abandon()

    def _abandon(self) -> None:
        host, self.host = self.host, None
        if host is not None:
            host.close()


class _HungUpError(Exception):
    """The server was gone before it had the content: another connection may try."""

    def __init__(self, meaning: MailError) -> None:
        super().__init__(str(meaning))
        self.meaning = meaning


def own_name() -> str:
    """Return the name this machine greets mail servers with."""
    name = socket.getfqdn()
    return name if "." in name and name.isascii() else "[127.0.0.1]"


def _expect(stage: Stage, answer: tuple[int, bytes]) -> Delivered:
    code, text = answer
    if code not in _YES.get(stage, {250}):
        raise refusal(stage, code, text)
    return Delivered(code, answer_text(text))
