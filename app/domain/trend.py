"""What moved between two rounds of the same person, from the codes of both publications only.

Nothing here can disclose more than the two reports do: the movements are a function of what both show.
Whether a block is compared depends on who was asked, never on who answered: a rater who stays silent or
declines stays on the list, so the verdict "more than a third changed" says nothing about any answer. What it
does tell, that the lists differ, is no secret of the raters: whoever made the lists knows it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Literal

from app.domain.publication import Cell, Publication
from app.domain.questionnaire import IndicatorQuestion, Item, Questionnaire
from app.domain.raters import NAMED_GROUPS
from app.domain.scoring import has_single_middle, reach_of

Direction = Literal["up", "down", "none"]

CLEAR = Fraction(1, 2)
MOST_CHANGED = Fraction(1, 3)
FEW_ANSWERS = 8

OTHER_FRAMEWORK = "other_framework"
OTHER_QUESTIONS = "other_questions"
OTHER_RULE = "other_rule"
NO_COMMON_QUESTION = "no_common_question"
OTHER_BLOCK = "other_block"
OTHER_RATERS = "other_raters"
NEW_QUESTION = "new_question"
OTHER_WORDS = "other_words"
BLANK_THEN = "blank_then"
BLANK_NOW = "blank_now"
ONE_CODE = "one_code"


@dataclass(frozen=True)
class Occasion:
    """One sealed round: what was published, what was asked by language, who was asked by group."""

    publication: Publication
    questionnaires: Mapping[str, Questionnaire]
    asked: Mapping[str, frozenset[str]]

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire in one of its languages, for what all of them share."""
        return next(iter(self.questionnaires.values()))


@dataclass(frozen=True)
class BlockVerdict:
    """Whether a block, or self or manager, is compared; `reason` says why not."""

    groups: tuple[str, ...]
    reason: str | None


@dataclass(frozen=True)
class Movement:
    """How one block moved on one question, in whole and half steps; or why that is not said."""

    groups: tuple[str, ...]
    direction: Direction | None
    about: Fraction | None
    reason: str | None = None


@dataclass(frozen=True)
class QuestionTrend:
    """One question, with a movement for each block that is compared; or why it is not compared at all."""

    question: str
    competency_id: str
    movements: tuple[Movement, ...]
    reason: str | None = None


@dataclass(frozen=True)
class Trend:
    """What moved since the earlier round; `reason` says why nothing is compared."""

    reason: str | None
    blocks: tuple[BlockVerdict, ...] = ()
    questions: tuple[QuestionTrend, ...] = ()
    is_of_few: bool = False


def trend_between(earlier: Occasion, later: Occasion) -> Trend:
    """Return what moved from the earlier to the later occasion."""
    reason = _difference(earlier, later)
    if reason is not None:
        return Trend(reason)
    blocks = tuple(_verdict(earlier, later, groups) for groups in _blocks(later))
    compared = [block.groups for block in blocks if block.reason is None]
    questions = tuple(
        _question(earlier, later, question, compared) for question in later.questionnaire.rating_questions
    )
    if all(question.reason is not None for question in questions):
        return Trend(NO_COMMON_QUESTION)
    return Trend(None, blocks, questions, is_of_few=_is_of_few(earlier, later, questions))


def changed_share(before: frozenset[str], now: frozenset[str]) -> Fraction:
    """Return which share of a list changed: those who left of the old one, or who came of the new one.

    The larger of the two counts; a list that was or is empty changed as a whole.
    """
    if not before or not now:
        return Fraction(1)
    return max(Fraction(len(before - now), len(before)), Fraction(len(now - before), len(now)))


def _difference(earlier: Occasion, later: Occasion) -> str | None:
    if earlier.questionnaire.framework_id != later.questionnaire.framework_id:
        return OTHER_FRAMEWORK
    if (
        earlier.questionnaire.questions != later.questionnaire.questions
        or earlier.publication.scale != later.publication.scale
    ):
        return OTHER_QUESTIONS
    return OTHER_RULE if earlier.publication.policy != later.publication.policy else None


def _blocks(later: Occasion) -> list[tuple[str, ...]]:
    named = [(group,) for group in NAMED_GROUPS if later.asked.get(group)]
    return [*named, *(block.groups for block in later.publication.blocks if block.is_published)]


def _verdict(earlier: Occasion, later: Occasion, groups: tuple[str, ...]) -> BlockVerdict:
    if groups not in _blocks(earlier):
        return BlockVerdict(groups, OTHER_BLOCK)
    before, now = (
        frozenset(person for group in groups for person in occasion.asked.get(group, ()))
        for occasion in (earlier, later)
    )
    return BlockVerdict(groups, OTHER_RATERS if changed_share(before, now) > MOST_CHANGED else None)


def _question(
    earlier: Occasion, later: Occasion, question: str, compared: Sequence[tuple[str, ...]]
) -> QuestionTrend:
    competency_id = later.questionnaire.competency_of(question)
    if question not in earlier.questionnaire.rating_questions:
        return QuestionTrend(question, competency_id, (), NEW_QUESTION)
    if not _has_same_words(earlier, later, question):
        return QuestionTrend(question, competency_id, (), OTHER_WORDS)
    then, now = (
        {cell.groups: cell for cell in each.publication.cells if cell.question == question}
        for each in (earlier, later)
    )
    movements = tuple(
        _movement(earlier.publication, later.publication, then.get(groups), now.get(groups), groups)
        for groups in compared
    )
    return QuestionTrend(question, competency_id, movements)


def _has_same_words(earlier: Occasion, later: Occasion, question: str) -> bool:
    """Tell whether a question reads the same in every language that both rounds were asked in."""
    common = set(earlier.questionnaires) & set(later.questionnaires)
    return bool(common) and all(
        _words(earlier.questionnaires[language], question) == _words(later.questionnaires[language], question)
        for language in common
    )


def _words(questionnaire: Questionnaire, question: str) -> object:
    item = next(
        each for each in questionnaire.items if each.competency_id == questionnaire.competency_of(question)
    )
    if questionnaire.questions == "level":
        return Item(item.competency_id, item.name, item.definition, item.levels, ())
    found: IndicatorQuestion = next(each for each in item.indicator_questions if each.id == question)
    return found.level, found.wording


def _movement(
    earlier: Publication,
    later: Publication,
    then: Cell | None,
    now: Cell | None,
    groups: tuple[str, ...],
) -> Movement:
    if now is None or not now.is_published:
        return Movement(groups, None, None, BLANK_NOW)
    if then is None or not then.is_published:
        return Movement(groups, None, None, BLANK_THEN)
    if has_single_middle(earlier, then) or has_single_middle(later, now):
        return Movement(groups, None, None, ONE_CODE)
    (low_then, high_then), (low_now, high_now) = reach_of(earlier, then), reach_of(later, now)
    # A softened cell has two readings, and a movement has to hold in both.
    distance = max(low_now - high_then, Fraction(0)) or min(high_now - low_then, Fraction(0))
    if abs(distance) < CLEAR:
        return Movement(groups, "none", None)
    halves = Fraction(floor(2 * abs(distance) + Fraction(1, 2)), 2)
    return Movement(groups, "up" if distance > 0 else "down", halves)


def _is_of_few(earlier: Occasion, later: Occasion, questions: Sequence[QuestionTrend]) -> bool:
    compared = {
        (question.question, movement.groups)
        for question in questions
        for movement in question.movements
        if movement.direction is not None and movement.groups[0] not in NAMED_GROUPS
    }
    return any(
        (cell.question, cell.groups) in compared and (cell.n or 0) < FEW_ANSWERS
        for occasion in (earlier, later)
        for cell in occasion.publication.cells
    )
