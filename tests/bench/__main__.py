"""Benchmarks, as ratios to a plain reference measured in the same run: `make bench`."""

import random
import time
from collections.abc import Callable
from statistics import median

from app.domain.anonymity import RawResponse, seal
from app.domain.policy import Policy
from app.domain.questionnaire import QuestionnaireOptions, generate_questionnaire
from app.domain.questionnaire_json import questionnaire_from_json, questionnaire_to_json
from app.domain.raters import STANDARD_GROUPS, RaterGroup
from framework.loader import load_framework

ROUNDS = 7


def _milliseconds(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1000)
    return median(taken)


def _reference() -> None:
    sum(number * number for number in range(200_000))


def main() -> None:
    """Print one line per benchmark: median milliseconds, and how many times the reference that is."""
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

    reference = _milliseconds(_reference)
    print(f"{'benchmark':<44}{'ms':>9}{'x reference':>13}")
    for name, work in (
        ("load and check the framework", lambda: load_framework("nl")),
        (
            "generate a questionnaire of 29 competencies",
            lambda: generate_questionnaire(framework, everything, options),
        ),
        ("read a frozen questionnaire", lambda: questionnaire_from_json(stored)),
        ("seal one participant, 11 raters, 29 questions", seal_one),
    ):
        taken = _milliseconds(work)
        print(f"{name:<44}{taken:>9.2f}{taken / reference:>13.2f}")


if __name__ == "__main__":
    main()
