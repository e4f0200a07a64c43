"""The overview: every competency by cluster, with where each group typically stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.questionnaire import Questionnaire, Section
from app.domain.report_sentences import gap_words
from app.web.language import translated
from app.web.reports.names import GroupNames
from app.web.reports.points import Plot, plot_of


@dataclass(frozen=True)
class OverviewRow:
    """A line of the overview; `level` and `title` say which level in rounds that ask by indicator."""

    competency_id: str
    name: str
    level: int | None
    title: str
    plot: Plot
    gap: str
    is_notable: bool


@dataclass(frozen=True)
class OverviewCluster:
    """The lines of one cluster."""

    name: str
    rows: tuple[OverviewRow, ...]


def overview_of(
    report: Mapping[str, Any], questionnaire: Questionnaire, names: GroupNames
) -> tuple[OverviewCluster, ...]:
    """Return the overview in the order of the questionnaire."""
    found = {competency["id"]: competency for competency in report["competencies"]}
    return tuple(
        OverviewCluster(section.name, _rows(section, found, questionnaire.scale, names))
        for section in questionnaire.sections
    )


def _rows(
    section: Section, found: Mapping[str, Mapping[str, Any]], scale: int, names: GroupNames
) -> tuple[OverviewRow, ...]:
    rows = []
    for item in section.items:
        competency = found[item.competency_id]
        gap = competency["gap"]
        if "levels" not in competency:
            rows.append(
                OverviewRow(
                    item.competency_id,
                    item.name,
                    None,
                    "",
                    plot_of(competency["cells"], scale, names, competency["target_level"]),
                    translated(gap_words(gap)) if gap is not None else "",
                    gap is not None and gap["size"] == "notable",
                )
            )
            continue
        titles = {card.level: card.title for card in item.levels}
        rows += [
            OverviewRow(
                item.competency_id,
                item.name,
                level["level"],
                titles.get(level["level"], ""),
                plot_of(level["cells"], scale, names),
                "",
                is_notable=False,
            )
            for level in competency["levels"]
        ]
    return tuple(rows)
