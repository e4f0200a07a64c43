"""Report pages straight from answers, without a database: many people, any names, any policy."""

import random
from collections.abc import Mapping, Sequence

from flask import Flask, render_template

from app.domain.anonymity import Policy, RawResponse, seal
from app.domain.disclosure import what_is_not_shown
from app.domain.publication import Publication
from app.domain.questionnaire import Questionnaire, QuestionnaireOptions, generate_questionnaire
from app.domain.raters import STANDARD_GROUPS, RaterGroup
from app.domain.report_reading import ReadingRules
from app.domain.reports import assemble_report
from app.services.report_openings import OtherReaders
from app.services.reports import ReportPage
from app.web.language import translated
from app.web.reports.page import report_view
from framework.model import Framework

CORE_4 = Policy("core", 4)

Ratings = Mapping[str, int | None]
"""Level or frequency by question, None for `cannot_judge`; "*" is for every question that is not named."""


def questionnaire_of(
    framework: Framework,
    competencies: Sequence[str] | None = None,
    options: QuestionnaireOptions = QuestionnaireOptions(),  # noqa: B008 - frozen
) -> Questionnaire:
    """Return the questionnaire of a framework, over all its competencies unless some are named."""
    chosen = competencies or [one.id for cluster in framework.clusters for one in cluster.competencies]
    return generate_questionnaire(framework, chosen, options)


def publication_of(
    answers: Mapping[str, Sequence[Ratings]],
    questionnaire: Questionnaire,
    policy: Policy = CORE_4,
    *,
    own_groups: Sequence[RaterGroup] = (),
    comments: Mapping[str, str] | None = None,
) -> Publication:
    """Seal answers, given per group as one mapping per rater; every rater writes the same `comments`."""
    groups = [*(RaterGroup(group) for group in STANDARD_GROUPS), *own_groups]
    questions = questionnaire.rating_questions
    responses = [
        RawResponse(group, _judged(rated, questions), comments or {})
        for group, raters in answers.items()
        for rated in raters
    ]
    return seal(
        policy,
        groups,
        roster={group.id: len(answers.get(group.id, ())) for group in groups},
        responses=responses,
        questions=questions,
        comment_questions=questionnaire.comment_questions,
        scale=questionnaire.scale,
        shuffle=random.Random(1),
        added_after_launch={},
    )


def _judged(rated: Ratings, questions: Sequence[str]) -> dict[str, int]:
    given = {question: rated.get(question, rated.get("*")) for question in questions}
    return {question: level for question, level in given.items() if level is not None}


def rendered(
    app: Flask,
    publication: Publication,
    questionnaire: Questionnaire,
    language: str = "en",
    *,
    name: str = "Anna",
    labels: Mapping[str, str] | None = None,
    targets: Mapping[str, int] | None = None,
) -> str:
    """Return the page of a publication as its participant reads it."""
    with app.test_request_context(f"/reports/made-up?lang={language}"):
        report = assemble_report(
            publication,
            questionnaire,
            round={
                "id": "r1",
                "name": "Spring",
                "questions": questionnaire.questions,
                "closed_on": "2026-11-20",
            },
            participant={"id": "p1", "name": name, "role": ""},
            group_labels=labels or {},
            target_levels=targets,
            translate=translated,
        )
        page = ReportPage(
            report=report,
            questionnaire=questionnaire,
            publication=publication,
            not_shown=what_is_not_shown(publication, labels or {}),
            is_own=True,
            group_labels=dict(labels or {}),
        )
        readers = OtherReaders(ReadingRules(), "", ())
        return render_template(
            "report/show.html", view=report_view(page), is_own=True, readers=readers, changed=None
        )
