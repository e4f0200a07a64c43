"""Reading reports: from publications only, for those who may."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.domain.anonymity import under_core
from app.domain.disclosure import DisclosureCheck, disclosure_check, what_is_not_shown
from app.domain.errors import NotFoundError, RefusedError
from app.domain.publication import Publication
from app.domain.questionnaire import Questionnaire
from app.domain.reports import assemble_report
from app.domain.rounds import RoundAct, RoundState, last_day, require
from app.domain.text import Text, text
from app.services.finding import find_round
from app.services.frameworks import frozen_questionnaire
from app.services.handing_over import own_reading_begins_at
from app.services.report_readers import may_choose_core, may_read, reader_kind
from app.services.sealed_reports import publication_of, round_publications
from app.services.trends import report_trend
from app.services.work import Work
from app.storage.people import Person
from app.storage.report_readers import ReportReader
from app.storage.rounds import Participant, Round, participants_with_persons, participations

Translate = Callable[[Text], str]


@dataclass(frozen=True)
class ReportLine:
    """A participation in a reader's list; `is_released` tells whether there is something to read.

    While somebody else reads first, `first_reader` names that person and `opens_at` says until when at most.
    """

    participant_id: str
    round_name: str
    state: str
    closes_at: datetime
    is_released: bool
    first_reader: str = ""
    opens_at: datetime | None = None
    conversation_on: date | None = None


@dataclass(frozen=True)
class ReportPage:
    """A report with what a page needs beside it; `group_labels` are the names of a round's own groups."""

    report: dict[str, object]
    questionnaire: Questionnaire
    publication: Publication
    not_shown: tuple[Text, ...]
    is_own: bool
    group_labels: dict[str, str]


@dataclass(frozen=True)
class ReleaseCheck:
    """What HR sees before a release, and the names that belong to it.

    `under_core` is the same check as if the round were released under `core`, where HR still has that choice.
    """

    check: DisclosureCheck
    names: dict[str, str]
    under_core: DisclosureCheck | None


def my_reports(work: Work) -> tuple[ReportLine, ...]:
    """Return what the person who is signed in has taken part in."""
    if work.actor.person_id is None:
        return ()
    return tuple(
        _line(work, participant, round_)
        for participant, round_ in participations(work.session, work.actor.person_id)
        if round_.state != RoundState.DRAFT
    )


def _line(work: Work, participant: Participant, round_: Round) -> ReportLine:
    line = ReportLine(
        participant_id=participant.id,
        round_name=round_.name,
        state=round_.state,
        closes_at=round_.closes_at,
        is_released=participant.released_at is not None,
    )
    reader = work.session.get(ReportReader, participant.id)
    if line.is_released or reader is None or reader.reads_from_at is None:
        return line
    person = work.session.get(Person, reader.person_id or "")
    return replace(
        line,
        first_reader=person.name if person is not None else "",
        opens_at=own_reading_begins_at(work, round_, reader),
        conversation_on=reader.conversation_on,
    )


def read_report(work: Work, participant_id: str, language: str, translate: Translate) -> ReportPage:
    """Return a report to one who may read it; raises NotFoundError to anybody else.

    Raises RefusedError to its participant while there is nothing to read yet.
    """
    participant, round_ = find_readable(work, participant_id)
    publication = publication_of(work, round_, participant_id)
    questionnaire = frozen_questionnaire(round_, language)
    labels = own_labels(round_)
    person = work.session.get_one(Person, participant.person_id)
    report = assemble_report(
        publication,
        questionnaire,
        round=_round_lines(round_, work.site.timezone),
        participant={"id": participant.id, "name": person.name, "role": person.role},
        group_labels=labels,
        target_levels=participant.target_levels,
        translate=translate,
    )
    report["trend"] = report_trend(work, participant, round_, publication, translate)
    return ReportPage(
        report=report,
        questionnaire=questionnaire,
        publication=publication,
        not_shown=what_is_not_shown(publication, labels),
        is_own=participant.person_id == work.actor.person_id,
        group_labels=labels,
    )


def find_readable(work: Work, participant_id: str) -> tuple[Participant, Round]:
    """Return whose report this is and its round, for one who may read it; raises as `read_report` does."""
    # PostgreSQL does not look for a text with a NUL in it, it fails.
    participant = work.session.get(Participant, participant_id) if participant_id.isalnum() else None
    if participant is None or reader_kind(work, participant) is None:
        raise NotFoundError
    round_ = find_round(work, participant.round_id)
    require(round_.state, RoundAct.READ)
    if not may_read(work, participant):
        raise RefusedError(_not_yet(work, participant))
    return participant, round_


def _not_yet(work: Work, participant: Participant) -> Text:
    reader = work.session.get(ReportReader, participant.id)
    if reader is None or reader.reads_from_at is None:
        return text("This report has not been released yet.")
    return text(
        "Somebody else reads this report before you do, as you were told. “My reports” says who, and when you"
        " get it at the latest."
    )


def release_check(work: Work, round_id: str) -> ReleaseCheck:
    """Return in words what a sealed round will hide and why; counts only, never levels."""
    round_ = find_round(work, round_id)
    require(round_.state, RoundAct.READ)
    if round_.is_pulse:
        raise RefusedError(text("A pulse is released by itself, to its participant alone."))
    publications = round_publications(work, round_)
    people = participants_with_persons(work.session, round_id)
    ordered = {participant.id: publications[participant.id] for participant, _ in people}
    return ReleaseCheck(
        check=disclosure_check(ordered, own_labels(round_)),
        names={participant.id: person.name for participant, person in people},
        under_core=(
            disclosure_check({id_: under_core(each) for id_, each in ordered.items()}, own_labels(round_))
            if may_choose_core(round_)
            else None
        ),
    )


def own_labels(round_: Round) -> dict[str, str]:
    """Return the names of a round's own groups by id."""
    return {group["id"]: group["label"] for group in round_.groups if group["label"]}


def participant_called(work: Work, round_id: str, words: str) -> Participant:
    """Return the participant with this id, start of an id, mail address or name; raises NotFoundError."""
    matches = [
        participant
        for participant, person in participants_with_persons(work.session, round_id)
        if words in {participant.id, person.email, person.name}
        or (len(words) >= 4 and participant.id.startswith(words))
    ]
    if len(matches) != 1:
        raise NotFoundError(text("There is no participant “%(words)s” in this round.", words=words))
    return matches[0]


def _round_lines(round_: Round, zone: ZoneInfo) -> dict[str, object]:
    return {
        "id": round_.id,
        "name": round_.name,
        "questions": round_.questions,
        "closed_on": last_day(round_.closed_at, round_.closes_at, zone),
    }
