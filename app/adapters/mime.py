"""From a mail as a value to the bytes that travel."""

from email.charset import QP, Charset
from email.generator import BytesGenerator
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import Compat32
from hashlib import sha256
from io import BytesIO

from app.adapters.mail_headers import mail_headers
from app.domain.mail import OutgoingMail

LOGO_ID = "logo"
"""The HTML of a mail shows its logo as `cid:logo`."""


# Lines are not folded again: the generator would put a long link on a line of its own below an empty one.
class _Settled(Compat32):
    """Writes headers as they are: `mail_headers` has encoded and folded them."""

    def fold_binary(self, name: str, value: str) -> bytes:
        return (f"{name}: {value}".replace("\n", self.linesep) + self.linesep).encode("ascii")


_POLICY = _Settled(linesep="\r\n", max_line_length=0)


def mail_bytes(mail: OutgoingMail) -> bytes:
    """Return a mail with CRLF line ends: text and HTML as alternatives, the logo inside the mail.

    Bodies are quoted-printable, so that no line exceeds 76 octets and no server needs 8BITMIME. Raises the
    errors of `mail_headers` before anything is built.
    """
    headers = mail_headers(mail)
    message = MIMEMultipart("alternative", _boundary(mail, "alternative"))
    for name, value in headers.items():
        message[name] = value
    message.attach(_body(mail.text, "plain"))
    message.attach(_html(mail))
    buffer = BytesIO()
    BytesGenerator(buffer, mangle_from_=False, policy=_POLICY).flatten(message)
    return buffer.getvalue()


def _html(mail: OutgoingMail) -> MIMEText | MIMEMultipart:
    body = _body(mail.html, "html")
    if mail.logo is None:
        return body
    related = MIMEMultipart("related", _boundary(mail, "related"))
    related.attach(body)
    picture = MIMEImage(mail.logo, "png")
    picture.add_header("Content-ID", f"<{LOGO_ID}>")
    picture.add_header("Content-Disposition", "inline", filename="logo.png")
    related.attach(picture)
    return related


def _boundary(mail: OutgoingMail, part: str) -> str:
    # The same on every attempt; `=_` cannot occur in quoted-printable text.
    return "=_" + sha256(f"{part} {mail.message_id}".encode()).hexdigest()[:32]


def _body(text: str, subtype: str) -> MIMEText:
    # A charset of our own: Flask-Mail switches the shared UTF-8 one to unencoded bodies when it is imported.
    charset = Charset("utf-8")
    charset.body_encoding = QP
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    clean = lines.encode("utf-8", "replace").decode()
    return MIMEText(clean, subtype, charset)  # type: ignore[arg-type]  # the stubs know only names here
