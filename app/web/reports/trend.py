"""Since last time: what moved, by competency and group, or in words why nothing is compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.questionnaire import Questionnaire
from app.web.reports.names import GroupNames


@dataclass(frozen=True)
class MovedLine:
    """How one group moved; `direction` is up, down, none, or empty where nothing is said."""

    label: str
    words: str
    direction: str


@dataclass(frozen=True)
class MovedQuestion:
    """One question with its lines, or the reason why there are none."""

    competency_id: str
    name: str
    detail: str
    lines: tuple[MovedLine, ...]
    reason: str

    @property
    def is_clear(self) -> bool:
        """Whether somebody sees a movement."""
        return any(line.direction in {"up", "down"} for line in self.lines)


@dataclass(frozen=True)
class TrendView:
    """Everything the section needs; `left_out` are groups that are not compared, each with its reason."""

    round_name: str
    closed_on: date | None
    reason: str
    notes: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    moved: tuple[MovedQuestion, ...]
    steady: tuple[MovedQuestion, ...]
    not_compared: tuple[MovedQuestion, ...]


def trend_of(report: Mapping[str, Any], questionnaire: Questionnaire, names: GroupNames) -> TrendView | None:
    """Return the section about what moved; None where there is nothing to look back to."""
    trend = report.get("trend")
    if trend is None:
        return None
    questions = tuple(_question(each, questionnaire, names) for each in trend["questions"])
    compared = [each for each in questions if not each.reason and each.lines]
    closed_on = trend["since"]["closed_on"]
    return TrendView(
        round_name=trend["since"]["name"],
        closed_on=date.fromisoformat(closed_on) if closed_on else None,
        reason=trend["reason"] or "",
        notes=tuple(trend["notes"]),
        left_out=tuple(
            (names.heading(block["groups"]), block["reason"])
            for block in trend["blocks"]
            if not block["compared"]
        ),
        moved=tuple(each for each in compared if each.is_clear),
        steady=tuple(each for each in compared if not each.is_clear),
        not_compared=tuple(each for each in questions if each.reason),
    )


def _question(one: Mapping[str, Any], questionnaire: Questionnaire, names: GroupNames) -> MovedQuestion:
    item = next(item for item in questionnaire.items if item.competency_id == one["competency"])
    asked = {question.id: question.wording.other for question in item.indicator_questions}
    return MovedQuestion(
        item.competency_id,
        item.name,
        asked.get(one["id"], ""),
        tuple(
            MovedLine(names.heading(each["groups"]), each["words"], each["direction"] or "")
            for each in one["movements"]
        ),
        one["reason"] or "",
    )
