"""One part per competency: its definition, its levels, and where the answers lie on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.level_words import here_words
from app.domain.questionnaire import Item, LevelCard, Questionnaire
from app.domain.report_sentences import gap_figures
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
    here = [here_words(card.level, cell, names.heading(cell["groups"])) for cell in cells if cell["shown"]]
    return LevelPart(
        card.level,
        card.title,
        card.description or "",
        tuple(wording.other for wording in card.indicators),
        tuple(translated(words) for words in here if words is not None),
    )


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
