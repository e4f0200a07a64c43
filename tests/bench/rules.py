"""The framework, the questionnaire and the publication rule, without any database."""

import random

from app.domain.anonymity import RawResponse, seal
from app.domain.policy import Policy
from app.domain.questionnaire import QuestionnaireOptions, generate_questionnaire
from app.domain.questionnaire_json import questionnaire_from_json, questionnaire_to_json
from app.domain.raters import STANDARD_GROUPS, RaterGroup
from framework.loader import load_framework
from tests.bench.figures import Figure, cost, milliseconds, reference

TITLE = "Rules"


def figures(*, is_full: bool) -> list[Figure]:
    """Return how long the pure parts take, beside plain arithmetic."""
    framework = load_framework("nl")
    everything = [competency.id for competency in framework.competencies]
    options = QuestionnaireOptions()
    questionnaire = generate_questionnaire(framework, everything, options)
    stored = questionnaire_to_json(questionnaire)
    chance = random.Random(1)
    groups = [RaterGroup(group) for group in STANDARD_GROUPS]
    members = ["self", "manager", *["peer"] * 5, *["direct_report"] * 4]
    responses = [
        RawResponse(group, {question: chance.randint(1, 4) for question in questionnaire.rating_questions})
        for group in members
    ]
    roster = {group: members.count(group) for group in STANDARD_GROUPS}

    def seal_one() -> None:
        seal(
            Policy(),
            groups,
            roster=roster,
            responses=responses,
            questions=questionnaire.rating_questions,
            comment_questions=questionnaire.comment_questions,
            scale=questionnaire.scale,
            shuffle=chance,
            added_after_launch={},
        )

    plain = reference()
    works = {
        "load and check the framework": lambda: load_framework("nl"),
        "generate a questionnaire of 29 competencies": lambda: generate_questionnaire(
            framework, everything, options
        ),
        "read a frozen questionnaire": lambda: questionnaire_from_json(stored),
        "apply the rule to one participant, 11 raters, 29 questions": seal_one,
    }
    return [cost(name, milliseconds(work), "ms", plain, "arithmetic") for name, work in works.items()]
