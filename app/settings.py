"""Settings of an installation: the environment with the prefix RONDOM_, then rondom.env in its folder."""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from app.adapters.logs import LEVELS, STYLES
from app.adapters.running_address import read_address
from app.domain.mail_pace import NO_LIMITS, MailLimits
from app.domain.sending_hours import WORKING_HOURS, SendingHours, read_days, read_hours

DEFAULT_PORT = 5000
LANGUAGES = ("nl", "en", "fr")
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_SQLITE, _POSTGRESQL = "sqlite:///", "postgresql+psycopg://"


class SettingsError(Exception):
    """A setting is missing or makes no sense; the message says which, and how to mend it."""


@dataclass(frozen=True)
class Settings:
    """One installation; secrets stay out of every representation."""

    instance: Path
    database_url: str = field(repr=False)
    broker_url: str | None = field(repr=False)
    mail_url: str = field(repr=False)
    mail_from: str
    public_url: str
    secret_key: str = field(repr=False)
    key_dir: Path
    languages: tuple[str, ...]
    timezone: ZoneInfo
    may_be_plain: bool = False
    """The operator accepts that answers travel unencrypted."""
    mail_limits: MailLimits = NO_LIMITS
    """The most mails that leave per minute, per day and over how many connections at a time."""
    sending_hours: SendingHours = WORKING_HOURS
    """When reminders that go out by themselves reach people, by the clock of each."""
    trusted_proxies: int = 0
    """How many proxies of our own stand in front and say where a request came from."""

    bounce_address: str | None = None
    """Where mails come back to that cannot be delivered, as bounces+TOKEN@ of it."""
    bounce_url: str = field(default="", repr=False)
    bounce_secret: str = field(default="", repr=False)
    metrics_token: str = field(default="", repr=False)
    """What a collector of metrics has to show; without it there are none."""
    log_style: str = "text"
    log_level: str = "warning"

    @property
    def is_trial_mode(self) -> bool:
        """Mails stay on this machine, where the administrator can open every link."""
        return self.mail_url.startswith("file:")

    @property
    def outbox_folder(self) -> Path:
        """Where mails are kept in trial mode."""
        return self.instance / "outbox"

    @property
    def is_https(self) -> bool:
        """Whether cookies may insist on an encrypted connection."""
        return self.public_url.startswith("https://")


def load_settings(environment: Mapping[str, str] | None = None, *, port: int | None = None) -> Settings:
    """Read the settings; creates the instance folder and its secret on first use.

    Without RONDOM_PUBLIC_URL links lead to `port` of this machine, or to where `rondom serve` runs now.
    Raises SettingsError naming the variable and the mend.
    """
    given = dict(os.environ if environment is None else environment)
    instance = Path(given.get("RONDOM_INSTANCE") or "instance").resolve()
    _make_private(instance)
    # What is there without a value is not set: a compose file passes every name on, most of them empty.
    found = _read_env_file(instance / "rondom.env") | {name: value for name, value in given.items() if value}

    def setting(name: str, default: str = "") -> str:
        return found.get(f"RONDOM_{name}", "").strip() or default

    may_be_plain = setting("ALLOW_PLAIN_HTTP") == "yes"
    public_url = (setting("PUBLIC_URL") or _own_address(instance, port)).rstrip("/")
    _check_public_url(public_url, may_be_plain=may_be_plain)
    mail_url = setting("MAIL_URL", "file:")
    return Settings(
        instance=instance,
        database_url=_database(setting("DATABASE_URL", f"sqlite:///{instance / 'rondom.sqlite'}")),
        broker_url=setting("BROKER_URL") or None,
        mail_url=mail_url,
        mail_from=setting("MAIL_FROM", "rondom@localhost.localdomain"),
        public_url=public_url,
        secret_key=_secret(setting("SECRET_KEY")) or _own_secret(instance / "secret.key"),
        key_dir=Path(setting("KEY_DIR", str(instance / "keys"))),
        languages=_languages(setting("LANGUAGES", "nl,en,fr")),
        timezone=_zone(setting("TIMEZONE", "Europe/Brussels")),
        may_be_plain=may_be_plain,
        mail_limits=_mail_limits(setting),
        sending_hours=_sending_hours(setting("SENDING_HOURS"), setting("SENDING_DAYS")),
        trusted_proxies=_count(setting("TRUSTED_PROXIES", "0")),
        bounce_address=_bounce_address(setting("BOUNCE_ADDRESS")),
        bounce_url=setting("BOUNCE_URL"),
        bounce_secret=_bounce_secret(setting("BOUNCE_SECRET")),
        metrics_token=setting("METRICS_TOKEN"),
        log_style=_one_of(STYLES, setting("LOG", "text"), "RONDOM_LOG"),
        log_level=_one_of(LEVELS, setting("LOG_LEVEL", "warning"), "RONDOM_LOG_LEVEL"),
    )


def _mail_limits(setting: Callable[[str], str]) -> MailLimits:
    limits = {name: setting(name) for name in ("MAIL_PER_MINUTE", "MAIL_PER_DAY", "MAIL_CONNECTIONS")}
    for name, given in limits.items():
        if given and (not given.isdecimal() or not 0 < int(given) <= 1_000_000):
            raise SettingsError(f"RONDOM_{name} is a whole number, at least 1; without it there is no limit")
    minute, day, connections = (int(given or 0) for given in limits.values())
    return MailLimits(minute, day, connections)


def _sending_hours(hours: str, days: str) -> SendingHours:
    try:
        first, last = read_hours(hours) if hours else (WORKING_HOURS.first, WORKING_HOURS.last)
    except ValueError:
        raise SettingsError(
            "RONDOM_SENDING_HOURS must look like 8-18: whole hours of one day, from 0 to 24"
        ) from None
    try:
        return SendingHours(first, last, read_days(days) if days else WORKING_HOURS.days)
    except ValueError:
        raise SettingsError("RONDOM_SENDING_DAYS must look like mon-fri, or mon,wed,thu") from None


def _own_address(instance: Path, port: int | None) -> str:
    if port is not None:
        return f"http://127.0.0.1:{port}"
    return read_address(instance) or f"http://127.0.0.1:{DEFAULT_PORT}"


def _check_public_url(url: str, *, may_be_plain: bool) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError("RONDOM_PUBLIC_URL must look like https://feedback.example.org")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK and not may_be_plain:
        raise SettingsError(
            "RONDOM_PUBLIC_URL begins with http:// although it is not this machine: answers would travel"
            " in the open. Use https, or say RONDOM_ALLOW_PLAIN_HTTP=yes if you know what you do."
        )


def _languages(listed: str) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(part.strip() for part in listed.split(",") if part.strip()))
    unknown = [language for language in chosen if language not in LANGUAGES]
    if not chosen or unknown:
        raise SettingsError(
            f"RONDOM_LANGUAGES knows {', '.join(LANGUAGES)}; not {', '.join(unknown) or 'none'}"
        )
    return chosen


def _one_of(known: tuple[str, ...], given: str, name: str) -> str:
    if given not in known:
        raise SettingsError(f"{name} is one of {', '.join(known)}; not {given}")
    return given


def _count(number: str) -> int:
    if not number.isdecimal() or int(number) > 9:
        raise SettingsError("RONDOM_TRUSTED_PROXIES is a number: how many proxies stand in front of Rondom")
    return int(number)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError(
            f"RONDOM_TIMEZONE: there is no time zone {name!r}; try Europe/Brussels"
        ) from error


def _database(given: str) -> str:
    url = given
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            url = _POSTGRESQL + url.removeprefix(prefix)
    try:
        is_known = url.startswith((_SQLITE, _POSTGRESQL)) and bool(make_url(url))
    except (ArgumentError, ValueError):
        is_known = False
    if not is_known:
        # Without the address itself, which may hold a password.
        raise SettingsError(
            "RONDOM_DATABASE_URL must look like postgresql://user:password@host/name or sqlite:////path/to/file"
        )
    return url


def _secret(given: str) -> str:
    if given and len(given) < 32:
        raise SettingsError("RONDOM_SECRET_KEY is too short: at least 32 random characters")
    return given


def _bounce_address(given: str) -> str | None:
    local_part, _, domain = given.rpartition("@")
    # A token of 33 characters joins the local part, which may have 64.
    is_usable = local_part and domain and given.isascii() and len(local_part) <= 30 and "+" not in given
    if given and not is_usable:
        raise SettingsError("RONDOM_BOUNCE_ADDRESS must look like bounces@example.org, without a plus sign")
    return given or None


def _bounce_secret(given: str) -> str:
    if given and len(given) < 32:
        raise SettingsError("RONDOM_BOUNCE_SECRET is too short: at least 32 random characters")
    return given


def _own_secret(path: Path) -> str:
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
    secret = path.read_text(encoding="ascii").strip()
    if len(secret) < 32:
        raise SettingsError(f"{path} holds no usable secret; delete it and a new one is made")
    return secret


def _make_private(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)


def _read_env_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        name, separator, value = stripped.partition("=")
        if not separator or not name.startswith("RONDOM_"):
            raise SettingsError(f"{path}, line {number}: expected RONDOM_NAME=value")
        found[name.strip()] = value.strip().strip('"')
    return found
