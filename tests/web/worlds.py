"""The same story in several worlds, which differ only in what one hidden rater has done: all that HR gets.

Every world is an installation of its own with the same people, clock and acts.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from flask import Flask

from app.bootstrap import Bundle, bootstrap
from app.domain.errors import RefusedError
from app.domain.mail import Delivered, MailError, OutgoingMail
from app.domain.text import Text
from app.services.deliveries import all_deliveries
from app.services.delivery import deliver_due
from app.services.launch import launch_round
from app.services.rating import decline, open_desk
from app.services.watching import watch
from app.services.work import SYSTEM, Work, open_reading, open_work
from app.settings import load_settings
from app.storage.people import Person
from app.storage.rounds import Round, participants_with_persons
from app.web.factory import create_app
from tests.builders import a_person, a_rater, a_round, an_administrator, rater_tokens, send_in_all
from tests.databases import copied
from tests.fakes import FakeMailer, FakeQueue, FixedClock
from tests.web.kept_templates import keeping_templates
from tests.web.visitor import Visitor

HIDDEN = "hidden@example.org"
PAGES = ("progress", "deliveries", "deliveries?show=attention", "raters", "audit")


FORM_TOKEN = re.compile(r'<input[^>]*name="csrf_token"[^>]*>')
ID = re.compile(r"\b[0-9a-f]{32}\b")


@dataclass
class ToldMailer(FakeMailer):
    """Answers about single addresses as it was told."""

    told: dict[str, MailError] = field(default_factory=dict)

    def send(self, mail: OutgoingMail, before_end: Callable[[], None] | None = None) -> Delivered:
        if mail.to_address in self.told:
            raise self.told[mail.to_address]
        return super().send(mail, before_end)


@dataclass
class World:
    """One installation with a round in which Hidden rates the first of two participants, in a small group."""

    bundle: Bundle
    mailer: ToldMailer
    clock: FixedClock
    queue: FakeQueue
    app: Flask
    visitor: Visitor
    round_id: str
    rater_id: str
    seen: list[object] = field(default_factory=list)

    def act(self, act: Callable[[Work], object]) -> None:
        """Do what HR does, and note what HR is told."""
        try:
            with open_work(self.bundle.tools, SYSTEM) as work:
                said = act(work)
                self.seen.append(str(said) if isinstance(said, Text) else None)
        except RefusedError as error:
            self.seen.append(f"refused: {error.message}")
        self.seen.append(list(self.queue.published))
        self.queue.published.clear()

    def do(self, what: str) -> None:
        """Let the hidden rater do something, which nobody is to learn."""
        with open_work(self.bundle.tools, SYSTEM) as work:
            token = rater_tokens(work, self.round_id)[self.rater_id]
            if what == "finished":
                send_in_all(work, token)
            elif what == "declined":
                for task in open_desk(work, token).tasks:
                    decline(work, token, task.assignment_id, "no time")
        self.queue.published.clear()

    def deliver(self) -> None:
        """Send what is due, and let a minute pass."""
        deliver_due(self.bundle.tools)
        self.clock.move(minutes=1)
        self.queue.published.clear()

    def ask_once_more(self) -> None:
        """Ask the hidden rater to rate the second participant, too."""

        def add(work: Work) -> None:
            round_ = work.session.get_one(Round, self.round_id)
            to_rate = participants_with_persons(work.session, round_.id)[1][0]
            a_rater(work, round_, to_rate, "peer", work.session.get_one(Person, self.rater_id))

        self.act(add)

    def look(self) -> None:
        """Note all that HR can see now."""
        base = f"/console/rounds/{self.round_id}/"
        with open_reading(self.bundle.tools, SYSTEM) as work:
            own = [each.id for each, _ in participants_with_persons(work.session, self.round_id)]
            mails = [replace(each, rater_id="") for each in all_deliveries(work, self.round_id)]
            self.seen += [mails, watch(work)]
        for path in (*PAGES, f"deliveries/{self.rater_id}", *(f"participants/{each}" for each in own)):
            page = self._page(base + path)
            # Acts of one instant stand in the log in any order.
            self.seen.append((path.partition("/")[0], sorted(page) if path == "audit" else page))

    def own_mails(self) -> list[OutgoingMail]:
        """Return what reached the hidden rater."""
        return [mail for mail in self.mailer.sent if mail.to_name == "Hidden"]

    def _page(self, path: str) -> list[str]:
        response = self.visitor.get(path, follow_redirects=True)
        if response.status_code != 200:
            raise AssertionError(f"{path} answered {response.status_code}")
        return _without_ids(response.text)


def _without_ids(page: str) -> list[str]:
    """Return the lines of a page with ids numbered, and without the tokens of its forms."""
    shown = FORM_TOKEN.sub("", page)
    known: dict[str, str] = {}
    return ID.sub(lambda found: known.setdefault(found[0], f"id{len(known)}"), shown).splitlines()


@contextmanager
def a_world(migrated: Path, folder: Path, *, duties: int = 1, peers: int = 1) -> Iterator[World]:
    """Yield a world in which the first mails have just left."""
    folder.mkdir()
    settings = load_settings(
        {
            "RONDOM_INSTANCE": str(folder / "instance"),
            "RONDOM_DATABASE_URL": copied(migrated, folder),
            "RONDOM_LANGUAGES": "en,nl,fr",
            "RONDOM_SECRET_KEY": "the same in every world, so that nothing differs by it",
        }
    )
    made = bootstrap(settings)
    clock, queue, mailer = FixedClock(), FakeQueue(), ToldMailer()
    bundle = replace(made, tools=replace(made.tools, clock=clock, queue=queue, mailer=mailer))
    app = keeping_templates(create_app(bundle))
    app.config["TESTING"] = True
    app.test_client_class = Visitor
    visitor = app.test_client()
    if not isinstance(visitor, Visitor):
        raise TypeError("the application makes other clients")
    visitor.sign_in_with(an_administrator(bundle.tools))
    with open_work(bundle.tools, SYSTEM) as work:
        round_ = a_round(work, 2, standard_groups=("peer",))
        hidden = a_person(work, "Hidden", HIDDEN)
        for place, (participant, _) in enumerate(participants_with_persons(work.session, round_.id)):
            if place < duties:
                a_rater(work, round_, participant, "peer", hidden)
            for _ in range(peers):
                a_rater(work, round_, participant, "peer")
        launch_round(work, round_.id)
        round_id, rater_id = round_.id, hidden.id
    world = World(bundle, mailer, clock, queue, app, visitor, round_id, rater_id)
    world.deliver()
    yield world
    bundle.database.engine.dispose()
    shutil.rmtree(folder)
