"""Reports made from answers, for the tests of level and indicator rounds."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.anonymity import Policy, RawResponse
from app.domain.publication import Publication
from app.domain.questionnaire import Questionnaire, QuestionnaireOptions, generate_questionnaire
from app.domain.reports import assemble_report
from tests.disclosure.sealing import CORE_4, sealed
from tests.framework.frameworks import make_framework

COMPETENCIES = ("analysing", "planning", "empathy")
BY_LEVEL = generate_questionnaire(make_framework(), COMPETENCIES, QuestionnaireOptions())
BY_INDICATOR = generate_questionnaire(
    make_framework(), ["empathy"], QuestionnaireOptions("indicator", (2, 3), has_open_questions=False)
)

Answers = Mapping[str, Sequence[Mapping[str, int]]]


def seal_round(
    answers: Answers, policy: Policy = CORE_4, questionnaire: Questionnaire = BY_LEVEL
) -> Publication:
    """Seal answers given per group as one mapping of question to level per rater."""
    return sealed(
        [RawResponse(group, ratings) for group, raters in answers.items() for ratings in raters],
        policy,
        questions=questionnaire.rating_questions,
        comment_questions=questionnaire.comment_questions,
        scale=questionnaire.scale,
    )


def report_of(
    publication: Publication,
    questionnaire: Questionnaire = BY_LEVEL,
    target_levels: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    return assemble_report(
        publication,
        questionnaire,
        round={"id": "r1"},
        participant={"id": "p1"},
        group_labels={},
        target_levels=target_levels,
        translate=str,
    )
