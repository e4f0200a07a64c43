"""What mails about reports say beyond the way in, looked up at the moment they are sent."""

from app.domain.reader_sentences import told_to_oneself
from app.domain.report_reading import BY_MANAGER
from app.services.handing_over import own_reading_begins_at
from app.services.report_mails import IS_AHEAD, IS_READY, TO_READ
from app.services.report_readers import reading_rules
from app.services.work import Work
from app.storage.accounts import Account
from app.storage.messages import Message
from app.storage.people import Person
from app.storage.report_readers import ReportReader, reading_of_person
from app.storage.rounds import Participant, Round

ABOUT_REPORTS = (IS_READY, IS_AHEAD, TO_READ)


def report_values(work: Work, message: Message, round_: Round, account: Account) -> dict[str, object] | None:
    """Return what the template of a mail about a report needs; None when there is no reason to send it."""
    if message.kind == IS_AHEAD:
        return _ahead(work, message, round_)
    if message.kind == TO_READ:
        return _to_read(work, round_, account)
    return {"readers": told_to_oneself(reading_rules(round_))}


def _ahead(work: Work, message: Message, round_: Round) -> dict[str, object] | None:
    participant = work.session.get(Participant, message.participant_id or "")
    reader = work.session.get(ReportReader, message.participant_id or "")
    # Nobody is told to wait who reads already.
    if participant is None or reader is None or participant.released_at is not None:
        return None
    opens_at = own_reading_begins_at(work, round_, reader)
    person = work.session.get(Person, reader.person_id or "")
    if opens_at is None or person is None:
        return None
    return {"reader": person.name, "is_manager": round_.report_reader == BY_MANAGER, "opens_at": opens_at}


def _to_read(work: Work, round_: Round, account: Account) -> dict[str, object] | None:
    if account.person_id is None:
        return None
    names = [
        person.name
        for _, _, person, its_round in reading_of_person(work.session, account.person_id)
        if its_round.id == round_.id
    ]
    if not names:
        return None
    return {
        "participants": names,
        "is_first": round_.is_reader_first,
        "days": round_.reader_days,
        "may_edit": round_.coach_edits_comments,
    }
