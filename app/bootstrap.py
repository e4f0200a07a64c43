"""The composition root: settings in, the real things plugged into the services' ports out."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from app.adapters.imap_mailbox import ImapBounceMailbox, parse_bounce_url
from app.adapters.keys import RoundKeys
from app.adapters.mail import make_mailer
from app.adapters.queue import CeleryQueue, NoQueue
from app.adapters.random import SystemRandomness
from app.adapters.rendering import MailRenderer
from app.adapters.sealing import AnswerCipher
from app.adapters.typesetting import TypstTypesetter
from app.adapters.wording import CATALOGUES, WrittenLanguage
from app.domain.bounces import BounceMailboxError
from app.services.ports import Site, Tools
from app.settings import Settings, SettingsError
from app.storage.engine import Database, open_database

APP = Path(__file__).parent
TEMPLATES = APP.parent / "templates"


@dataclass(frozen=True)
class Bundle:
    """One installation, put together."""

    settings: Settings
    tools: Tools

    @property
    def database(self) -> Database:
        """The database of this installation."""
        return self.tools.database


def bootstrap(settings: Settings) -> Bundle:
    """Put an installation together; opens no connection yet."""
    tools = Tools(
        database=open_database(settings.database_url),
        clock=lambda: datetime.now(UTC),
        randomness=SystemRandomness(),
        keys=RoundKeys(settings.key_dir),
        cipher=AnswerCipher(),
        mailer=make_mailer(settings.mail_url, settings.outbox_folder),
        renderer=MailRenderer(TEMPLATES, CATALOGUES, settings.timezone),
        queue=CeleryQueue(settings.broker_url) if settings.broker_url else NoQueue(),
        typesetter=TypstTypesetter(
            TEMPLATES / "report", *(APP / name for name in ("domain", "adapters", "translations"))
        ),
        speech=WrittenLanguage,
        site=Site(
            public_url=settings.public_url,
            mail_from=settings.mail_from,
            timezone=settings.timezone,
            languages=settings.languages,
            is_trial_mode=settings.is_trial_mode,
            bounce_address=settings.bounce_address,
            mail_limits=settings.mail_limits,
            sending_hours=settings.sending_hours,
        ),
        # One-time links have a key of their own, so that no other use of the secret can stand in for it.
        secret=sha256(b"rondom sign-in links" + settings.secret_key.encode()).digest(),
        bounces=_bounces(settings.bounce_url),
    )
    return Bundle(settings, tools)


def _bounces(url: str) -> ImapBounceMailbox | None:
    try:
        return ImapBounceMailbox(parse_bounce_url(url)) if url else None
    except BounceMailboxError as error:
        raise SettingsError(str(error)) from None
