"""Rounds that end in a report, and the browsers that read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup
from flask import Flask

from app.bootstrap import Bundle
from app.domain.ratings import COMMENT_FIELD, RATING_FIELD
from app.services.launch import launch_round
from app.services.ports import Tools
from app.services.raters import add_participant
from app.services.rating import open_desk, open_form, save_and_send_in
from app.services.releases import release_round
from app.services.reports import read_report
from app.services.sealing import begin_close, seal_round
from app.services.work import RATER, SYSTEM, open_reading, open_work
from tests.builders import a_person, a_rater, a_round, a_signed_in_person, rater_tokens
from tests.web.conftest import visitor_of
from tests.web.visitor import Visitor

SILENT = "silent"
COMPETENCIES = ("analyseren", "empathie")

Level = int | str
Answers = Mapping[str, Sequence[Level]]
"""Levels per group, one per rater, who gives it to every question; or `cannot_judge`, or SILENT."""


@dataclass
class Scene:
    """A participant in front of the own report."""

    tools: Tools
    visitor: Visitor
    round_id: str
    participant_id: str

    @property
    def address(self) -> str:
        """The address of the report."""
        return f"/reports/{self.participant_id}"

    def page(self, language: str = "en") -> BeautifulSoup:
        """Return the report's page."""
        return self.visitor.page(f"{self.address}?lang={language}")

    def json(self, language: str = "en") -> dict[str, Any]:
        """Return the report the page is made of."""
        with open_reading(self.tools, SYSTEM) as work:
            return read_report(work, self.participant_id, language, str).report

    def close(self) -> None:
        """Close the round and seal it."""
        with open_work(self.tools, SYSTEM) as work:
            begin_close(work, self.round_id)
        seal_round(self.tools, self.round_id)

    def release(self) -> None:
        """Make the report visible."""
        with open_work(self.tools, SYSTEM) as work:
            release_round(work, self.round_id)


def a_collecting_scene(
    app: Flask,
    bundle: Bundle,
    answers: Answers,
    *,
    participant_name: str = "Anna",
    comment: str = "",
    role: str = "",
    **settings: object,
) -> Scene:
    """Return a round about one participant in which everybody has answered, still open."""
    tools = bundle.tools
    groups: dict[str, tuple[str, int]] = {}
    with open_work(tools, SYSTEM) as work:
        person = a_person(work, participant_name, language="en", role=role)
        round_ = a_round(work, 0, COMPETENCIES, **settings)
        participant = add_participant(work, round_.id, person.id)
        groups[person.id] = ("self", 0)
        for group, levels in answers.items():
            for number in range(len(levels) if group != "self" else 0):
                groups[a_rater(work, round_, participant, group).rater_id] = (group, number)
        launch_round(work, round_.id)
        tokens = rater_tokens(work, round_.id)
        round_id, participant_id = round_.id, participant.id
    for rater_id, token in tokens.items():
        group, number = groups[rater_id]
        level = answers[group][number] if group in answers else SILENT
        if level != SILENT:
            _answer(tools, token, level, comment)
    visitor = visitor_of(app)
    visitor.sign_in_with(a_signed_in_person(tools, person))
    return Scene(tools, visitor, round_id, participant_id)


def a_scene(
    app: Flask,
    bundle: Bundle,
    answers: Answers,
    *,
    participant_name: str = "Anna",
    comment: str = "",
    role: str = "",
    **settings: object,
) -> Scene:
    """Return a released report."""
    scene = a_collecting_scene(
        app, bundle, answers, participant_name=participant_name, comment=comment, role=role, **settings
    )
    scene.close()
    scene.release()
    return scene


def _answer(tools: Tools, token: str, level: Level, comment: str) -> None:
    with open_work(tools, RATER) as work:
        for task in open_desk(work, token).tasks:
            questionnaire = open_form(work, token, task.assignment_id).questionnaire
            fields = {RATING_FIELD + question: str(level) for question in questionnaire.rating_questions}
            if comment:
                fields |= {COMMENT_FIELD + question: comment for question in questionnaire.comment_questions}
            save_and_send_in(work, token, task.assignment_id, fields)
