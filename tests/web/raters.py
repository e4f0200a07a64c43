"""A rater with a browser: three colleagues, and the rater's own work."""

from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.bootstrap import Bundle
from app.domain.ratings import AnswerSet
from app.services.launch import launch_round
from app.services.raters import add_participant
from app.services.rating import RatingForm, open_desk, open_form
from app.services.rating_desk import RatingDesk
from app.services.work import RATER, SYSTEM, open_reading, open_work
from app.storage.responses import Draft, Response
from tests.builders import a_person, a_rater, a_round, answers_for, rater_tokens
from tests.web.conftest import visitor_of
from tests.web.visitor import Visitor


@dataclass
class RaterAtWork:
    """A rater, what the mail holds, and the browser it is opened with."""

    bundle: Bundle
    visitor: Visitor
    token: str
    name: str
    round_id: str
    invitation_id: str
    tasks: dict[str, str] = field(default_factory=dict)
    """Assignment ids by the name of the colleague; `self` for oneself."""

    @property
    def landing(self) -> str:
        """The address in the mail."""
        return f"/r/{self.token}"

    @property
    def desk(self) -> str:
        """The address of the list."""
        return f"/rate/{self.invitation_id}/"

    def at(self, colleague: str, page: str = "") -> str:
        """Return the address of a page about a colleague."""
        return f"/rate/{self.invitation_id}/{self.tasks[colleague]}/{page}"

    def start(self) -> TestResponse:
        """Press the button of the first page."""
        return self.visitor.send(self.landing)

    def look(self) -> RatingDesk:
        """Return the list as the services see it."""
        with open_reading(self.bundle.tools, RATER) as work:
            return open_desk(work, self.token, is_under_way=True)

    def form(self, colleague: str) -> RatingForm:
        """Return what is stored about a colleague."""
        with open_reading(self.bundle.tools, RATER) as work:
            return open_form(work, self.token, self.tasks[colleague], is_under_way=True)

    def stored(self, colleague: str) -> AnswerSet:
        """Return the answers stored about a colleague."""
        return self.form(colleague).answers

    def complete(self, colleague: str, level: int | str = 3, comment: str = "") -> dict[str, object]:
        """Return the fields of complete answers about a colleague."""
        return dict(answers_for(self.form(colleague).questionnaire, level, comment))

    def state(self, colleague: str) -> str:
        """Return whether a task is open, done or declined."""
        return self.form(colleague).task.state

    def rows(self) -> tuple[int, int]:
        """Return how many drafts and responses the database holds."""
        with open_reading(self.bundle.tools, SYSTEM) as work:
            return (
                len(work.session.scalars(select(Draft)).all()),
                len(work.session.scalars(select(Response)).all()),
            )


def a_rater_at_work(
    app: Flask,
    bundle: Bundle,
    *,
    name: str = "Femke",
    language: str = "en",
    competencies: tuple[str, ...] = ("analyseren", "empathie"),
    questions: str = "level",
) -> RaterAtWork:
    """Return somebody who rates Anna, Bram and herself, and who has just got the mail."""
    with open_work(bundle.tools, SYSTEM) as work:
        own = a_person(work, name, f"{name.lower()}@example.org", language=language)
        round_ = a_round(work, 0, competencies, name="Autumn round", questions=questions)
        for colleague in ("Anna", "Bram"):
            participant = add_participant(work, round_.id, a_person(work, colleague).id)
            a_rater(work, round_, participant, "peer", own)
            for _ in range(4):
                a_rater(work, round_, participant, "peer")
        add_participant(work, round_.id, own.id)
        launch_round(work, round_.id)
        token = rater_tokens(work, round_.id)[own.id]
    with open_reading(bundle.tools, RATER) as work:
        desk = open_desk(work, token)
    tasks = {"self" if task.is_self else task.participant_name: task.assignment_id for task in desk.tasks}
    return RaterAtWork(bundle, visitor_of(app), token, name, round_.id, desk.invitation_id, tasks)
