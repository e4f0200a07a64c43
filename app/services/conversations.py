"""A manager's or coach's side of a report: whose, which questions, when they talk, and that they did."""

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.conversation import ConversationQuestion, conversation_questions
from app.domain.errors import InvalidError, NotFoundError
from app.domain.report_reading import ReaderKind
from app.domain.text import text
from app.services.finding import find_round
from app.services.handing_over import hand_over, own_reading_begins_at
from app.services.report_readers import reader_kind
from app.services.reports import Translate, read_report
from app.services.work import Work
from app.storage.people import Person
from app.storage.report_readers import ReportReader, reading_of_person
from app.storage.rounds import Participant, Round


@dataclass(frozen=True)
class ConversationLine:
    """A report in its reader's list; `opens_at` is when the participant gets it by itself."""

    participant_id: str
    name: str
    round_name: str
    conversation_on: date | None
    held_on: date | None
    opens_at: datetime | None
    is_participant_reading: bool
    is_reader_first: bool


@dataclass(frozen=True)
class Conversation:
    """One conversation with its questions; `may_edit` tells whether comments can still be taken out."""

    line: ConversationLine
    questions: tuple[ConversationQuestion, ...]
    may_edit: bool


def my_conversations(work: Work) -> tuple[ConversationLine, ...]:
    """Return the reports that the one who is signed in was given to read, the newest round first."""
    if work.actor.person_id is None:
        return ()
    found = reading_of_person(work.session, work.actor.person_id)
    return tuple(_line(work, *row) for row in found)


def read_conversation(work: Work, participant_id: str, language: str, translate: Translate) -> Conversation:
    """Return one of these with questions to talk about; raises NotFoundError to anybody but its reader."""
    reader, participant, round_ = given_to_me(work, participant_id)
    person = work.session.get_one(Person, participant.person_id)
    report = read_report(work, participant_id, language, translate).report
    return Conversation(
        line=_line(work, reader, participant, person, round_),
        questions=conversation_questions(report),
        may_edit=round_.coach_edits_comments and participant.released_at is None,
    )


def plan_conversation(work: Work, participant_id: str, day: date) -> None:
    """Note the day of a conversation; where the participant waits for it, the report opens when it is over.

    Raises InvalidError for a day that has passed, or that comes after the participant has the report anyway.
    """
    reader, participant, round_ = given_to_me(work, participant_id)
    today = work.now.astimezone(work.site.timezone).date()
    if day < today:
        raise InvalidError(text("This day has passed. Choose today or a later day."))
    reader.conversation_on = None
    latest = own_reading_begins_at(work, round_, reader)
    if participant.released_at is None and latest is not None:
        last_day = latest.astimezone(work.site.timezone).date()
        if day > last_day:
            raise InvalidError(
                text(
                    "The report opens by itself on %(day)s. Choose a day before that.",
                    day=last_day.isoformat(),
                )
            )
    reader.conversation_on = day
    reader.held_on = None
    work.audit("conversation_planned", round_.id, participant=participant.id, day=day.isoformat())


def mark_held(work: Work, participant_id: str) -> bool:
    """Note that a conversation was held today; returns whether the participant can read from now on only.

    Doing it again changes nothing.
    """
    reader, participant, round_ = given_to_me(work, participant_id)
    if reader.held_on is None:
        reader.held_on = work.now.astimezone(work.site.timezone).date()
    is_new = bool(hand_over(work, round_, [participant])) if participant.released_at is None else False
    if is_new:
        work.audit("report_handed_over", round_.id, participant=participant.id)
    return is_new


def given_to_me(work: Work, participant_id: str) -> tuple[ReportReader, Participant, Round]:
    """Return what belongs to a report whose manager or coach is signed in; raises NotFoundError to others."""
    # PostgreSQL does not look for a text with a NUL in it, it fails.
    participant = work.session.get(Participant, participant_id) if participant_id.isalnum() else None
    if participant is None or reader_kind(work, participant) not in {ReaderKind.MANAGER, ReaderKind.COACH}:
        raise NotFoundError
    reader = work.session.get_one(ReportReader, participant_id)
    return reader, participant, find_round(work, participant.round_id)


def _line(
    work: Work, reader: ReportReader, participant: Participant, person: Person, round_: Round
) -> ConversationLine:
    return ConversationLine(
        participant_id=participant.id,
        name=person.name,
        round_name=round_.name,
        conversation_on=reader.conversation_on,
        held_on=reader.held_on,
        opens_at=own_reading_begins_at(work, round_, reader),
        is_participant_reading=participant.released_at is not None,
        is_reader_first=round_.is_reader_first,
    )
