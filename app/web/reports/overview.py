"""The overview: every competency by cluster, with where each group typically stands, and the spiders."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from app.domain.questionnaire import Questionnaire, Section
from app.domain.report_sentences import gap_words
from app.web.language import translated
from app.web.reports.pictures import MOST_AXES, Pictures


@dataclass(frozen=True)
class OverviewRow:
    """A line of the overview; `level` and `title` say which level in rounds that ask by indicator.

    `blank` names the groups of which nothing is shown; without any other there is no picture.
    """

    competency_id: str
    name: str
    level: int | None
    title: str
    picture: Markup | None
    blank: tuple[str, ...]
    gap: str
    is_notable: bool


@dataclass(frozen=True)
class OverviewCluster:
    """The lines of one cluster, and its spider where it has one."""

    name: str
    rows: tuple[OverviewRow, ...]
    spider: Markup | None

    @property
    def has_pictures(self) -> bool:
        """Whether any line has something to show."""
        return any(row.picture is not None for row in self.rows)


@dataclass(frozen=True)
class Overview:
    """All clusters; `spider` is over all competencies, or over the clusters where those are too many."""

    clusters: tuple[OverviewCluster, ...]
    spider: Markup | None
    is_of_clusters: bool

    @property
    def has_pictures(self) -> bool:
        """Whether any line has something to show."""
        return any(cluster.has_pictures for cluster in self.clusters)

    @property
    def has_spiders(self) -> bool:
        """Whether there is any spider to explain."""
        return self.spider is not None or any(cluster.spider is not None for cluster in self.clusters)


def overview_of(report: Mapping[str, Any], questionnaire: Questionnaire, pictures: Pictures) -> Overview:
    """Return the overview in the order of the questionnaire; spiders are of rounds by level only."""
    found = {competency["id"]: competency for competency in report["competencies"]}
    is_by_level = questionnaire.questions == "level"
    clusters = tuple(
        OverviewCluster(
            section.name,
            _rows(section, found, pictures),
            pictures.spider(
                section.name, [found[item.competency_id] for item in section.items], f"s-{number}"
            )
            if is_by_level
            else None,
        )
        for number, section in enumerate(questionnaire.sections, 1)
    )
    if not is_by_level or len(clusters) == 1:
        return Overview(clusters, None, is_of_clusters=False)
    if len(report["competencies"]) <= MOST_AXES:
        return Overview(
            clusters, pictures.spider(None, report["competencies"], "s-all"), is_of_clusters=False
        )
    by_cluster = [
        (section.name, [found[item.competency_id] for item in section.items])
        for section in questionnaire.sections
    ]
    return Overview(clusters, pictures.cluster_spider(by_cluster, "s-all"), is_of_clusters=True)


def _rows(
    section: Section, found: Mapping[str, Mapping[str, Any]], pictures: Pictures
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
                    pictures.row(
                        item.name, competency["cells"], competency["target_level"], f"o-{item.competency_id}"
                    ),
                    pictures.blank(competency["cells"]),
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
                pictures.row(item.name, level["cells"], None, f"o-{item.competency_id}-{level['level']}"),
                pictures.blank(level["cells"]),
                "",
                is_notable=False,
            )
            for level in competency["levels"]
        ]
    return tuple(rows)
