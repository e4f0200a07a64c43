"""The way out for mails: a mail server, or a local folder where there is none."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from flask import Flask
from flask_mail import Mail

from app.adapters.mail_url import MailServer, is_outbox_url, outbox_folder, parse_mail_url
from app.adapters.outbox_folder import FolderMailer
from app.adapters.smtp import GuardedConnection, PreparedMessage, own_name
from app.domain.mail import Delivered, OutgoingMail, TemporaryMailError


def make_mailer(mail_url: str, folder: Path) -> "SmtpMailer | FolderMailer":
    """Return the mailer for a RONDOM_MAIL_URL; `folder` holds the mails of a bare `file:`.

    Raises MailConfigurationError.
    """
    if is_outbox_url(mail_url):
        return FolderMailer(outbox_folder(mail_url, folder))
    return SmtpMailer(parse_mail_url(mail_url))


class SmtpMailer:
    """Sends through a mail server with Flask-Mail on a bare Flask object, so that no web page is needed."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._flask = Flask("rondom-mail", static_folder=None)
        self._flask.config.update(
            MAIL_SERVER=server.host,
            MAIL_PORT=server.port,
            MAIL_USERNAME=server.username,
            MAIL_PASSWORD=server.password,
            MAIL_USE_SSL=server.is_tls_from_start,
            MAIL_USE_TLS=server.starttls == "required",
            MAIL_SUPPRESS_SEND=False,
        )
        self._mail = Mail(self._flask)

    @cached_property
    def _own_name(self) -> str:
        return own_name()

    def send(self, mail: OutgoingMail, before_end: Callable[[], None] | None = None) -> Delivered:
        """Send one mail over a connection of its own; raises a MailError."""
        with self.connection() as sender:
            return sender.send(mail, before_end)

    @contextmanager
    def connection(self) -> Iterator["SmtpSender"]:
        """Keep one connection for up to a hundred mails; it opens with the first."""
        with GuardedConnection(self._mail, self._server, self._own_name) as connection:
            yield SmtpSender(connection)

    def check(self) -> None:
        """Reach the server, encrypt, sign in and say goodbye, without a mail; raises a MailError."""
        with GuardedConnection(self._mail, self._server, self._own_name) as connection:
            connection.host = connection.configure_host()

    def forget_round(self, round_id: str) -> int:  # noqa: ARG002 - a mail server keeps no copies for us
        """Return 0: no copies stay here."""
        return 0


class SmtpSender:
    """Sends one mail after another over one connection."""

    def __init__(self, connection: GuardedConnection) -> None:
        self._connection = connection

    def send(self, mail: OutgoingMail, before_end: Callable[[], None] | None = None) -> Delivered:
        """Send a mail and return the server's yes; raises a MailError, or what `before_end` raises."""
        self._connection.send(PreparedMessage(mail, before_end))
        answer = self._connection.answer
        if answer is None:
            raise TemporaryMailError(0, "the server gave no answer")
        return answer
