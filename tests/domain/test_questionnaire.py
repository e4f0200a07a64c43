from collections.abc import Callable
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidError, NotFoundError
from app.domain.questionnaire import (
    OPEN_QUESTIONS,
    LevelCard,
    QuestionKind,
    Questionnaire,
    QuestionnaireError,
    QuestionnaireOptions,
    UnknownQuestionError,
    Wording,
    generate_questionnaire,
)
from tests.framework.frameworks import make_framework

FRAMEWORK = make_framework()
ALL = tuple(each.id for each in FRAMEWORK.competencies)
BY_LEVEL = QuestionnaireOptions()
BY_INDICATOR = QuestionnaireOptions(questions="indicator")
MANY = make_framework({"many": tuple(f"c{letter}" for letter in "abcdefghijklm")})
MANY_IDS = tuple(each.id for each in MANY.competencies)


def _problems(call: Callable[[], object]) -> list[str]:
    with pytest.raises(QuestionnaireError) as caught:
        call()
    return [str(problem) for problem in caught.value.problems]


def test_the_questionnaire_says_which_framework_it_was_made_from() -> None:
    made = generate_questionnaire(FRAMEWORK, ["empathy"], BY_LEVEL)

    assert (made.framework_id, made.framework_revision, made.language) == ("small", 3, "en")


def test_sections_are_the_clusters_that_have_a_chosen_competency() -> None:
    made = generate_questionnaire(FRAMEWORK, ["networking", "empathy"], BY_LEVEL)

    assert [(section.id, section.name) for section in made.sections] == [("people", "People")]
    assert [item.competency_id for item in made.sections[0].items] == ["empathy", "networking"]


@given(st.permutations(ALL), st.integers(1, len(ALL)), st.sampled_from([BY_LEVEL, BY_INDICATOR]))
def test_the_order_of_the_selection_does_not_matter(
    shuffled: list[str], count: int, options: QuestionnaireOptions
) -> None:
    chosen = shuffled[:count]

    made = generate_questionnaire(FRAMEWORK, chosen, options)

    assert made == generate_questionnaire(FRAMEWORK, sorted(chosen), options)
    assert [item.competency_id for item in made.items] == [each for each in ALL if each in chosen]


def test_an_item_carries_the_definition_and_four_level_cards() -> None:
    [item] = generate_questionnaire(FRAMEWORK, ["empathy"], BY_LEVEL).items

    assert (item.name, item.definition) == ("Empathy", "What empathy means.")
    assert [card.level for card in item.levels] == [1, 2, 3, 4]
    assert item.levels[1] == LevelCard(
        level=2,
        title="Empathy 2",
        description=None,
        indicators=(
            Wording(other="Does empathy-2-1.", self="I do empathy-2-1."),
            Wording(other="Does empathy-2-2.", self="I do empathy-2-2."),
        ),
    )


def test_by_level_each_competency_is_rated_once() -> None:
    made = generate_questionnaire(FRAMEWORK, ["planning", "empathy"], BY_LEVEL)

    assert made.rating_questions == ("planning", "empathy")
    assert [item.indicator_questions for item in made.items] == [(), ()]


def test_by_indicator_the_indicators_of_the_chosen_levels_are_rated() -> None:
    options = QuestionnaireOptions(questions="indicator", indicator_levels=(4, 2))

    made = generate_questionnaire(FRAMEWORK, ["empathy"], options)

    assert made.rating_questions == ("empathy-2-1", "empathy-2-2", "empathy-4-1", "empathy-4-2")


def test_an_indicator_question_knows_its_level_number_and_wording() -> None:
    [item] = generate_questionnaire(FRAMEWORK, ["empathy"], BY_INDICATOR).items

    question = item.indicator_questions[3]
    assert (question.id, question.level, question.number) == ("empathy-3-2", 3, 2)
    assert question.wording == Wording(other="Does empathy-3-2.", self="I do empathy-3-2.")


@pytest.mark.parametrize(("kind", "scale"), [("level", 4), ("indicator", 5)])
def test_the_scale_depends_on_the_kind_of_question(kind: QuestionKind, scale: int) -> None:
    made = generate_questionnaire(FRAMEWORK, ["empathy"], QuestionnaireOptions(questions=kind))

    assert made.scale == scale


COMMENTS = {
    "both": (True, True, ("planning", "empathy", "keep", "start", "stop")),
    "only per competency": (True, False, ("planning", "empathy")),
    "only open questions": (False, True, ("keep", "start", "stop")),
    "neither": (False, False, ()),
}


@pytest.mark.parametrize(("comments", "open_questions", "asked"), COMMENTS.values(), ids=COMMENTS.keys())
@pytest.mark.parametrize("kind", ["level", "indicator"])
def test_comments_are_asked_per_competency_and_in_open_questions(
    kind: QuestionKind, comments: bool, open_questions: bool, asked: tuple[str, ...]
) -> None:
    options = QuestionnaireOptions(kind, has_comments=comments, has_open_questions=open_questions)

    made = generate_questionnaire(FRAMEWORK, ["planning", "empathy"], options)

    assert made.comment_questions == asked


SECTION_QUESTIONS = {
    "level": (QuestionnaireOptions(), ("empathy", "networking")),
    "indicator": (
        QuestionnaireOptions("indicator", indicator_levels=(4,)),
        ("empathy-4-1", "empathy-4-2", "empathy", "networking-4-1", "networking-4-2", "networking"),
    ),
    "indicator without comments": (
        QuestionnaireOptions("indicator", indicator_levels=(4,), has_comments=False),
        ("empathy-4-1", "empathy-4-2", "networking-4-1", "networking-4-2"),
    ),
}


@pytest.mark.parametrize(("options", "asked"), SECTION_QUESTIONS.values(), ids=SECTION_QUESTIONS.keys())
def test_a_section_asks_the_ratings_and_comments_of_its_own_competencies(
    options: QuestionnaireOptions, asked: tuple[str, ...]
) -> None:
    made = generate_questionnaire(FRAMEWORK, ["planning", "empathy", "networking"], options)

    assert made.section_questions(made.sections[1]) == asked


@pytest.mark.parametrize("options", [BY_LEVEL, BY_INDICATOR], ids=["level", "indicator"])
def test_every_rating_question_belongs_to_a_competency_of_the_questionnaire(
    options: QuestionnaireOptions,
) -> None:
    made = generate_questionnaire(FRAMEWORK, ALL, options)

    owners = [made.competency_of(question) for question in made.rating_questions]

    assert list(dict.fromkeys(owners)) == list(ALL)


def test_the_comment_on_a_competency_belongs_to_it_in_an_indicator_round() -> None:
    made = generate_questionnaire(FRAMEWORK, ["empathy"], BY_INDICATOR)

    assert made.competency_of("empathy") == "empathy"


@pytest.mark.parametrize("question", ["planning", "empathy-1-1", "keep", ""])
def test_a_question_that_rates_no_competency_is_not_found(question: str) -> None:
    made = generate_questionnaire(FRAMEWORK, ["empathy"], BY_INDICATOR)

    with pytest.raises(UnknownQuestionError):
        made.competency_of(question)


REFUSED = {
    "nothing chosen": ((), BY_LEVEL, ["Choose at least one competency."]),
    "unknown competencies": (
        ("empathy", "juggling", "flying"),
        BY_LEVEL,
        [
            "The framework has no competency “juggling”.",
            "The framework has no competency “flying”.",
        ],
    ),
    "chosen three times": (
        ("empathy", "planning", "empathy", "empathy"),
        BY_LEVEL,
        ["Empathy is chosen more than once."],
    ),
    "no levels": (
        ("empathy",),
        QuestionnaireOptions("indicator", indicator_levels=()),
        ["Choose at least one level whose indicators are asked."],
    ),
    "level 0": (
        ("empathy",),
        QuestionnaireOptions("indicator", indicator_levels=(0, 2)),
        ["Levels go from 1 to 4."],
    ),
    "level 5": (
        ("empathy",),
        QuestionnaireOptions("indicator", indicator_levels=(4, 5)),
        ["Levels go from 1 to 4."],
    ),
    "another kind": (
        ("empathy",),
        QuestionnaireOptions(cast("QuestionKind", "stars")),
        ["Questions are asked by level or by indicator, not by “stars”."],
    ),
    "several things": (
        ("juggling",),
        QuestionnaireOptions("indicator", indicator_levels=(9,)),
        ["The framework has no competency “juggling”.", "Levels go from 1 to 4."],
    ),
}


@pytest.mark.parametrize(("selection", "options", "problems"), REFUSED.values(), ids=REFUSED.keys())
def test_a_choice_that_does_not_fit_is_refused_with_every_reason(
    selection: tuple[str, ...], options: QuestionnaireOptions, problems: list[str]
) -> None:
    assert _problems(lambda: generate_questionnaire(FRAMEWORK, selection, options)) == problems


def test_thirteen_competencies_are_too_many_by_indicator() -> None:
    assert _problems(lambda: generate_questionnaire(MANY, MANY_IDS, BY_INDICATOR)) == [
        "13 competencies are chosen; questions by indicator allow at most 12."
    ]


def test_twelve_competencies_fit_by_indicator() -> None:
    assert len(generate_questionnaire(MANY, MANY_IDS[:12], BY_INDICATOR).items) == 12


def test_by_level_there_is_no_limit_on_competencies() -> None:
    assert len(generate_questionnaire(MANY, MANY_IDS, BY_LEVEL).items) == 13


def test_by_level_the_choice_of_indicator_levels_plays_no_part() -> None:
    assert generate_questionnaire(FRAMEWORK, ALL, QuestionnaireOptions(indicator_levels=())) == (
        generate_questionnaire(FRAMEWORK, ALL, BY_LEVEL)
    )


def test_no_question_has_two_meanings_by_indicator() -> None:
    made: Questionnaire = generate_questionnaire(FRAMEWORK, ALL, BY_INDICATOR)

    ids = [*made.rating_questions, *made.comment_questions]
    assert len(ids) == len(set(ids))


def test_the_open_questions_keep_start_and_stop_are_asked_unless_told_otherwise() -> None:
    assert generate_questionnaire(FRAMEWORK, ALL, BY_LEVEL).open_questions == OPEN_QUESTIONS


def test_errors_are_of_the_kinds_that_pages_know() -> None:
    assert issubclass(QuestionnaireError, InvalidError)
    assert issubclass(UnknownQuestionError, NotFoundError)
