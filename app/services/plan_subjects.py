"""What a report leaves its participant to work on, and who is its participant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.development import Behaviour, Opportunity, behaviours_of, opportunities
from app.domain.errors import NotFoundError, RefusedError
from app.domain.report_reading import ReaderKind
from app.domain.text import text
from app.services.finding import find_round
from app.services.frozen_questionnaires import SHELF
from app.services.report_readers import may_read, reader_kind
from app.services.sealed_reports import publication_of
from app.services.work import Work
from app.storage.rounds import Participant, Round


@dataclass(frozen=True)
class Subject:
    """What can be worked on: a competency with its next level, or one `behaviour` of it."""

    id: str
    opportunity: Opportunity
    behaviour: Behaviour | None

    @property
    def behaviours(self) -> tuple[Behaviour, ...]:
        """What colleagues would see more of."""
        return (self.behaviour,) if self.behaviour is not None else self.opportunity.behaviours


@dataclass(frozen=True)
class ReportSubjects:
    """Everything in a report that can be worked on; `language` is that of its texts."""

    opportunities: tuple[Opportunity, ...]
    by_id: Mapping[str, Subject]
    language: str


def own_participation(work: Work, participant_id: str) -> tuple[Participant, Round]:
    """Return the own participation with its round; raises NotFoundError to anybody else, and for a pulse.

    Raises RefusedError before the report is released.
    """
    # PostgreSQL does not look for a text with a NUL in it, it fails.
    participant = work.session.get(Participant, participant_id) if participant_id.isalnum() else None
    if participant is None or reader_kind(work, participant) != ReaderKind.PARTICIPANT:
        raise NotFoundError
    if not may_read(work, participant):
        raise RefusedError(text("This report has not been released yet. A plan comes after it."))
    round_ = find_round(work, participant.round_id)
    if round_.is_pulse:
        # It follows a plan; a plan of its own would lead to a pulse of a pulse.
        raise NotFoundError
    return participant, round_


def subjects_of(work: Work, participant: Participant, round_: Round, language: str) -> ReportSubjects:
    """Return what can be worked on after a report; the caller has made sure that it is released."""
    questionnaire = SHELF.questionnaire(round_, language)
    found = opportunities(
        publication_of(work, round_, participant.id), questionnaire, participant.target_levels
    )
    items = {item.competency_id: item for item in questionnaire.items}
    subjects: dict[str, Subject] = {}
    for one in found:
        subjects[one.competency_id] = Subject(one.competency_id, one, None)
        for behaviour in behaviours_of(items[one.competency_id]):
            subjects[behaviour.id] = Subject(behaviour.id, one, behaviour)
    return ReportSubjects(found, subjects, questionnaire.language)


def today(work: Work) -> date:
    """Return the day it is for the organisation."""
    return work.now.astimezone(work.site.timezone).date()
