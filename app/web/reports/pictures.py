"""The pictures of one report, with their words: names, signs and language are the same on the whole page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from app.adapters.charts.dot_plot import Row, dot_plot
from app.adapters.charts.level_strip import level_strip
from app.adapters.charts.palette import SCREEN
from app.adapters.charts.series import Series
from app.adapters.charts.signs import mark
from app.adapters.charts.spider import FEWEST_AXES, spider
from app.domain.picture_sentences import (
    cluster_words,
    clusters_title,
    in_a_row,
    overview_title,
    place_sentences,
    spider_title,
    spider_words,
    strip_words,
)
from app.domain.picture_values import cluster_means, places_of, signs_of, strip_values
from app.web.language import translated
from app.web.reports.names import GroupNames
from app.web.reports.numbers import written

WIDTH = 320
"""Pixels: what a phone of 360 has to give, so that no picture is ever drawn smaller."""
SPIDER_WIDTH = 380
MOST_AXES = 12

Cells = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class KeyEntry:
    """A sign and the group it stands for."""

    sign: int
    label: str


class Pictures:
    """Draws for one report; `report` is the report JSON, `scale` the number of places."""

    def __init__(self, report: Mapping[str, Any], scale: int, names: GroupNames) -> None:
        self._columns = tuple(signs_of(report))
        self._scale = scale
        self._names = names

    @property
    def key(self) -> tuple[KeyEntry, ...]:
        """What the signs stand for, in the order of the columns."""
        return tuple(
            KeyEntry(self._names.sign(groups), self._names.heading(groups)) for groups in self._columns
        )

    def row(self, name: str, cells: Cells, target: int | None, place: str) -> Markup | None:
        """Return the typical answers of every group on one line, None where nothing is shown.

        `place` keeps ids on the page apart.
        """
        if not any(cell["shown"] for cell in cells):
            return None
        sentences = place_sentences(self._labelled(cells), target)
        return _safe(
            dot_plot(
                [Row("", target)],
                self._series([cells]),
                levels=self._scale,
                palette=SCREEN,
                title=translated(overview_title(name)),
                description=translated(in_a_row(sentences)),
                id=place,
                width=WIDTH,
                name_width=0,
                has_key=False,
                has_axis=False,
            )
        )

    def blank(self, cells: Cells) -> tuple[str, ...]:
        """Return the names of the groups of which nothing is shown."""
        return tuple(self._names.heading(cell["groups"]) for cell in cells if not cell["shown"])

    def strip(self, cell: Mapping[str, Any], place: str) -> Markup:
        """Return where the answers of one shown cell lie."""
        counts, span = strip_values(cell)
        return _safe(
            level_strip(
                counts,
                span,
                palette=SCREEN,
                title=self._names.heading(cell["groups"]),
                description=translated(strip_words(cell)),
                id=place,
                sign=self._names.sign(cell["groups"]),
                width=WIDTH,
            )
        )

    def spider(
        self, name: str | None, competencies: Sequence[Mapping[str, Any]], place: str
    ) -> Markup | None:
        """Return a spider over competencies; None where it would be no net, too crowded, or empty."""
        if not FEWEST_AXES <= len(competencies) <= MOST_AXES:
            return None
        rows = [competency["cells"] for competency in competencies]
        if not any(cell["shown"] for cells in rows for cell in cells):
            return None
        axes = [competency["name"] for competency in competencies]
        targets = [competency["target_level"] for competency in competencies]
        by_row = [{tuple(cell["groups"]): cell for cell in cells} for cells in rows]
        groups = [
            (self._names.heading(column), [row.get(column) for row in by_row])
            for column in self._present(rows)
        ]
        return _safe(
            spider(
                axes,
                self._series(rows),
                levels=self._scale,
                target=targets,
                palette=SCREEN,
                title=translated(spider_title(name)),
                description=translated(spider_words(axes, groups, targets)),
                id=place,
                width=SPIDER_WIDTH,
                has_key=False,
            )
        )

    def cluster_spider(
        self, clusters: Sequence[tuple[str, Sequence[Mapping[str, Any]]]], place: str
    ) -> Markup | None:
        """Return a spider over the averages of clusters; None where it would be no net, or empty."""
        axes = [name for name, _ in clusters]
        means = {
            column: cluster_means(column, [competencies for _, competencies in clusters])
            for column in self._columns
        }
        known = {column: values for column, values in means.items() if any(values)}
        if not FEWEST_AXES <= len(axes) <= MOST_AXES or not known:
            return None
        groups = [(self._names.heading(column), values) for column, values in known.items()]
        return _safe(
            spider(
                axes,
                [
                    Series(self._names.heading(column), self._names.sign(column), values)
                    for column, values in known.items()
                ],
                levels=self._scale,
                target=None,
                palette=SCREEN,
                title=translated(clusters_title()),
                description=translated(cluster_words(axes, groups, written)),
                id=place,
                width=SPIDER_WIDTH,
                has_key=False,
            )
        )

    def _labelled(self, cells: Cells) -> list[tuple[str, Mapping[str, Any]]]:
        return [(self._names.heading(cell["groups"]), cell) for cell in cells]

    def _present(self, rows: Sequence[Cells]) -> list[tuple[str, ...]]:
        present = {tuple(cell["groups"]) for cells in rows for cell in cells}
        return [column for column in self._columns if column in present]

    def _series(self, rows: Sequence[Cells]) -> list[Series]:
        columns = self._present(rows)
        return [
            Series(self._names.heading(column), self._names.sign(column), places)
            for column, places in zip(columns, places_of(columns, rows), strict=True)
        ]


def drawn_signs(signs: Iterable[int]) -> tuple[tuple[int, Markup], ...]:
    """Return signs by their number, each drawn around the origin."""
    return tuple((sign, _safe(mark(sign, 0, 0, SCREEN))) for sign in signs)


def _safe(svg: str) -> Markup:
    # the functions of app.adapters.charts escape every name and value themselves
    return Markup(svg)  # noqa: S704
