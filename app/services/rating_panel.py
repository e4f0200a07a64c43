"""Who will see what a rater answers: the words come from the rule, the numbers from the rosters."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.comment_language import is_rare_language
from app.domain.panel import who_sees_what
from app.domain.raters import MANAGER, NAMED_GROUPS, SELF
from app.domain.text import Text
from app.services.rating_desk import RatingDesk, RatingTask
from app.services.report_readers import reading_rules
from app.services.rounds import policy_of, rater_groups
from app.services.work import Work
from app.storage.rosters import rosters_of, speakers_of

ANONYMOUS = "anonymous"


@dataclass(frozen=True)
class CommentNotes:
    """What a rater has to know where comments are written, beside who reads them.

    `is_rare_language` depends on who was invited only, so that all raters of a group in that language see
    the same.
    """

    is_rare_language: bool = False
    is_edited: bool = False


NO_NOTES = CommentNotes()


@dataclass(frozen=True)
class Condition:
    """A line that does not hold for everybody in a panel, and for whom it does."""

    tasks: tuple[RatingTask, ...]
    line: Text


@dataclass(frozen=True)
class Panel:
    """Who sees what, for the colleagues whom the rater rates in the same kind of role."""

    kind: str
    """self, manager or anonymous"""
    tasks: tuple[RatingTask, ...]
    lines: tuple[Text, ...]
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class WhoSeesWhat:
    """What a rater is told about the whole list; `common` holds for everybody on it."""

    panels: tuple[Panel, ...]
    common: tuple[Text, ...]


def panels(work: Work, desk: RatingDesk) -> WhoSeesWhat:
    """Return who sees what for everybody on a rater's list, oneself first and anonymous groups last."""
    told = _lines(work, desk)
    kinds = [
        [(task, lines) for task, lines in told if kind_of(task) == kind]
        for kind in (SELF, MANAGER, ANONYMOUS)
    ]
    kinds = [own for own in kinds if own]
    common: tuple[Text, ...] = ()
    if len(kinds) > 1:
        common = tuple(line for line in told[0][1] if all(line in lines for _, lines in told))
    return WhoSeesWhat(tuple(_panel(kind_of(own[0][0]), own, common) for own in kinds), common)


def kind_of(task: RatingTask) -> str:
    """Return whether a task is answered as self, as manager or anonymously."""
    return task.group if task.group in NAMED_GROUPS else ANONYMOUS


def told_about(
    work: Work, desk: RatingDesk, task: RatingTask, language: str
) -> tuple[tuple[Text, ...], CommentNotes]:
    """Return who sees what the rater answers about one colleague.

    With it comes what to say beside a comment box, on a page in this language.
    """
    speakers = speakers_of(work.session, task.participant_id)
    roster = {group: sum(by_language.values()) for group, by_language in speakers.items()}
    return _told(work, desk, task, roster), _comment_notes(desk, task, speakers, language)


def _comment_notes(
    desk: RatingDesk, task: RatingTask, speakers: Mapping[str, Mapping[str, int]], language: str
) -> CommentNotes:
    round_ = desk.round
    return CommentNotes(
        is_rare_language=task.group not in NAMED_GROUPS
        and is_rare_language(
            policy_of(round_).k,
            {group.id: speakers.get(group.id, {}) for group in rater_groups(round_)},
            task.group,
            language,
        ),
        is_edited=round_.coach_edits_comments and kind_of(task) != SELF,
    )


def _panel(kind: str, told: list[tuple[RatingTask, tuple[Text, ...]]], common: tuple[Text, ...]) -> Panel:
    first = told[0][1]
    shared = tuple(line for line in first if all(line in lines for _, lines in told) and line not in common)
    conditions: list[Condition] = []
    for task, lines in told:
        for line in lines:
            if line in shared or line in common:
                continue
            same = next((each for each in conditions if each.line == line), None)
            if same is None:
                conditions.append(Condition((task,), line))
            else:
                conditions[conditions.index(same)] = Condition((*same.tasks, task), line)
    return Panel(kind, tuple(task for task, _ in told), shared, tuple(conditions))


def _lines(work: Work, desk: RatingDesk) -> list[tuple[RatingTask, tuple[Text, ...]]]:
    rosters = rosters_of(work.session, {task.participant_id for task in desk.tasks})
    return [(task, _told(work, desk, task, rosters[task.participant_id])) for task in desk.tasks]


def _told(work: Work, desk: RatingDesk, task: RatingTask, roster: Mapping[str, int]) -> tuple[Text, ...]:
    round_ = desk.round
    return who_sees_what(
        policy_of(round_),
        rater_groups(round_),
        roster,
        task.group,
        hr_sees_progress=desk.is_followed,
        is_trial_mode=work.site.is_trial_mode,
        readers=reading_rules(round_),
        asks_comments=round_.has_comments or round_.has_open_questions,
    )
