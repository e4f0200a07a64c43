"""Printed reports of made-up answers, and what can be read in them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from app.adapters.typesetting import TypstTypesetter
from app.adapters.wording import WrittenLanguage
from app.bootstrap import TEMPLATES
from app.domain.anonymity import Policy, RawResponse
from app.domain.disclosure import what_is_not_shown
from app.domain.printed_report.whole import printed_report
from app.domain.questionnaire import Questionnaire
from app.domain.reports import assemble_report
from tests.disclosure.sealing import CORE_4, sealed
from tests.domain.made_reports import BY_LEVEL

SEALED_AT = datetime(2026, 11, 24, 9, 30, 15, 123456, tzinfo=UTC)

Answers = Mapping[str, Sequence[Mapping[str, int]]]
"""Answers by group, one mapping of question to level per rater."""


@dataclass(frozen=True)
class Printed:
    """A report as JSON and as PDF."""

    report: dict[str, Any]
    pdf: bytes

    @property
    def reader(self) -> PdfReader:
        """The file, opened."""
        return PdfReader(BytesIO(self.pdf))

    @property
    def words(self) -> str:
        """Everything that can be read in it, with single spaces; words divided at a line's end made whole."""
        lines = "\n".join(page.extract_text() for page in self.reader.pages)
        return re.sub(r"\s+", " ", re.sub(r"[\xad\u2010-]\n", "", lines))


@cache
def typesetter() -> TypstTypesetter:
    """Return the typesetter with the templates of the product."""
    return TypstTypesetter(TEMPLATES / "report")


def printed(
    answers: Answers,
    policy: Policy = CORE_4,
    questionnaire: Questionnaire = BY_LEVEL,
    *,
    name: str = "Anna Vos",
    comments: Sequence[tuple[str, str]] = (),
    language: str = "en",
    target_levels: Mapping[str, int] | None = None,
) -> Printed:
    """Return the printed report; `comments` are (group, text) on the first open question."""
    responses = [RawResponse(group, ratings) for group, raters in answers.items() for ratings in raters]
    for group, text in comments:
        number = next(i for i, one in enumerate(responses) if one.group == group and not one.comments)
        responses[number] = RawResponse(group, responses[number].ratings, {"keep": text})
    publication = sealed(
        responses,
        policy,
        questions=questionnaire.rating_questions,
        comment_questions=questionnaire.comment_questions,
        scale=questionnaire.scale,
    )
    speech = WrittenLanguage(language)
    report = assemble_report(
        publication,
        questionnaire,
        round={
            "id": "r1",
            "name": "Spring",
            "questions": questionnaire.questions,
            "closed_on": "2026-11-24",
        },
        participant={"id": "p1", "name": name, "role": "Team lead"},
        group_labels={},
        target_levels=target_levels,
        translate=speech.say,
    )
    document = printed_report(
        report,
        questionnaire,
        publication,
        not_shown=what_is_not_shown(publication, {}),
        group_labels={},
        speech=speech,
    )
    return Printed(report, typesetter().typeset("participant", document, SEALED_AT))
