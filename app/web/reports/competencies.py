"""One part per competency: its definition, its levels, and where the answers lie on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from app.domain.questionnaire import Item, LevelCard, Questionnaire
from app.domain.report_sentences import certain_counts, gap_figures, possible_span
from app.domain.sentences import gap_sentence
from app.web.language import translated
from app.web.reports.lanes import Lane, lane_of
from app.web.reports.names import GroupNames
from app.web.reports.numbers import written


@dataclass(frozen=True)
class LevelPart:
    """A level with its texts; `here` says in words whose answers lie on it."""

    level: int
    title: str
    description: str
    indicators: tuple[str, ...]
    here: tuple[str, ...]


@dataclass(frozen=True)
class IndicatorPart:
    """One indicator and how often each group sees it."""

    text: str
    lanes: tuple[Lane, ...]


@dataclass(frozen=True)
class FrequencyPart:
    """All indicators of a level together, and each by itself."""

    level: int
    title: str
    lanes: tuple[Lane, ...]
    indicators: tuple[IndicatorPart, ...]


@dataclass(frozen=True)
class CompetencyPart:
    """A competency; either `lanes` and `levels` are filled, or `frequencies`.

    `target` is the level that the role asks for.
    """

    id: str
    name: str
    definition: str
    target: int | None
    gap: tuple[str, ...]
    is_notable: bool
    lanes: tuple[Lane, ...]
    levels: tuple[LevelPart, ...]
    frequencies: tuple[FrequencyPart, ...]


@dataclass(frozen=True)
class ClusterPart:
    """The competencies of one cluster."""

    name: str
    competencies: tuple[CompetencyPart, ...]


def clusters_of(
    report: Mapping[str, Any], questionnaire: Questionnaire, names: GroupNames
) -> tuple[ClusterPart, ...]:
    """Return the competencies by cluster, in the order of the questionnaire."""
    found = {competency["id"]: competency for competency in report["competencies"]}
    return tuple(
        ClusterPart(
            section.name, tuple(_part(item, found[item.competency_id], names) for item in section.items)
        )
        for section in questionnaire.sections
    )


def _part(item: Item, competency: Mapping[str, Any], names: GroupNames) -> CompetencyPart:
    gap = competency["gap"]
    return CompetencyPart(
        id=item.competency_id,
        name=item.name,
        definition=item.definition,
        target=competency["target_level"],
        gap=() if gap is None else (translated(gap_sentence(gap)), translated(gap_figures(gap, written))),
        is_notable=gap is not None and gap["size"] == "notable",
        lanes=_lanes(competency["cells"], names, competency["target_level"]),
        levels=tuple(_level(card, competency["cells"], names) for card in item.levels),
        frequencies=_frequencies(item, competency, names),
    )


def _lanes(
    cells: Sequence[Mapping[str, Any]], names: GroupNames, target: int | None = None
) -> tuple[Lane, ...]:
    return tuple(lane_of(cell, names, target) for cell in cells)


def _level(card: LevelCard, cells: Sequence[Mapping[str, Any]], names: GroupNames) -> LevelPart:
    here = [_here(card.level, cell, names.heading(cell["groups"])) for cell in cells if cell["shown"]]
    return LevelPart(
        card.level,
        card.title,
        card.description or "",
        tuple(wording.other for wording in card.indicators),
        tuple(words for words in here if words),
    )


def _here(level: int, cell: Mapping[str, Any], label: str) -> str:
    """Return how many answers of a cell lie on a level, or nothing at all."""
    count, span = certain_counts(cell)[level], possible_span(cell)
    if span is not None and level in span:
        low, high = span
        if count:
            return str(
                gettext(
                    "%(group)s: %(count)s, and one at %(low)s or %(high)s",
                    group=label,
                    count=count,
                    low=low,
                    high=high,
                )
            )
        return str(gettext("%(group)s: one at %(low)s or %(high)s", group=label, low=low, high=high))
    if not count:
        return ""
    return label if cell["n"] == 1 else str(gettext("%(group)s: %(count)s", group=label, count=count))


def _frequencies(item: Item, competency: Mapping[str, Any], names: GroupNames) -> tuple[FrequencyPart, ...]:
    titles = {card.level: card.title for card in item.levels}
    texts = {question.id: question.wording.other for question in item.indicator_questions}
    return tuple(
        FrequencyPart(
            level["level"],
            titles.get(level["level"], ""),
            _lanes(level["cells"], names),
            tuple(
                IndicatorPart(texts[indicator["id"]], _lanes(indicator["cells"], names))
                for indicator in competency["indicators"]
                if indicator["level"] == level["level"]
            ),
        )
        for level in competency.get("levels", ())
    )
