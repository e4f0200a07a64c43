"""What a participant can work on after a report: the next level of each competency, and what it looks like.

Everything here is a function of what the report shows. The next level lies above the typical level of others,
or above the self level where nothing of others is shown; a round that asks how often behaviours are seen
places nobody on a level, so there the behaviours that others see least often come first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from app.domain.errors import InvalidError
from app.domain.publication import Cell, Publication
from app.domain.questionnaire import Item, Questionnaire, Wording
from app.domain.raters import SELF
from app.domain.ratings import clean_comment
from app.domain.scoring import has_single_middle, mean_of, typical_level_of
from app.domain.text import Text, text
from framework.model import LEVELS, indicator_id

MOST_AIMS = 2
LONGEST_TEXT = 2_000
MOST_PROMPTS = 4


@dataclass(frozen=True)
class Behaviour:
    """An indicator to work on, worded about oneself and about somebody else; `number` is as in its level."""

    id: str
    level: int
    number: int
    wording: Wording


@dataclass(frozen=True)
class Opportunity:
    """A competency to work on; `level` is the next one, None in rounds that place nobody on a level.

    `behaviours` show what that level looks like; an own dictionary may only have its `description`.
    """

    competency_id: str
    name: str
    cluster: str
    level: int | None
    target: int | None
    description: str
    behaviours: tuple[Behaviour, ...]


@dataclass(frozen=True)
class Aim:
    """What a participant wrote about a competency or an indicator."""

    about: str
    goal: str = ""
    steps: str = ""


def opportunities(
    publication: Publication, questionnaire: Questionnaire, target_levels: Mapping[str, int] | None
) -> tuple[Opportunity, ...]:
    """Return every competency of a report with its next level, in the order of the questionnaire."""
    cells: dict[str, list[Cell]] = {}
    for cell in publication.cells:
        cells.setdefault(cell.question, []).append(cell)
    found = []
    for section in questionnaire.sections:
        for item in section.items:
            target = (target_levels or {}).get(item.competency_id)
            if questionnaire.questions == "level":
                level = next_level(publication, cells.get(item.competency_id, ()), target)
                card = next((card for card in item.levels if card.level == level), None)
                description = (card.description or "") if card is not None else ""
                behaviours = tuple(each for each in behaviours_of(item) if each.level == level)
                made = Opportunity(
                    item.competency_id, item.name, section.name, level, target, description, behaviours
                )
            else:
                least = _least_seen(publication, item, cells)
                made = Opportunity(item.competency_id, item.name, section.name, None, target, "", least)
            found.append(made)
    return tuple(found)


def next_level(publication: Publication, cells: Sequence[Cell], target: int | None) -> int:
    """Return the level to work towards; `cells` are those of one competency."""
    shown = [cell for cell in cells if cell.is_published and not has_single_middle(publication, cell)]
    others = [code for cell in shown if cell.groups != (SELF,) for code in cell.codes]
    own = [code for cell in shown if cell.groups == (SELF,) for code in cell.codes]
    codes = others or own
    if codes:
        return min(floor(typical_level_of(codes)) + 1, LEVELS[-1])
    return target if target is not None else LEVELS[1]


def behaviours_of(item: Item) -> tuple[Behaviour, ...]:
    """Return all indicators of a competency under the ids that a round by indicator asks them with."""
    return tuple(
        Behaviour(indicator_id(item.competency_id, card.level, number), card.level, number, wording)
        for card in item.levels
        for number, wording in enumerate(card.indicators, start=1)
    )


def checked_aims(aims: Sequence[Aim], questionnaire: Questionnaire) -> tuple[Aim, ...]:
    """Return what was written, cleaned; raises InvalidError naming every problem."""
    require_subjects([aim.about for aim in aims], questionnaire)
    cleaned = tuple(Aim(aim.about, clean_comment(aim.goal), clean_comment(aim.steps)) for aim in aims)
    problems: list[Text] = []
    if any(not aim.goal for aim in cleaned):
        problems.append(text("Write a goal for everything you chose, or choose less."))
    if any(len(words) > LONGEST_TEXT for aim in cleaned for words in (aim.goal, aim.steps)):
        problems.append(
            text("A goal, or first steps, can have at most %(most)s characters.", most=LONGEST_TEXT)
        )
    if problems:
        raise InvalidError(text("The plan is not saved yet."), tuple(problems))
    return cleaned


def require_subjects(chosen: Sequence[str], questionnaire: Questionnaire) -> None:
    """Raise InvalidError unless one or two known competencies or indicators are chosen, none twice."""
    known = {item.competency_id for item in questionnaire.items} | {
        behaviour.id for item in questionnaire.items for behaviour in behaviours_of(item)
    }
    if not chosen:
        raise InvalidError(text("Choose what you want to work on."))
    if len(set(chosen)) > MOST_AIMS or len(chosen) > MOST_AIMS:
        raise InvalidError(text("Choose two at most: what gets your attention gets better."))
    if len(set(chosen)) < len(chosen) or not set(chosen) <= known:
        raise InvalidError(text("This is not in your report. Please choose again."))


def _least_seen(
    publication: Publication, item: Item, cells: Mapping[str, Sequence[Cell]]
) -> tuple[Behaviour, ...]:
    asked = [Behaviour(each.id, each.level, each.number, each.wording) for each in item.indicator_questions]
    means = {each.id: _mean_of_others(publication, cells.get(each.id, ())) for each in asked}
    most_seen = Fraction(publication.scale + 1)
    ordered = sorted(asked, key=lambda each: means[each.id] or most_seen)
    return tuple(ordered[:MOST_PROMPTS])


def _mean_of_others(publication: Publication, cells: Sequence[Cell]) -> Fraction | None:
    codes = [
        code
        for cell in cells
        if cell.is_published and cell.groups != (SELF,) and not has_single_middle(publication, cell)
        for code in cell.codes
    ]
    return mean_of(codes) if codes else None
