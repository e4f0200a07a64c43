"""Who reads a report besides its participant, and when: what a round decides before its launch.

Raters answer knowing these rules, so that nothing here changes once they have been asked.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.domain.errors import InvalidError
from app.domain.text import text

NOBODY = "none"
BY_MANAGER = "manager"
BY_COACH = "coach"
READERS = (NOBODY, BY_MANAGER, BY_COACH)

FEWEST_DAYS = 1
MOST_DAYS = 30
USUAL_DAYS = 14


class ReaderKind(StrEnum):
    """What makes somebody a reader of a report."""

    PARTICIPANT = "participant"
    MANAGER = "manager"
    COACH = "coach"
    HR = "hr"
    OPERATOR = "operator"


@dataclass(frozen=True)
class ReadingRules:
    """What a round says about the readers of its reports.

    `reader` is one of READERS; with `is_reader_first` the participant waits for a conversation, at most
    `days` days after the release. With `coach_edits` the coach may shorten or withhold comments meanwhile.

    Raises:
        InvalidError: for rules that contradict each other, or days out of range.
    """

    reader: str = NOBODY
    is_reader_first: bool = False
    days: int = USUAL_DAYS
    hr_reads: bool = False
    coach_edits: bool = False

    def __post_init__(self) -> None:
        if self.reader not in READERS:
            raise InvalidError(
                text("Reports are read by “none”, “manager” or “coach” beside the participant.")
            )
        if not FEWEST_DAYS <= self.days <= MOST_DAYS:
            raise InvalidError(
                text("Choose a number from %(lowest)s to %(highest)s.", lowest=FEWEST_DAYS, highest=MOST_DAYS)
            )
        if self.is_reader_first and self.reader == NOBODY:
            raise InvalidError(
                text("A conversation before the participant reads needs somebody to have it with.")
            )
        if self.coach_edits and not (self.reader == BY_COACH and self.is_reader_first):
            raise InvalidError(
                text("Only a coach who reads before the participant can shorten or withhold comments.")
            )


PARTICIPANT_ONLY = ReadingRules()
"""What a round starts from."""


def opens_at(read_since: datetime, days: int, conversation_on: date | None, zone: ZoneInfo) -> datetime:
    """Return when a report opens for its participant by itself, as a UTC instant.

    That is `days` days after its reader got it, or at the end of the day of the conversation if that comes
    first: a forgotten click keeps nobody waiting.
    """
    latest = read_since + timedelta(days=days)
    if conversation_on is None:
        return latest
    after = datetime.combine(conversation_on + timedelta(days=1), time(), tzinfo=zone).astimezone(UTC)
    return min(latest, after)
