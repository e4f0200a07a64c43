"""The report JSON of rounds that ask by indicator."""

import random
import statistics

import pytest

from app.domain.anonymity import Policy
from tests.disclosure.solver import core_code_by_the_book
from tests.domain.made_reports import BY_INDICATOR, report_of, seal_round


def frequencies(randomness: random.Random) -> dict[str, int]:
    return {question: randomness.randint(1, 5) for question in BY_INDICATOR.rating_questions}


def test_an_indicator_round_shows_indicators_and_levels_and_derives_no_competency_level() -> None:
    randomness = random.Random(3)
    answers = {"self": [frequencies(randomness)], "peer": [frequencies(randomness) for _ in range(6)]}
    publication = seal_round(answers, questionnaire=BY_INDICATOR)
    report = report_of(publication, BY_INDICATOR, {"empathy": 3})
    (competency,) = report["competencies"]
    assert (competency["cells"], competency["gap"], competency["target_level"]) == ([], None, None)
    assert report["highlights"] == {"strengths": [], "blind_spots": [], "hidden_strengths": [], "explore": []}
    assert [(one["id"], one["level"]) for one in competency["indicators"]] == [
        (question.id, question.level) for question in BY_INDICATOR.items[0].indicator_questions
    ]
    for level in competency["levels"]:
        own = [one["id"] for one in competency["indicators"] if one["level"] == level["level"]]
        peers = next(cell for cell in level["cells"] if cell["groups"] == ["peer"])
        codes = [
            code
            for question in own
            for code in core_code_by_the_book([ratings[question] for ratings in answers["peer"]], 5)
        ]
        assert peers["n"] == 6 * len(own)
        assert peers["distribution"] == {str(step): codes.count(step) for step in range(1, 6)}
        assert peers["mean"] == pytest.approx(statistics.fmean(codes), abs=0.051)


def test_a_level_of_which_only_middle_answers_show_says_no_more_than_its_indicators() -> None:
    answers = {"peer": [frequencies(random.Random(seed)) for seed in range(3)]}
    publication = seal_round(answers, Policy("core", 3), BY_INDICATOR)
    (competency,) = report_of(publication, BY_INDICATOR)["competencies"]
    peers = [cell for level in competency["levels"] for cell in level["cells"] if cell["groups"] == ["peer"]]
    assert all(not cell["shown"] and cell["n"] is None for cell in peers)
