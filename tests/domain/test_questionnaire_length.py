import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.questionnaire import Questionnaire, QuestionnaireOptions, generate_questionnaire
from app.domain.questionnaire_length import estimated_minutes, is_long
from tests.framework.frameworks import make_framework

FRAMEWORK = make_framework({"many": tuple(f"c{letter}" for letter in "abcdefghijklmnop")}, indicators=4)
IDS = tuple(each.id for each in FRAMEWORK.competencies)
FULL = QuestionnaireOptions()
BARE = QuestionnaireOptions(has_comments=False, has_open_questions=False)


def _made(count: int, options: QuestionnaireOptions = FULL) -> Questionnaire:
    return generate_questionnaire(FRAMEWORK, IDS[:count], options)


MINUTES = {
    "one competency, nothing to write": (1, BARE, 1),
    "one competency with everything": (1, FULL, 6),
    "the design's 14 competencies": (14, FULL, 25),
    "14 competencies, nothing to write": (14, BARE, 14),
    "12 competencies by indicator": (12, QuestionnaireOptions("indicator"), 34),
    "one level by indicator, nothing to write": (
        6,
        QuestionnaireOptions(
            "indicator", indicator_levels=(3,), has_comments=False, has_open_questions=False
        ),
        4,
    ),
}


@pytest.mark.parametrize(("count", "options", "minutes"), MINUTES.values(), ids=MINUTES.keys())
def test_the_estimate_counts_what_is_to_be_read_chosen_and_written(
    count: int, options: QuestionnaireOptions, minutes: int
) -> None:
    assert estimated_minutes(_made(count, options)) == minutes


@given(st.integers(1, len(IDS) - 1), st.sampled_from([FULL, BARE]))
def test_one_competency_more_never_takes_less_time(count: int, options: QuestionnaireOptions) -> None:
    assert estimated_minutes(_made(count, options)) <= estimated_minutes(_made(count + 1, options))


WARNINGS = {
    "10 competencies in 10 minutes": (10, BARE, False),
    "11 competencies in 11 minutes": (11, BARE, True),
    "7 competencies in 15 minutes": (7, FULL, False),
    "8 competencies in 16 minutes": (8, FULL, True),
}


@pytest.mark.parametrize(("count", "options", "warned"), WARNINGS.values(), ids=WARNINGS.keys())
def test_more_than_10_competencies_or_15_minutes_are_long(
    count: int, options: QuestionnaireOptions, warned: bool
) -> None:
    assert is_long(_made(count, options)) is warned
