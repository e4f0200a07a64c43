"""What raters do at once, and what must hold about it whatever happens to the web server."""

import http.client
import random
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import quantiles

from sqlalchemy import func, select

from app.domain.questionnaire import Questionnaire
from app.services.ports import Tools
from app.services.rating import open_form
from app.services.work import RATER, open_reading
from app.storage.base import Base
from app.storage.responses import Response
from tests.builders import answers_for
from tests.torture.promises import Promise, at_least, at_most, none_of, noted
from tests.torture.raters_online import Answer, OnlineRater
from tests.torture.web_server import WebServer

LEVELS = (1, 2, 3, 4)


@dataclass
class Story:
    """What one rater was shown about one colleague: the versions that were sent, and the one confirmed."""

    rater: OnlineRater
    assignment_id: str
    sent: list[int] = field(default_factory=list)
    confirmed: int | None = None

    def allowed(self) -> list[int]:
        """Return the versions that may be stored now: the confirmed one and those sent after it."""
        return self.sent if self.confirmed is None else self.sent[self.sent.index(self.confirmed) :]


def questionnaire_of(tools: Tools, rater: OnlineRater) -> Questionnaire:
    """Return what this rater is asked."""
    with open_reading(tools, RATER) as work:
        return open_form(work, rater.token, rater.assignments[0]).questionnaire


def submits_under_fire(
    tools: Tools,
    server: WebServer,
    raters: Sequence[OnlineRater],
    submits: int,
    per_life: int,
    threads: int = 4,
) -> list[Promise]:
    """Kill the web server after every `per_life` submits while raters send in, and look what is stored."""
    questionnaire = questionnaire_of(tools, raters[0])
    stories = [Story(rater, each) for rater in raters for each in rater.assignments][:submits]
    is_over = threading.Event()

    def confirmed() -> int:
        return sum(story.confirmed is not None for story in stories)

    def kill_now_and_then() -> None:
        chance = random.Random(submits)
        enough = per_life
        # By what was done and not by the clock: on a busy machine nobody would ever get through.
        while not is_over.wait(chance.random() / 20):
            if confirmed() >= enough:
                server.die()
                server.start()
                enough = confirmed() + per_life

    def live(own: Sequence[Story]) -> None:
        chance = random.Random(len(own))
        for story in own:
            _tell(story, questionnaire, chance)
        own[0].rater.hang_up()

    by_rater: dict[str, list[Story]] = {}
    for story in stories:
        by_rater.setdefault(story.rater.token, []).append(story)
    killer = threading.Thread(target=kill_now_and_then)
    killer.start()
    try:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(live, by_rater.values()))
    finally:
        is_over.set()
        killer.join()
    lost = sum(not _is_true(tools, story, questionnaire) for story in stories)
    return [
        at_least("answers shown as sent in", confirmed(), submits),
        none_of("answers shown as sent in, but not stored", lost),
        at_least("kills of the web server", server.deaths, 1),
    ]


def _tell(story: Story, questionnaire: Questionnaire, chance: random.Random) -> None:
    """Send in until the server says that it has."""
    deadline = time.monotonic() + 120
    while story.confirmed is None and time.monotonic() < deadline:
        try:
            if not story.rater.form_token:
                story.rater.start()
                story.rater.ask("GET", story.rater.at(story.assignment_id))
            level = chance.choice([each for each in LEVELS if each not in story.sent] or LEVELS)
            story.sent = [each for each in story.sent if each != level] + [level]
            answer = story.rater.send_in(story.assignment_id, answers_for(questionnaire, level))
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
            continue
        if answer.status == 303:
            story.confirmed = level
        else:
            # The server died before the link was exchanged for a cookie: open it once more, as people do.
            story.rater.form_token = ""
            time.sleep(0.1)


def _is_true(tools: Tools, story: Story, questionnaire: Questionnaire) -> bool:
    with open_reading(tools, RATER) as work:
        form = open_form(work, story.rater.token, story.assignment_id, is_under_way=True)
    stored = {form.answers.ratings.get(question) for question in questionnaire.rating_questions}
    return form.task.state == "done" and len(stored) == 1 and stored <= set(story.allowed())


def submits_at_once(tools: Tools, rater: OnlineRater, times: int) -> list[Promise]:
    """Press the button of one form many times at once."""
    assignment_id = rater.assignments[0]
    questionnaire = questionnaire_of(tools, rater)
    rater.start()
    rater.ask("GET", rater.at(assignment_id))
    before = _responses(tools)
    twins = [
        OnlineRater(
            rater.port,
            rater.token,
            rater.invitation_id,
            rater.assignments,
            {**rater.cookies},
            rater.form_token,
        )
        for _ in range(times)
    ]

    def press(twin: OnlineRater) -> int:
        answer = twin.send_in(assignment_id, answers_for(questionnaire, 3))
        twin.hang_up()
        return answer.status

    with ThreadPoolExecutor(times) as pool:
        statuses = list(pool.map(press, twins))
    return [
        at_most("responses of one form sent in many times at once", _responses(tools) - before, 1),
        at_least("buttons that worked", statuses.count(303), 1),
        none_of(
            "answers other than “sent in” and “already”", sum(each not in {303, 409} for each in statuses)
        ),
    ]


def _responses(tools: Tools) -> int:
    with open_reading(tools, RATER) as work:
        return work.session.scalar(select(func.count()).select_from(Response)) or 0


def raters_at_once(
    tools: Tools, raters: Sequence[OnlineRater], pause: float, seconds: float
) -> tuple[list[Promise], float]:
    """Let everybody save every `pause` seconds; returns the promises and the 95th percentile in seconds."""
    questionnaire = questionnaire_of(tools, raters[0])
    answers: list[Answer] = []
    trouble: list[str] = []
    ready = threading.Barrier(len(raters) + 1)

    def work_at(place: int) -> None:
        rater = raters[place]
        try:
            rater.start()
            rater.ask("GET", rater.at(rater.assignments[0]))
        finally:
            ready.wait()
        end = time.monotonic() + seconds
        time.sleep(pause * place / len(raters))
        turn = place
        while time.monotonic() < end:
            turn += 1
            begun = time.monotonic()
            try:
                fields = answers_for(questionnaire, LEVELS[turn % 4])
                answers.append(rater.save(rater.assignments[0], fields))
            except (OSError, http.client.HTTPException) as error:
                trouble.append(repr(error))
            time.sleep(max(0.0, pause - (time.monotonic() - begun)))
        rater.hang_up()

    with ThreadPoolExecutor(len(raters)) as pool:
        futures = [pool.submit(work_at, place) for place in range(len(raters))]
        ready.wait()
        for future in futures:
            future.result()
    trouble += [f"{each.status} {each.text[:80]}" for each in answers if each.status != 200]
    slowest = quantiles([each.seconds for each in answers], n=20)[-1]
    return [
        at_least("saves", len(answers), len(raters)),
        none_of(f"saves that did not work {trouble[:2]}", len(trouble)),
        noted("95th percentile", f"{slowest * 1000:.0f} ms"),
    ], slowest


def everything_stored(tools: Tools) -> Mapping[str, list[tuple[object, ...]]]:
    """Return every row of every table, in an order that does not change by itself."""
    with open_reading(tools, RATER) as work:
        return {
            name: sorted((tuple(row) for row in work.session.execute(table.select())), key=repr)
            for name, table in Base.metadata.tables.items()
        }


def scanned(tools: Tools, server: WebServer, rater: OnlineRater, times: int) -> list[Promise]:
    """Open a mailed link many times as mail scanners do, with GET and HEAD."""
    before = everything_stored(tools)

    def look(number: int) -> int:
        scanner = OnlineRater(server.port, rater.token, rater.invitation_id, [])
        answer = scanner.ask(("GET", "HEAD")[number % 2], f"/r/{rater.token}")
        scanner.hang_up()
        return answer.status

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(look, range(times)))
    after = everything_stored(tools)
    changed = sum(before[name] != after[name] for name in before)
    return [
        none_of("tables that a mail scanner changed", changed),
        at_least("times a scanner saw the page", statuses.count(200), times),
    ]
