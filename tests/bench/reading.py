"""Reports as their readers open them, in the process that renders them."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from app.services.releases import release_round
from app.services.reports import read_report
from app.services.sealing import begin_close, seal_round
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.people import Person
from app.storage.rounds import Participant
from app.web.cookies import SIGN_IN
from app.web.factory import create_app
from tests.bench.figures import Figure, milliseconds, rate, reference
from tests.bench.installations import fresh
from tests.bench.sealing import an_answered_round
from tests.builders import a_signed_in_person

TITLE = "Reports"


def figures(*, is_full: bool) -> list[Figure]:
    """Return reports a second of one process, as figures and as a page."""
    people = 100 if is_full else 20
    with fresh("SQLite") as made:
        tools = made.bundle.tools
        round_id = an_answered_round(tools, people)
        with open_work(tools, SYSTEM) as work:
            begin_close(work, round_id)
        seal_round(tools, round_id)
        with open_work(tools, SYSTEM) as work:
            release_round(work, round_id)
        with open_reading(tools, SYSTEM) as work:
            chosen = select(Participant.id, Person).join(Person, Person.id == Participant.person_id).limit(10)
            readers = [(row[0], row[1]) for row in work.session.execute(chosen)]
        app = create_app(made.bundle)
        cookies = {each: a_signed_in_person(tools, person) for each, person in readers}

        def compute() -> None:
            for participant_id in cookies:
                with open_reading(tools, SYSTEM) as work:
                    read_report(work, participant_id, "nl", str)

        def show() -> None:
            for participant_id, cookie in cookies.items():
                _look(app, cookie, f"/reports/{participant_id}")

        plain = 1000 / reference()
        return [
            rate("reports computed from their publications", _rate(compute), "/s", plain, "arithmetic"),
            rate("report pages", _rate(show), "/s", plain, "arithmetic"),
        ]


def _rate(ten: Callable[[], None]) -> float:
    return 10_000 / milliseconds(ten)


def _look(app: Flask, cookie: str, path: str) -> None:
    browser = app.test_client()
    browser.set_cookie(SIGN_IN, cookie)
    status = browser.get(path).status_code
    if status != 200:
        raise RuntimeError(f"{path} answered {status}")
