"""Reports as PDF files: wanted by a row, made by the worker, stored once per participant and language.

A stored file counts only while its source is what the report is made of now: the publication as it is
released, the names around it, the language, and the version of the engine. Losing the doorbell costs seconds:
the sweep finds every wish in the table.
"""

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.file_names import file_name
from app.domain.printed_report.voice import Document
from app.domain.printed_report.whole import printed_report
from app.domain.rounds import RoundAct, is_allowed
from app.domain.typesetting import TypesettingError
from app.services.finding import find_round
from app.services.ports import JobName, Tools
from app.services.report_wishes import spoken
from app.services.reports import find_readable, own_labels, read_report
from app.services.sealed_reports import released_marks
from app.services.work import SYSTEM, Work, open_reading, open_work
from app.storage.people import Person
from app.storage.rounds import Participant, Round
from app.storage.typeset_reports import (
    content_of,
    keep_report,
    stop_wanting,
    want_reports,
    wanted_reports,
)

TEMPLATE = "participant"
AT_ONCE = 100
AT_MOST = timedelta(seconds=40)
"""Files and time per run of the sweep, well under the time limit of a job."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ReportFile:
    """A report as a file; `content` is None while it still has to be made.

    `is_own` tells whether the one who asks is its participant.
    """

    name: str
    content: bytes | None
    language: str
    is_own: bool


def report_file(work: Work, participant_id: str, language: str) -> ReportFile:
    """Return the stored file for one who may read the report; raises as `read_report` does."""
    participant, round_ = find_readable(work, participant_id)
    told = spoken(work, language)
    person = work.session.get_one(Person, participant.person_id)
    source = sources_of(work, round_, [(participant, person)], told).get(participant.id, "")
    content = content_of(work.session, participant.id, told, source)
    return ReportFile(_name(round_, person, told), content, told, person.id == work.actor.person_id)


def want_report(work: Work, participant_id: str, language: str) -> None:
    """Ask for the file, on behalf of one who may read the report; raises as `read_report` does."""
    participant, _ = find_readable(work, participant_id)
    wish = (participant.id, spoken(work, language))
    want_reports(work.session, [wish], work.now)
    work.later(JobName.TYPESET, *wish)


def typeset_wanted(tools: Tools) -> int:
    """Make what somebody waits for; returns how many files were made.

    Several runs at once share the work: each takes the oldest wishes in an order of its own. Should two make
    the same file, no harm is done, for equal reports give equal bytes.
    """
    until = tools.clock() + AT_MOST
    with open_reading(tools, SYSTEM) as work:
        wanted = wanted_reports(work.session, AT_ONCE)
    tools.randomness.shuffle(wanted)
    made = 0
    for wish in wanted:
        if tools.clock() > until:
            break
        made += typeset_report(tools, *wish)
    if made and (len(wanted) == AT_ONCE or tools.clock() > until):
        tools.queue.publish(JobName.TYPESET_WANTED)
    return made


def typeset_report(tools: Tools, participant_id: str, language: str) -> bool:
    """Make and store one file, unless it is there already; tells whether it was made."""
    with open_reading(tools, SYSTEM) as work:
        made = _made(work, participant_id, language)
    with open_work(tools, SYSTEM) as work:
        if made is None or work.session.get(Participant, participant_id) is None:
            stop_wanting(work.session, participant_id, language)
            return False
        source, content = made
        keep_report(work.session, participant_id, language, source=source, content=content, now=work.now)
    return True


def fresh_report(work: Work, participant_id: str, language: str) -> ReportFile:
    """Return a file made on the spot, for the operator; nothing is stored. Raises as `read_report` does."""
    participant, round_ = find_readable(work, participant_id)
    person = work.session.get_one(Person, participant.person_id)
    content = _typeset(work, participant_id, language)
    return ReportFile(_name(round_, person, language), content, language, is_own=False)


def fresh_document(work: Work, participant_id: str, language: str) -> Document:
    """Return a report as a document in words, for one who may read it; raises as `read_report` does."""
    speech = work.tools.speech(language)
    page = read_report(work, participant_id, language, speech.say)
    return printed_report(
        page.report,
        page.questionnaire,
        page.publication,
        not_shown=page.not_shown,
        group_labels=page.group_labels,
        speech=speech,
    )


def sources_of(
    work: Work, round_: Round, people: Sequence[tuple[Participant, Person]], language: str
) -> dict[str, str]:
    """Return what the file of each participant is made of, as a digest; the unsealed are left out."""
    marks = released_marks(work, round_, [participant.id for participant, _ in people])
    # The questionnaire is frozen with the round.
    shared = [
        work.tools.typesetter.version,
        language,
        round_.id,
        round_.name,
        str(round_.closed_at),
        str(round_.closes_at),
        own_labels(round_),
    ]
    return {
        participant.id: _digest(
            [*shared, marks[participant.id], person.name, person.role, participant.target_levels]
        )
        for participant, person in people
        if participant.id in marks
    }


def _made(work: Work, participant_id: str, language: str) -> tuple[str, bytes] | None:
    """Return the source and the bytes; None where there is nothing to make."""
    participant = work.session.get(Participant, participant_id)
    if participant is None:
        return None
    round_ = find_round(work, participant.round_id)
    if not is_allowed(round_.state, RoundAct.READ):
        return None
    person = work.session.get_one(Person, participant.person_id)
    source = sources_of(work, round_, [(participant, person)], language).get(participant_id)
    if source is None or content_of(work.session, participant_id, language, source) is not None:
        return None
    try:
        return source, _typeset(work, participant_id, language)
    except TypesettingError:
        log.exception("the report of participant %s could not be made", participant_id)
        return None


def _typeset(work: Work, participant_id: str, language: str) -> bytes:
    document = fresh_document(work, participant_id, language)
    return work.tools.typesetter.typeset(TEMPLATE, document, _dated_at(work, participant_id))


def _dated_at(work: Work, participant_id: str) -> datetime:
    # The seal of the round: an instant that says nothing about when somebody answered or read.
    participant = work.session.get_one(Participant, participant_id)
    round_ = find_round(work, participant.round_id)
    return round_.closed_at or round_.closes_at


def _name(round_: Round, person: Person, language: str) -> str:
    return file_name(round_.name, person.name, language, ending="pdf")


def _digest(parts: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
