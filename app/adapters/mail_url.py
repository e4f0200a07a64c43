"""RONDOM_MAIL_URL: where mails go out, in one line."""

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from app.domain.mail import MailConfigurationError

Starttls = Literal["required", "if-offered", "no"]

_PORTS = {"smtp": 25, "smtps": 465}
_OPTIONS = frozenset({"starttls", "verify", "timeout"})


@dataclass(frozen=True)
class MailServer:
    """How to reach a mail server; `timeout` is in seconds, for opening a connection and for each mail."""

    host: str
    port: int
    username: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    is_tls_from_start: bool = False
    starttls: Starttls = "required"
    is_verified: bool = True
    timeout: float = 25.0


def is_outbox_url(url: str) -> bool:
    """Tell whether mails stay in a local folder (trial mode)."""
    return url.partition(":")[0].lower() == "file"


def outbox_folder(url: str, folder: Path) -> Path:
    """Return the folder a `file:` address names, `folder` where it names none."""
    path = unquote(urlsplit(url).path)
    return Path(path) if path else folder


def parse_mail_url(url: str) -> MailServer:
    """Return the server of `smtp://user:pass@host:587?starttls=required` or `smtps://...`.

    Options: starttls=required|if-offered|no, verify=yes|no, timeout=seconds. Raises MailConfigurationError,
    which never repeats the address, since it holds a password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _wrong("it is not a valid address") from None
    if parts.scheme not in _PORTS:
        raise _wrong("it has to begin with smtp://, smtps:// or file:")
    if not parts.hostname or parts.path.strip("/") or parts.fragment:
        raise _wrong(
            "after the host and port only options may follow, and a password has to be percent-encoded"
        )
    username, password = _credentials(parts)
    options = _options(parts.query)
    is_tls_from_start = parts.scheme == "smtps"
    return MailServer(
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        username=username,
        password=password,
        is_tls_from_start=is_tls_from_start,
        starttls=_starttls(options, parts.hostname, is_tls_from_start=is_tls_from_start),
        is_verified=_one_of(options, "verify", ("yes", "no")) == "yes",
        timeout=_timeout(options),
    )


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine, where nobody can listen in."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _credentials(parts: SplitResult) -> tuple[str | None, str | None]:
    if parts.username is None and parts.password is None:
        return None, None
    if not parts.username or not parts.password:
        raise _wrong("a user name and a password go together")
    username, password = unquote(parts.username), unquote(parts.password)
    if not (username + password).isascii():
        raise _wrong("the mail protocol knows only ASCII in user names and passwords")
    return username, password


def _options(query: str) -> dict[str, str]:
    pairs = parse_qsl(query, keep_blank_values=True)
    options = dict(pairs)
    unknown = sorted(options.keys() - _OPTIONS)
    if unknown:
        raise _wrong(f"there is no option {unknown[0]!r}; there are {', '.join(sorted(_OPTIONS))}")
    if len(options) < len(pairs):
        raise _wrong("an option appears twice")
    return options


def _one_of(options: dict[str, str], name: str, values: tuple[str, ...]) -> str:
    value = options.get(name, values[0])
    if value not in values:
        raise _wrong(f"{name} has to be one of {', '.join(values)}")
    return value


def _starttls(options: dict[str, str], host: str, *, is_tls_from_start: bool) -> Starttls:
    if is_tls_from_start:
        if "starttls" in options:
            raise _wrong("smtps:// is encrypted from the start and takes no starttls")
        return "no"
    if "starttls" not in options:
        if not is_loopback(host):
            raise _wrong("say starttls=required, or starttls=no if mails may really travel unencrypted")
        return "no"
    return cast("Starttls", _one_of(options, "starttls", ("required", "if-offered", "no")))


def _timeout(options: dict[str, str]) -> float:
    try:
        timeout = float(options.get("timeout", "25"))
    except ValueError:
        timeout = 0.0
    # Opening and sending together have to end before the job does, and long before the claim on the mail.
    if not 0 < timeout <= 45:
        raise _wrong("timeout has to be a number of seconds up to 45")
    return timeout


def _wrong(reason: str) -> MailConfigurationError:
    return MailConfigurationError(0, f"RONDOM_MAIL_URL: {reason}")
