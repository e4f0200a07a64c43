"""How fast mails leave: limits of the installation, pauses between tries, and how long a launch takes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.text import Text, text, text_n

MINUTE = timedelta(seconds=61)
"""What a limit per minute looks back on: a second more, so that it also holds by the server's clock."""
DAY = timedelta(hours=24)

GIVE_UP_AFTER = timedelta(hours=72)
"""After the first failure; a round lasts two or three weeks, so nobody waits longer for a mail."""
MOST_LAPSES = 5
"""After so many workers that died with the same mail it may be the mail that kills them: others go first."""
MOST_COPIES = 2
"""A mail of which so many copies may have arrived is not sent again."""
PROBE_EVERY = timedelta(minutes=5)
"""How often a paused queue tries one mail, to go on by itself once the settings are mended."""

_RETRY_MINUTES = (1, 5, 15, 30, 60)
_SHORTEST_REST, _LONGEST_REST = 60, 900
_CALM = timedelta(minutes=15)
_USUAL_SECONDS = 0.5
_SHARE_OF_LIMIT = 0.9


@dataclass(frozen=True)
class MailLimits:
    """The most mails per minute and per day and connections at a time, of all workers; 0 is no limit."""

    per_minute: int = 0
    per_day: int = 0
    connections: int = 0

    @property
    def counts_mails(self) -> bool:
        """Whether mails have to be counted as they leave."""
        return bool(self.per_minute or self.per_day)


NO_LIMITS = MailLimits()


def next_try_at(attempts: int, first_failed_at: datetime, now: datetime) -> datetime | None:
    """Return when a mail is tried again after its attempt number `attempts` failed; None to give up."""
    minutes = _RETRY_MINUTES[min(max(attempts, 1), len(_RETRY_MINUTES)) - 1]
    again = now + timedelta(minutes=minutes)
    return again if again <= first_failed_at + GIVE_UP_AFTER else None


def next_rest(seconds: int, rested_until_at: datetime | None, now: datetime) -> int:
    """Return for how many seconds a server that wants fewer mails is left alone; longer from time to time."""
    is_calm = rested_until_at is None or now - rested_until_at > _CALM
    return _SHORTEST_REST if is_calm or not seconds else min(seconds * 2, _LONGEST_REST)


def sending_time(
    mails: int, limits: MailLimits, seconds_per_mail: float | None = None, workers: int = 1
) -> timedelta:
    """Return about how long it takes until this many mails have left."""
    pace = (seconds_per_mail or _USUAL_SECONDS) / max(1, workers)
    needed = timedelta(seconds=mails * pace)
    if limits.per_minute:
        # The first ones leave at once; later ones wait for places, which are looked for every few seconds.
        waiting = max(0, mails - limits.per_minute)
        needed = max(needed, timedelta(minutes=waiting / (limits.per_minute * _SHARE_OF_LIMIT)))
    if limits.per_day and mails > limits.per_day:
        needed = max(needed, ((mails - 1) // limits.per_day) * DAY)
    return needed


def duration_words(duration: timedelta) -> Text:
    """Return a duration as people say it."""
    minutes = round(duration.total_seconds() / 60)
    if minutes < 2:
        return text("a minute or two")
    if minutes < 90:
        return text_n("about %(count)s minute", "about %(count)s minutes", minutes)
    hours = round(minutes / 60)
    if hours < 36:
        return text_n("about %(count)s hour", "about %(count)s hours", hours)
    return text_n("about %(count)s day", "about %(count)s days", round(hours / 24))


def sending_words(
    mails: int, limits: MailLimits, seconds_per_mail: float | None = None, workers: int = 1
) -> Text:
    """Return how long sending takes, and which limit makes it so."""
    duration = sending_time(mails, limits, seconds_per_mail, workers)
    unbounded = sending_time(mails, NO_LIMITS, seconds_per_mail, workers)
    words = duration_words(duration)
    if duration <= unbounded:
        return words
    if limits.per_day and mails > limits.per_day:
        return text(
            "%(duration)s, with your limit of %(limit)s mails per day", duration=words, limit=limits.per_day
        )
    return text(
        "%(duration)s, with your limit of %(limit)s mails per minute",
        duration=words,
        limit=limits.per_minute,
    )
