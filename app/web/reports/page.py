"""A report as its page shows it: everything in words of the reader's language, nothing left to compute."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from app.domain.picture_values import signs_of
from app.domain.report_cuts import in_short, leaves_out, without_unasked
from app.domain.report_legend import reading_rules
from app.domain.report_sentences import added_words
from app.services.reports import ReportPage
from app.web.language import translated
from app.web.reports.competencies import ClusterPart, clusters_of
from app.web.reports.highlights import Highlight, highlights_of
from app.web.reports.lanes import Step, steps_of
from app.web.reports.names import GroupNames
from app.web.reports.overview import Overview, overview_of
from app.web.reports.pictures import KeyEntry, Pictures, drawn_signs
from app.web.reports.trend import TrendView, trend_of
from app.web.reports.voices import Question, voices_of


@dataclass(frozen=True)
class AskedGroup:
    """How many of a group were asked and answered, and what there is to know about it."""

    label: str
    roster: int
    responded: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class ReportView:
    """Everything the template of a report needs; `language` is that of the framework's texts.

    `leaves_out` tells whether anything is shown without its highest and lowest answer.
    """

    name: str
    round_name: str
    closed_on: date | None
    is_by_level: bool
    scale: int
    steps: tuple[Step, ...]
    has_targets: bool
    leaves_out: bool
    language: str
    highlights: tuple[Highlight, ...]
    rules: tuple[str, ...]
    groups: tuple[AskedGroup, ...]
    not_shown: tuple[str, ...]
    signs: tuple[tuple[int, Markup], ...]
    key: tuple[KeyEntry, ...]
    overview: Overview
    clusters: tuple[ClusterPart, ...]
    questions: tuple[Question, ...]
    trend: TrendView | None

    @property
    def commented(self) -> frozenset[str]:
        """The questions that have comments to link to."""
        return frozenset(question.id for question in self.questions)


def report_view(page: ReportPage) -> ReportView:
    """Return a report in the language of the request."""
    report: Any = without_unasked(page.report)
    short: Any = in_short(page.report, page.publication)
    signs = signs_of(page.report)
    names = GroupNames(page.group_labels, signs, is_own=page.is_own)
    pictures = Pictures(short, page.questionnaire.scale, names)
    closed_on = report["round"]["closed_on"]
    is_by_level = page.questionnaire.questions == "level"
    return ReportView(
        name=report["participant"]["name"],
        round_name=report["round"]["name"],
        closed_on=date.fromisoformat(closed_on) if closed_on else None,
        is_by_level=is_by_level,
        scale=page.questionnaire.scale,
        steps=steps_of(page.questionnaire.scale),
        has_targets=any(one["target_level"] is not None for one in report["competencies"]),
        leaves_out=leaves_out(report),
        language=page.questionnaire.language,
        highlights=highlights_of(short, names, pictures) if is_by_level else (),
        rules=tuple(translated(rule) for rule in reading_rules(report)),
        groups=tuple(_asked(group, names) for group in report["groups"] if group["roster"]),
        not_shown=tuple(translated(line) for line in page.not_shown),
        signs=drawn_signs(signs.values()),
        key=pictures.key,
        overview=overview_of(short, page.questionnaire, pictures),
        clusters=clusters_of(short, page.questionnaire, names),
        questions=voices_of(report, page.questionnaire, names),
        trend=trend_of(report, page.questionnaire, names),
    )


def _asked(group: Mapping[str, Any], names: GroupNames) -> AskedGroup:
    notes = [group["reason"]] if group["reason"] else []
    if group["added_after_launch"]:
        notes.append(translated(added_words(group["added_after_launch"])))
    return AskedGroup(names.heading([group["group"]]), group["roster"], group["responded"], tuple(notes))
