import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.questionnaire import QuestionnaireOptions, generate_questionnaire
from app.domain.ratings import (
    CANNOT_JUDGE,
    LONGEST_COMMENT,
    AnswerSet,
    Rating,
    answers_from_json,
    answers_to_json,
    clean_comment,
    is_complete,
    merge_answers,
    missing_questions,
    read_answers,
)
from tests.framework.frameworks import make_framework

FRAMEWORK = make_framework()
BY_LEVEL = generate_questionnaire(FRAMEWORK, ["analysing", "planning", "empathy"], QuestionnaireOptions())
BY_INDICATOR = generate_questionnaire(
    FRAMEWORK, ["empathy"], QuestionnaireOptions("indicator", indicator_levels=(3,))
)
THINKING, PEOPLE = (BY_LEVEL.section_questions(section) for section in BY_LEVEL.sections)

QUESTIONS = st.sampled_from(["analysing", "planning", "empathy", "keep", "empathy-3-1"])
RATINGS: st.SearchStrategy[Rating] = st.integers(1, 5) | st.just(CANNOT_JUDGE)
ANYTHING = st.text(st.characters())  # lone surrogates included, unlike text() alone
ANSWERS = st.builds(
    AnswerSet,
    ratings=st.dictionaries(QUESTIONS, RATINGS),
    comments=st.dictionaries(QUESTIONS, st.text(min_size=1, max_size=9)),
)


@pytest.mark.parametrize(
    ("value", "rating"), [("1", 1), ("2", 2), ("3", 3), ("4", 4), ("cannot_judge", CANNOT_JUDGE)]
)
def test_a_level_or_cannot_judge_is_read(value: str, rating: Rating) -> None:
    answers, problems = read_answers(BY_LEVEL, {"rating-empathy": value})

    assert (answers, problems) == (AnswerSet({"empathy": rating}), ())


@pytest.mark.parametrize("value", ["0", "5", "-1", "+3", " 3", "03", "3.0", "٣", "²", "null", "CANNOT_JUDGE"])
def test_an_impossible_level_is_a_problem_and_left_out(value: str) -> None:
    answers, problems = read_answers(BY_LEVEL, {"rating-empathy": value, "rating-planning": "2"})

    assert answers == AnswerSet({"planning": 2})
    assert [str(problem) for problem in problems] == [
        "The answer given to “Empathy” is not one of the choices. Please choose again."
    ]


def test_a_frequency_goes_up_to_five() -> None:
    answers, problems = read_answers(
        BY_INDICATOR, {"rating-empathy-3-1": "5", "rating-empathy-3-2": "cannot_judge"}
    )

    assert (answers, problems) == (AnswerSet({"empathy-3-1": 5, "empathy-3-2": CANNOT_JUDGE}), ())


def test_an_impossible_frequency_is_named_by_its_indicator() -> None:
    _, [problem] = read_answers(BY_INDICATOR, {"rating-empathy-3-1": "6"})

    assert str(problem) == (
        "The answer given to “Does empathy-3-1.” is not one of the choices. Please choose again."
    )


def test_an_empty_rating_is_no_answer_and_no_problem() -> None:
    assert read_answers(BY_LEVEL, {"rating-empathy": ""}) == (AnswerSet(), ())


UNKNOWN = {
    "competency not asked": "rating-networking",
    "indicator in a level round": "rating-empathy-3-1",
    "open question rated": "rating-keep",
    "comment not asked": "comment-networking",
    "no prefix": "empathy",
    "csrf token": "csrf_token",
    "mere prefix": "rating-",
}


@pytest.mark.parametrize("name", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_unknown_fields_are_ignored(name: str) -> None:
    assert read_answers(BY_LEVEL, {name: "3"}) == (AnswerSet(), ())


def test_comments_on_competencies_and_open_questions_are_read() -> None:
    answers, _ = read_answers(BY_LEVEL, {"comment-empathy": "Listens.", "comment-keep": "Asking."})

    assert answers == AnswerSet({}, {"empathy": "Listens.", "keep": "Asking."})


def test_comments_are_ignored_where_the_round_asks_none() -> None:
    quiet = generate_questionnaire(
        FRAMEWORK, ["empathy"], QuestionnaireOptions(has_comments=False, has_open_questions=False)
    )

    assert read_answers(quiet, {"comment-empathy": "Hi", "comment-keep": "Hi"}) == (AnswerSet(), ())


CLEANED = {
    "spaces around": ("  Listens. \n", "Listens."),
    "line ends of Windows": ("One\r\n\r\nTwo", "One\n\nTwo"),
    "line ends of old": ("One\rTwo", "One\nTwo"),
    "tabs inside": ("a\tb", "a\tb"),
    "control characters": ("a\x00b\x07c\x1bd\x7fe\x85f", "abcdef"),
    "spaces behind control characters": ("\x00 a \x00", "a"),
    "lone surrogate": ("a\ud800b", "ab"),
    "emoji made of several characters": ("👩‍💻 ok", "👩‍💻 ok"),
    "accents": ("Synergieën", "Synergieën"),
}


@pytest.mark.parametrize(("typed", "kept"), CLEANED.values(), ids=CLEANED.keys())
def test_a_comment_is_cleaned(typed: str, kept: str) -> None:
    answers, _ = read_answers(BY_LEVEL, {"comment-empathy": typed})

    assert answers.comments == {"empathy": kept}


@given(ANYTHING)
def test_cleaning_twice_changes_nothing_more(typed: str) -> None:
    assert clean_comment(clean_comment(typed)) == clean_comment(typed)


@pytest.mark.parametrize("typed", ["", "   ", "\r\n\t", "\x00"])
def test_an_empty_comment_is_dropped(typed: str) -> None:
    assert read_answers(BY_LEVEL, {"comment-empathy": typed}) == (AnswerSet(), ())


def test_a_comment_of_10000_characters_is_kept() -> None:
    typed = "x" * LONGEST_COMMENT

    assert read_answers(BY_LEVEL, {"comment-empathy": typed + "\r\n"}) == (
        AnswerSet({}, {"empathy": typed}),
        (),
    )


TOO_LONG = {
    "competency": ("empathy", "Empathy"),
    "open question": ("stop", "Stop doing"),
}


@pytest.mark.parametrize(("question", "name"), TOO_LONG.values(), ids=TOO_LONG.keys())
def test_a_longer_comment_is_reported_and_kept_out(question: str, name: str) -> None:
    answers, [problem] = read_answers(BY_LEVEL, {f"comment-{question}": "x" * 10_001})

    assert answers == AnswerSet()
    assert str(problem) == f"The comment on “{name}” has 10001 characters; at most 10000 can be kept."


def test_a_problem_knows_the_field_it_was_typed_in() -> None:
    _, problems = read_answers(BY_LEVEL, {"rating-empathy": "9", "comment-keep": "x" * 10_001})

    assert [problem.field_name for problem in problems] == ["rating-empathy", "comment-keep"]


@given(
    st.dictionaries(
        st.text() | QUESTIONS.map("rating-{}".format) | QUESTIONS.map("comment-{}".format), st.text()
    )
)
def test_whatever_is_posted_only_possible_answers_to_asked_questions_come_in(fields: dict[str, str]) -> None:
    answers, _ = read_answers(BY_LEVEL, fields)

    assert set(answers.ratings) <= set(BY_LEVEL.rating_questions)
    assert set(answers.ratings.values()) <= {1, 2, 3, 4, CANNOT_JUDGE}
    assert set(answers.comments) <= set(BY_LEVEL.comment_questions)
    assert all(answers.comments.values())


def test_a_page_replaces_its_own_answers_and_keeps_the_others() -> None:
    old = AnswerSet({"analysing": 1, "planning": 2, "empathy": 3}, {"planning": "Plans.", "empathy": "Asks."})
    new = AnswerSet({"analysing": 4, "planning": 4}, {"analysing": "Sharp."})

    assert merge_answers(old, new, THINKING) == AnswerSet(
        {"analysing": 4, "planning": 4, "empathy": 3}, {"analysing": "Sharp.", "empathy": "Asks."}
    )


def test_a_comment_that_was_emptied_on_its_page_is_gone() -> None:
    old = AnswerSet({"empathy": 3}, {"empathy": "Asks."})

    assert merge_answers(old, AnswerSet({"empathy": 3}), PEOPLE) == AnswerSet({"empathy": 3})


def test_answers_outside_the_page_are_not_taken_from_it() -> None:
    assert merge_answers(AnswerSet({"empathy": 3}), AnswerSet({"empathy": 1}), THINKING) == (
        AnswerSet({"empathy": 3})
    )


@pytest.mark.parametrize(
    "fields",
    [{"rating-empathy": "9"}, {"rating-empathy": "3", "comment-empathy": "x" * 10_001}],
    ids=["rating", "comment"],
)
def test_a_value_that_could_not_be_taken_does_not_delete_the_old_one(fields: dict[str, str]) -> None:
    old = AnswerSet({"empathy": 3}, {"empathy": "Asks."})
    new, problems = read_answers(BY_LEVEL, {"comment-empathy": "Asks.", **fields})

    assert merge_answers(old, new, PEOPLE, problems) == old


@given(ANSWERS, ANSWERS, st.sets(QUESTIONS))
def test_merging_the_same_page_twice_changes_nothing_more(
    old: AnswerSet, new: AnswerSet, page: set[str]
) -> None:
    once = merge_answers(old, new, page)

    assert merge_answers(once, new, page) == once


@given(ANSWERS, ANSWERS)
def test_a_page_with_everything_replaces_everything(old: AnswerSet, new: AnswerSet) -> None:
    page = {*old.ratings, *old.comments, *new.ratings, *new.comments}

    assert merge_answers(old, new, page) == new


MISSING = {
    "nothing answered": ({}, ("analysing", "planning", "empathy")),
    "one answered": ({"planning": 2}, ("analysing", "empathy")),
    "cannot judge counts": ({"analysing": 1, "planning": CANNOT_JUDGE, "empathy": 4}, ()),
    "other questions do not count": ({"networking": 1}, ("analysing", "planning", "empathy")),
}


@pytest.mark.parametrize(("ratings", "missing"), MISSING.values(), ids=MISSING.keys())
def test_every_rating_question_needs_an_answer(ratings: dict[str, Rating], missing: tuple[str, ...]) -> None:
    assert missing_questions(BY_LEVEL, AnswerSet(ratings)) == missing
    assert is_complete(BY_LEVEL, AnswerSet(ratings)) is (not missing)


def test_comments_are_never_missing() -> None:
    assert is_complete(BY_INDICATOR, AnswerSet({"empathy-3-1": 5, "empathy-3-2": CANNOT_JUDGE}))


@given(ANSWERS)
def test_stored_answers_come_back_unchanged(answers: AnswerSet) -> None:
    assert answers_from_json(answers_to_json(answers)) == answers


def test_stored_answers_are_compact_and_sorted() -> None:
    answers = AnswerSet({"planning": 2, "empathy": CANNOT_JUDGE}, {"keep": "Élan"})

    assert answers_to_json(answers) == (
        '{"comments":{"keep":"Élan"},"ratings":{"empathy":"cannot_judge","planning":2}}'
    )


@given(ANSWERS)
def test_the_order_of_answering_leaves_no_trace(answers: AnswerSet) -> None:
    backwards = AnswerSet(
        dict(reversed(list(answers.ratings.items()))), dict(reversed(list(answers.comments.items())))
    )

    assert answers_to_json(backwards) == answers_to_json(answers)


@given(ANYTHING)
def test_a_cleaned_comment_can_always_be_written_as_utf_8(typed: str) -> None:
    stored = answers_to_json(AnswerSet({}, {"keep": clean_comment(typed)})).encode()

    assert json.loads(stored)["ratings"] == {}
