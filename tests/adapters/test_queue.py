import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import celery
import pytest
from celery.app.defaults import NAMESPACES, flatten
from kombu.transport.redis import Channel

from app.adapters.embedded_broker import EmbeddedBroker, find_server
from app.adapters.queue import ENOUGH_BELLS, QUEUES, CeleryQueue, NoQueue, celery_settings, queue_of


@pytest.fixture
def broker() -> Iterator[EmbeddedBroker]:
    program = find_server()
    if program is None:
        pytest.skip("no server program on this platform")
    with EmbeddedBroker(program) as started:
        yield started


@contextmanager
def worker(broker: EmbeddedBroker, notes: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "celery", "-A", "tests.adapters.queue_worker", "worker", "-c", "1",
               "--without-gossip", "--without-mingle"]  # fmt: skip
    environment = os.environ | {"BROKER": broker.url, "NOTES": str(notes), "REMAP_SIGTERM": "SIGQUIT"}
    with (notes.parent / "worker.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for_lines(notes: Path, expected: set[str]) -> list[str]:
    deadline = time.monotonic() + 30
    lines: list[str] = []
    while not expected <= set(lines) and time.monotonic() < deadline:
        time.sleep(0.05)
        lines = notes.read_text().splitlines() if notes.exists() else []
    return lines


def test_a_worker_does_what_was_rung_for_in_every_queue(broker: EmbeddedBroker, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    expected = {"mail.deliver", "periodic.tidy", "reports.seal_round " + "a" * 32}
    bell = CeleryQueue(broker.url)
    bell.publish("mail.deliver")
    bell.publish("reports.seal_round", "a" * 32)
    with worker(broker, notes):
        bell.publish("periodic.tidy")
        lines = wait_for_lines(notes, expected)
    assert sorted(lines) == sorted(expected)


def test_a_bell_rings_again_after_the_broker_was_restarted(broker: EmbeddedBroker, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    seconds = iter(range(0, 1000, 10))
    bell = CeleryQueue(broker.url, clock=lambda: float(next(seconds)))
    bell.publish("mail.deliver", "lost")
    url = broker.url
    assert broker._process is not None
    broker._process.kill()
    broker._process.wait()
    bell.publish("mail.deliver", "nobody listens")
    broker.start()
    assert broker.url == url
    for number in range(3):
        bell.publish("mail.deliver", str(number))
    with worker(broker, notes):
        lines = wait_for_lines(notes, {"mail.deliver 2"})
    # The first ring after the restart may find the old connection; the sweep makes up for it.
    assert lines[-2:] == ["mail.deliver 1", "mail.deliver 2"]


@pytest.mark.parametrize("kind", ["nobody listens", "nobody answers"])
def test_a_broker_that_is_away_costs_little_time_and_no_error(
    kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1] if kind == "nobody answers" else 1
        bell = CeleryQueue(f"redis://:s3cret@127.0.0.1:{port}/0")
        started = time.monotonic()
        with caplog.at_level(logging.DEBUG):
            bell.publish("mail.deliver", "canary-argument")
        assert time.monotonic() - started < 2.5
    assert [record.levelname for record in caplog.records if record.name == "app.adapters.queue"] == [
        "WARNING"
    ]
    assert "mail.deliver" in caplog.text
    assert "s3cret" not in caplog.text
    assert "canary" not in caplog.text


def test_after_a_failure_the_bell_rests_instead_of_waiting_each_time(
    caplog: pytest.LogCaptureFixture,
) -> None:
    now = 0.0
    bell = CeleryQueue("redis://127.0.0.1:1/0", clock=lambda: now)
    for _ in range(5):
        bell.publish("mail.deliver")
    assert len(caplog.records) == 1
    now = 10.0
    bell.publish("mail.deliver")
    assert len(caplog.records) == 2


def test_an_argument_that_json_cannot_carry_raises_nothing(broker: EmbeddedBroker) -> None:
    CeleryQueue(broker.url).publish("mail.deliver", object())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "queue"),
    [
        ("mail.deliver", "mail"),
        ("reports.seal_round", "reports"),
        ("periodic.tidy", "periodic"),
        ("other.thing", "periodic"),
        ("mail", "mail"),
    ],
)
def test_the_part_before_the_dot_is_the_queue(name: str, queue: str) -> None:
    assert queue_of(name) == queue
    assert queue in QUEUES


def test_every_setting_is_one_that_celery_and_its_transport_know() -> None:
    settings = celery_settings("redis://127.0.0.1:6379/0")
    assert settings.keys() <= {name for name, _ in flatten(NAMESPACES)}
    options = settings["broker_transport_options"].keys()
    assert options <= set(Channel.from_transport_options)


def test_only_json_is_accepted_and_no_result_is_kept() -> None:
    app = celery.Celery("check", set_as_current=False)
    app.conf.update(celery_settings("redis://127.0.0.1:6379/0"))
    assert list(app.conf.accept_content) == ["json"]
    assert app.conf.result_backend is None
    assert app.conf.task_ignore_result


def test_jobs_end_before_the_broker_gives_them_to_somebody_else() -> None:
    settings = celery_settings("redis://127.0.0.1:6379/0")
    assert settings["task_time_limit"] < settings["broker_transport_options"]["visibility_timeout"]


def test_without_a_broker_ringing_does_nothing(caplog: pytest.LogCaptureFixture) -> None:
    NoQueue().publish("mail.deliver", "id")
    assert caplog.records == []


def test_enough_bells_are_enough(broker: EmbeddedBroker) -> None:
    bell = CeleryQueue(broker.url)
    seen = []
    for _ in range(ENOUGH_BELLS):
        seen.append(bell.is_crowded("mail.deliver"))
        bell.publish("mail.deliver")
    assert seen == [False] * ENOUGH_BELLS
    assert bell.is_crowded("mail.deliver")
    assert not bell.is_crowded("reports.seal_round")


def test_where_no_broker_answers_nothing_is_crowded() -> None:
    assert not CeleryQueue("redis://127.0.0.1:1/0").is_crowded("mail.deliver")
    assert not NoQueue().is_crowded("mail.deliver")
