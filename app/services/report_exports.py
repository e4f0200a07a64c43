"""Exports of a round's reports: only what the one who asks may read, report by report, whatever the size.

Every report is opened in a look of its own: a slow download keeps no transaction waiting, and whoever loses
the right to read in between gets nothing more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import DomainError, RefusedError
from app.domain.text import text
from app.services.finding import find_round
from app.services.frozen_questionnaires import SHELF
from app.services.ports import JobName, Tools
from app.services.report_openings import note_reading
from app.services.report_readers import readable_reports
from app.services.report_wishes import spoken
from app.services.reports import ReportPage, read_report
from app.services.typeset_reports import ReportFile, report_file, sources_of, typeset_report
from app.services.work import Actor, Work, open_reading, open_work
from app.storage.people import Person
from app.storage.rounds import Participant, Round
from app.storage.typeset_reports import sources_of_round, want_reports, wanted_of_round


@dataclass(frozen=True)
class Exportable:
    """What can be exported of a round by the one who asks.

    `ready` and `waiting` count the PDFs that are there and those that are being made.
    """

    round_name: str
    scale: int
    reports: int
    ready: int
    waiting: int
    closed_at: datetime | None


def exportable(work: Work, round_id: str, language: str | None = None) -> Exportable:
    """Return what can be exported; `language` is that of the PDFs, each participant's own without one."""
    round_ = find_round(work, round_id)
    people = readable_reports(work, round_id)
    unmade = _unmade(work, round_, people, language)
    return Exportable(
        round_name=round_.name,
        scale=SHELF.questionnaire(round_, work.site.languages[0]).scale if people else 0,
        reports=len(people),
        ready=len(people) - len(unmade),
        waiting=len(wanted_of_round(work.session, round_id).intersection(unmade)),
        closed_at=round_.closed_at,
    )


def begin_export(work: Work, round_id: str) -> list[str]:
    """Note that the reports of a round are read, and return their participants' ids by name.

    Call it before anything is handed out. Raises RefusedError where there is nothing to read.
    """
    people = readable_reports(work, round_id)
    if not people:
        raise RefusedError(text("There is no report of this round that you may read."))
    note_reading(work, [participant for participant, _ in people])
    work.audit("reports_exported", round_id, count=len(people))
    return [participant.id for participant, _ in people]


def exported_pages(
    tools: Tools, actor: Actor, participant_ids: Sequence[str], language: str
) -> Iterator[ReportPage]:
    """Yield report by report; one that has become unreadable meanwhile is left out."""
    say = tools.speech(language).say
    for participant_id in participant_ids:
        try:
            with open_reading(tools, actor) as work:
                page = read_report(work, participant_id, language, say)
        except DomainError:
            continue
        yield page


def want_files(work: Work, round_id: str, language: str | None = None) -> int:
    """Ask for the PDFs that are not ready; returns how many. Running it again asks for nothing twice."""
    unmade = _unmade(work, find_round(work, round_id), readable_reports(work, round_id), language)
    want_reports(work.session, unmade, work.now)
    if unmade:
        work.later(JobName.TYPESET_WANTED)
    return len(unmade)


def exported_files(
    tools: Tools, actor: Actor, participant_ids: Sequence[str], language: str | None = None
) -> Iterator[ReportFile]:
    """Yield PDF by PDF; one that is not ready is made on the way."""
    for participant_id in participant_ids:
        try:
            yield _file(tools, actor, participant_id, language)
        except DomainError:
            continue


def _file(tools: Tools, actor: Actor, participant_id: str, language: str | None) -> ReportFile:
    with open_reading(tools, actor) as work:
        told = language or _own_language(work, participant_id)
        found = report_file(work, participant_id, told)
    if found.content is not None:
        return found
    with open_work(tools, actor) as work:
        want_reports(work.session, [(participant_id, found.language)], work.now)
    typeset_report(tools, participant_id, found.language)
    with open_reading(tools, actor) as work:
        made = report_file(work, participant_id, found.language)
    if made.content is None:
        raise RefusedError(text("A report could not be made as a PDF. The log says why."))
    return made


def _own_language(work: Work, participant_id: str) -> str:
    participant = work.session.get_one(Participant, participant_id)
    return spoken(work, work.session.get_one(Person, participant.person_id).language)


def _unmade(
    work: Work, round_: Round, people: Sequence[tuple[Participant, Person]], language: str | None
) -> list[tuple[str, str]]:
    """Return (participant id, language) of files that do not exist as the reports are now."""
    stored = sources_of_round(work.session, round_.id)
    by_language: dict[str, list[tuple[Participant, Person]]] = {}
    for participant, person in people:
        by_language.setdefault(spoken(work, language or person.language), []).append((participant, person))
    return [
        (participant_id, told)
        for told, some in by_language.items()
        for participant_id, source in sources_of(work, round_, some, told).items()
        if stored.get((participant_id, told)) != source
    ]
