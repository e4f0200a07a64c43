"""What a rater is asked: the chosen competencies of a framework, frozen when a round starts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from app.domain.errors import InvalidError, NotFoundError
from app.domain.text import Text, text
from framework.model import LEVELS, Competency, Framework, Indicator, UnknownCompetencyError

QuestionKind = Literal["level", "indicator"]

OPEN_QUESTIONS = ("keep", "start", "stop")
SCALES: dict[QuestionKind, int] = {"level": len(LEVELS), "indicator": 5}
# More would make a form of well over a hundred statements per colleague (anonymity.md, indicator rounds).
MOST_COMPETENCIES_BY_INDICATOR = 12


class QuestionnaireError(InvalidError):
    """No questionnaire can be made of this choice; `problems` names every reason."""

    def __init__(self, problems: tuple[Text, ...]) -> None:
        super().__init__(text("This choice of competencies and questions does not fit."), problems)


class UnknownQuestionError(NotFoundError):
    """The questionnaire rates no competency under this question id."""


@dataclass(frozen=True)
class QuestionnaireOptions:
    """How to ask: one level per competency, or a frequency per indicator of the chosen levels."""

    questions: QuestionKind = "level"
    indicator_levels: tuple[int, ...] = (2, 3, 4)
    has_comments: bool = True
    has_open_questions: bool = True


@dataclass(frozen=True)
class Wording:
    """An indicator about somebody else and about oneself."""

    other: str
    self: str


@dataclass(frozen=True)
class LevelCard:
    """A level as an answer to choose, described by its indicators."""

    level: int
    title: str
    description: str | None
    indicators: tuple[Wording, ...]


@dataclass(frozen=True)
class IndicatorQuestion:
    """One indicator to be rated by frequency; `number` counts from 1 within its level."""

    id: str
    level: int
    number: int
    wording: Wording


@dataclass(frozen=True)
class Item:
    """A competency in the questionnaire; `indicator_questions` is empty when levels are asked."""

    competency_id: str
    name: str
    definition: str
    levels: tuple[LevelCard, ...]
    indicator_questions: tuple[IndicatorQuestion, ...]


@dataclass(frozen=True)
class Section:
    """The chosen competencies of one cluster."""

    id: str
    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Questionnaire:
    """Everything one rater is asked about one participant, in one language."""

    framework_id: str
    framework_revision: int
    language: str
    questions: QuestionKind
    has_comments: bool
    sections: tuple[Section, ...]
    open_questions: tuple[str, ...] = OPEN_QUESTIONS

    @property
    def items(self) -> tuple[Item, ...]:
        """All competencies, in the order of the framework."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def scale(self) -> int:
        """The highest rating; the lowest is 1."""
        return SCALES[self.questions]

    @property
    def rating_questions(self) -> tuple[str, ...]:
        """The ids of everything to be rated, in order: competencies, or indicators."""
        return tuple(question for item in self.items for question in self.questions_of(item))

    @property
    def comment_questions(self) -> tuple[str, ...]:
        """The ids of everything that takes a text, in order: competencies, then the open questions."""
        competencies = tuple(item.competency_id for item in self.items) if self.has_comments else ()
        return (*competencies, *self.open_questions)

    def section_questions(self, section: Section) -> tuple[str, ...]:
        """Return the ids of everything that is asked in a section, for ratings and for comments."""
        found: dict[str, None] = {}
        for item in section.items:
            found.update(dict.fromkeys(self.questions_of(item)))
            if self.has_comments:
                found[item.competency_id] = None
        return tuple(found)

    def competency_of(self, question_id: str) -> str:
        """Return the competency that a rating or comment question belongs to.

        Raises:
            UnknownQuestionError: There is no such question, or it is an open one.
        """
        for item in self.items:
            if question_id == item.competency_id or question_id in self.questions_of(item):
                return item.competency_id
        raise UnknownQuestionError

    def questions_of(self, item: Item) -> tuple[str, ...]:
        """Return the ids of what is rated of a competency: itself, or its indicators."""
        if self.questions == "level":
            return (item.competency_id,)
        return tuple(question.id for question in item.indicator_questions)


def generate_questionnaire(
    framework: Framework, selection: Sequence[str], options: QuestionnaireOptions
) -> Questionnaire:
    """Return the questionnaire for the selected competency ids, in the order of the framework.

    Raises:
        QuestionnaireError: The selection or the options do not fit; every reason is named.
    """
    problems = (
        *_selection_problems(framework, selection),
        *_option_problems(selection, options),
        *_without_indicators(framework, selection, options),
    )
    if problems:
        raise QuestionnaireError(problems)
    sections = []
    for cluster in framework.clusters:
        chosen = [competency for competency in cluster.competencies if competency.id in selection]
        if chosen:
            items = tuple(_item(competency, options) for competency in chosen)
            sections.append(Section(cluster.id, cluster.name, items))
    return Questionnaire(
        framework.id,
        framework.revision,
        framework.language,
        options.questions,
        options.has_comments,
        tuple(sections),
        OPEN_QUESTIONS if options.has_open_questions else (),
    )


def _selection_problems(framework: Framework, selection: Sequence[str]) -> list[Text]:
    if not selection:
        return [text("Choose at least one competency.")]
    problems = []
    for competency_id in dict.fromkeys(selection):
        try:
            name = framework.competency(competency_id).name
        except UnknownCompetencyError:
            problems.append(
                text("The framework has no competency “%(competency)s”.", competency=competency_id)
            )
            continue
        if list(selection).count(competency_id) > 1:
            problems.append(text("%(competency)s is chosen more than once.", competency=name))
    return problems


def _option_problems(selection: Sequence[str], options: QuestionnaireOptions) -> list[Text]:
    if options.questions not in get_args(QuestionKind):
        return [
            text("Questions are asked by level or by indicator, not by “%(kind)s”.", kind=options.questions)
        ]
    if options.questions == "level":
        return []
    problems = []
    count = len(set(selection))
    if count > MOST_COMPETENCIES_BY_INDICATOR:
        problems.append(
            text(
                "%(count)s competencies are chosen; questions by indicator allow at most %(most)s.",
                count=count,
                most=MOST_COMPETENCIES_BY_INDICATOR,
            )
        )
    if not options.indicator_levels:
        problems.append(text("Choose at least one level whose indicators are asked."))
    if not set(options.indicator_levels) <= set(LEVELS):
        problems.append(
            text("Levels go from %(lowest)s to %(highest)s.", lowest=LEVELS[0], highest=LEVELS[-1])
        )
    return problems


def _without_indicators(
    framework: Framework, selection: Sequence[str], options: QuestionnaireOptions
) -> list[Text]:
    """A client's own dictionary may describe its levels without naming single behaviours."""
    if options.questions != "indicator" or not options.indicator_levels:
        return []
    return [
        text(
            "%(competency)s has no indicators at the chosen levels, so it can only be asked by level.",
            competency=competency.name,
        )
        for competency in framework.competencies
        if competency.id in selection and not _indicator_questions(competency, options)
    ]


def _item(competency: Competency, options: QuestionnaireOptions) -> Item:
    return Item(
        competency.id,
        competency.name,
        competency.definition,
        tuple(
            LevelCard(level.level, level.title, level.description, tuple(map(_wording, level.indicators)))
            for level in competency.levels
        ),
        _indicator_questions(competency, options),
    )


def _indicator_questions(
    competency: Competency, options: QuestionnaireOptions
) -> tuple[IndicatorQuestion, ...]:
    if options.questions == "level":
        return ()
    return tuple(
        IndicatorQuestion(indicator.id, level.level, number, _wording(indicator))
        for level in competency.levels
        if level.level in options.indicator_levels
        for number, indicator in enumerate(level.indicators, start=1)
    )


def _wording(indicator: Indicator) -> Wording:
    return Wording(indicator.text, indicator.self_text)
