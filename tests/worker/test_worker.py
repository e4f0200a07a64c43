"""A real worker process delivers what is in the outbox, and loses nothing when it is killed."""

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import func, select, update

from app.adapters.embedded_broker import EmbeddedBroker, find_server
from app.bootstrap import Bundle, bootstrap
from app.cli.supervisor import _worker_command
from app.services.ports import JobName
from app.services.work import SYSTEM, open_reading, open_work
from app.settings import load_settings
from app.storage.messages import Message
from tests.adapters.smtp_server import Mood, running
from tests.builders import a_launched_round
from tests.databases import copied, emptied
from tests.end_to_end.installation import own_environment, wait_until
from tests.end_to_end.post_office import PostOffice
from tests.services_at_hand import needed

MAILS = 60
KILLS_AFTER = (15, 35)
CONCURRENCY = 2


class SlowMood(Mood):
    """A mail server that takes its time, so that a worker can be killed in the middle."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(0.04)
        return await super().handle_DATA(server, session, envelope)


@dataclass
class Office:
    """An installation with mails in its outbox, and the environment of its workers."""

    bundle: Bundle
    environment: Mapping[str, str]
    post_office: PostOffice
    log: Path

    def ring(self) -> None:
        """Ring the bell, as every change with mails does."""
        self.bundle.tools.queue.publish(JobName.DELIVER)

    def states(self) -> dict[str, int]:
        """Return how many mails are in which state."""
        with open_reading(self.bundle.tools, SYSTEM) as work:
            query = select(Message.state, func.count()).group_by(Message.state)
            return {row[0]: row[1] for row in work.session.execute(query)}

    def let_leases_end(self) -> None:
        """Make two minutes pass for what a killed worker held."""
        with open_work(self.bundle.tools, SYSTEM) as work:
            past = datetime.now(UTC) - timedelta(seconds=1)
            work.session.execute(
                update(Message).where(Message.state == "sending").values(lease_until_at=past)
            )

    def wait_until_all_left(self) -> None:
        """Wait until every mail is noted as sent."""
        wait_until(
            lambda: self.states() == {"sent": MAILS}, 60, lambda: f"{self.states()}\n{self.log.read_text()}"
        )


@contextmanager
def worker(office: Office, command: list[str]) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a worker in a session of its own; whatever is left of it is killed."""
    with office.log.open("ab") as log:
        process = subprocess.Popen(
            command, env=dict(office.environment), stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def celery(office: Office) -> list[str]:
    return _worker_command(office.bundle.settings, has_broker=True)


@pytest.fixture(params=["embedded", pytest.param("services", marks=pytest.mark.services)])
def stack(request: pytest.FixtureRequest, migrated: Path, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Return the settings of SQLite with the embedded broker, then of PostgreSQL with Redis."""
    if request.param == "services":
        url = emptied(request.getfixturevalue("postgres"))
        broker = request.getfixturevalue("redis_url")
        yield {"RONDOM_DATABASE_URL": url, "RONDOM_BROKER_URL": broker}
        return
    program = find_server()
    needed("a server for the embedded broker", str(program) if program else None)
    assert program is not None
    with EmbeddedBroker(program) as broker:
        yield {"RONDOM_DATABASE_URL": copied(migrated, tmp_path), "RONDOM_BROKER_URL": broker.url}


@contextmanager
def an_office(settings: Mapping[str, str], folder: Path) -> Iterator[Office]:
    mood = SlowMood()
    with running(mood) as port:
        post_office = PostOffice(mood, port)
        environment = own_environment(folder / "instance", {**settings, "RONDOM_MAIL_URL": post_office.url})
        bundle = bootstrap(load_settings(environment))
        with open_work(bundle.tools, SYSTEM) as work:
            a_launched_round(work, 6, managers=1, peers=5, direct_reports=3)
        yield Office(bundle, environment, post_office, folder / "worker.log")
        bundle.database.engine.dispose()


def test_nothing_is_lost_when_a_worker_is_killed_in_the_middle(stack: dict[str, str], tmp_path: Path) -> None:
    with an_office(stack, tmp_path) as office:
        for number in KILLS_AFTER:
            with worker(office, celery(office)) as process:
                office.ring()
                office.post_office.wait_for(number)
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            assert office.states().get("sent", 0) < MAILS
            office.let_leases_end()
        with worker(office, celery(office)) as process:
            # Nobody rings: the sweep finds what is left by itself.
            office.wait_until_all_left()
            process.terminate()
            assert process.wait(30) == 0

        times = Counter(mail.to for mail in office.post_office.mails())
        assert len(times) == MAILS
        assert times.total() - MAILS <= len(KILLS_AFTER) * CONCURRENCY
        ids = {mail.to: mail.message_id for mail in office.post_office.mails()}
        assert all(mail.message_id == ids[mail.to] for mail in office.post_office.mails())


def test_the_simple_loop_delivers_without_any_broker(migrated: Path, tmp_path: Path) -> None:
    settings = {"RONDOM_DATABASE_URL": copied(migrated, tmp_path)}
    with an_office(settings, tmp_path) as office:
        with worker(office, [sys.executable, "-m", "worker.loop"]) as process:
            office.wait_until_all_left()
            process.terminate()
            assert process.wait(30) == 0
        assert len(office.post_office.mails()) == MAILS
