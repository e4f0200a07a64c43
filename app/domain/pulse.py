"""A pulse: a short follow-up some months after a development plan, on just its indicators.

It asks in the very words of the round it follows: the questions are taken out of that round's frozen
questionnaire, so that nothing which happened to the framework since can change them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.domain.blocks import blocks_of
from app.domain.development import Aim, behaviours_of
from app.domain.errors import InvalidError
from app.domain.labels import block_label, groups_named
from app.domain.questionnaire import IndicatorQuestion, Item, Questionnaire
from app.domain.raters import NAMED_GROUPS
from app.domain.text import Text, text

EARLIEST = timedelta(days=90)
LATEST = timedelta(days=184)
LASTS = timedelta(days=14)


@dataclass(frozen=True)
class PulseDays:
    """Between which days a pulse may begin, both included."""

    earliest: date
    latest: date


def pulse_days(planned_on: date, today: date) -> PulseDays:
    """Return three to six months after the plan; who waits longer can still have one, from tomorrow on."""
    earliest = max(planned_on + EARLIEST, today + timedelta(days=1))
    return PulseDays(earliest, max(planned_on + LATEST, earliest + timedelta(days=30)))


def checked_day(starts_on: date, days: PulseDays) -> date:
    """Return the day, or raise InvalidError when a pulse cannot begin on it."""
    if not days.earliest <= starts_on <= days.latest:
        raise InvalidError(
            text("Choose a day three to six months after your plan, from the days named beside the field.")
        )
    return starts_on


def pulse_questions(
    aims: Collection[Aim], prompts: Mapping[str, Sequence[str]], questionnaire: Questionnaire
) -> tuple[str, ...]:
    """Return the indicators a pulse about these aims asks, in the order of the questionnaire.

    `prompts` holds the indicators a competency was planned with, by competency id; an indicator stands for
    itself.
    """
    wanted = {question for aim in aims for question in prompts.get(aim.about, (aim.about,))}
    return tuple(
        behaviour.id
        for item in questionnaire.items
        for behaviour in behaviours_of(item)
        if behaviour.id in wanted
    )


def pulse_questionnaire(source: Questionnaire, questions: Collection[str]) -> Questionnaire:
    """Return a questionnaire with just these indicators and without comments; the others leave no trace."""
    sections = []
    for section in source.sections:
        items = tuple(_item(item, questions) for item in section.items)
        asked = tuple(item for item in items if item.indicator_questions)
        if asked:
            sections.append(replace(section, items=asked))
    return replace(
        source, questions="indicator", has_comments=False, sections=tuple(sections), open_questions=()
    )


def can_publish(k: int, invited: Mapping[str, int]) -> bool:
    """Tell whether at least one anonymous block could be shown if everybody who is asked answers."""
    return any(block.is_published for block in blocks_of(_anonymous(invited), k))


def prospects(k: int, invited: Mapping[str, int], labels: Mapping[str, str]) -> tuple[Text, ...]:
    """Return in invited numbers what a pulse can show of each group, as raters are told it too."""
    found: list[Text] = []
    for block in blocks_of(_anonymous(invited), k):
        label = block_label(groups_named(block.groups, labels))
        count = sum(invited[group] for group in block.groups)
        if not block.is_published:
            line = text(
                "%(groups)s: %(count)s asked again. That is too few to show their answers.",
                groups=label,
                count=count,
            )
        elif count == k:
            line = text(
                "%(groups)s: %(count)s asked again. Their answers are shown only if all of them answer.",
                groups=label,
                count=count,
            )
        else:
            line = text(
                "%(groups)s: %(count)s asked again. Their answers are shown if at least %(k)s answer.",
                groups=label,
                count=count,
                k=k,
            )
        found.append(line)
    return tuple(found)


def _anonymous(invited: Mapping[str, int]) -> dict[str, int]:
    return {group: count for group, count in invited.items() if group not in NAMED_GROUPS}


def _item(item: Item, questions: Collection[str]) -> Item:
    return replace(
        item,
        indicator_questions=tuple(
            IndicatorQuestion(each.id, each.level, each.number, each.wording)
            for each in behaviours_of(item)
            if each.id in questions
        ),
    )
