"""What a released pulse says, on the page of the plan: by behaviour, with what moved since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.policy import CORE
from app.domain.report_sentences import typical_words
from app.services.pulses import PulseStatus
from app.services.reports import read_report
from app.services.work import Work
from app.web.language import translated
from app.web.reports.names import GroupNames


@dataclass(frozen=True)
class PulseLine:
    """The typical answer of one group, or why none is shown; `moved` is empty where nothing is compared."""

    label: str
    typical: str
    is_shown: bool
    moved: str


@dataclass(frozen=True)
class PulseResult:
    """One behaviour with a line for each group."""

    words: str
    lines: tuple[PulseLine, ...]


@dataclass(frozen=True)
class PulseOutcome:
    """A released pulse; `not_compared` says why nothing is compared, where nothing is."""

    report_id: str
    is_core: bool
    results: tuple[PulseResult, ...]
    not_compared: str
    notes: tuple[str, ...]


def outcome_of(work: Work, status: PulseStatus | None, language: str) -> PulseOutcome | None:
    """Return what the own pulse says; None until it is released."""
    if status is None or status.report_id is None:
        return None
    page = read_report(work, status.report_id, language, translated)
    report: Any = page.report
    trend = report["trend"] or {"questions": [], "reason": None, "notes": []}
    moved = {each["id"]: each["movements"] for each in trend["questions"]}
    names = GroupNames(page.group_labels, {}, is_own=page.is_own)
    asked = {
        question.id: question.wording.self
        for item in page.questionnaire.items
        for question in item.indicator_questions
    }
    return PulseOutcome(
        report_id=status.report_id,
        is_core=report["policy"]["name"] == CORE,
        results=tuple(
            PulseResult(
                asked[indicator["id"]],
                tuple(_line(cell, moved.get(indicator["id"], ()), names) for cell in indicator["cells"]),
            )
            for competency in report["competencies"]
            for indicator in competency["indicators"]
        ),
        not_compared=trend["reason"] or "",
        notes=tuple(trend["notes"]),
    )


def _line(cell: Mapping[str, Any], movements: Sequence[Mapping[str, Any]], names: GroupNames) -> PulseLine:
    own = next((each for each in movements if each["groups"] == cell["groups"]), None)
    return PulseLine(
        label=names.heading(cell["groups"]),
        typical=translated(typical_words(cell)) if cell["shown"] else cell["reason"],
        is_shown=cell["shown"],
        moved=own["words"] if own is not None else "",
    )
