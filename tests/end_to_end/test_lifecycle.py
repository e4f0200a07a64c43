"""The one command: what comes up together goes down together, and says what it does."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.end_to_end.installation import (
    Installation,
    is_listening,
    processes_under,
    serving,
    still_running,
    wait_until,
)

pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="not tested: needs /proc")

PARTS = ("granian", "celery", "-server")
"""What the command lines of web, worker and broker have in them."""


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Return a running installation in trial mode that no test takes down."""
    with serving(tmp_path_factory.mktemp("steady"), {}) as made:
        yield made
        assert made.process is not None
        assert made.process.poll() is None


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Installation]:
    """Return a running installation in trial mode."""
    with serving(tmp_path, {}) as made:
        yield made


def processes(installation: Installation) -> dict[int, str]:
    assert installation.process is not None
    return processes_under(installation.process.pid)


def test_serve_prints_an_address_and_a_sign_in_link_that_work(steady: Installation) -> None:
    (link,) = steady.links
    with httpx.Client(follow_redirects=True) as browser:
        assert browser.get(steady.url + "/").status_code == 200
        assert browser.get(link).status_code == 200
    assert f"Rondom is running: {steady.url}/" in steady.output


def test_serve_in_trial_mode_says_where_the_mails_are(steady: Installation) -> None:
    assert f"Trial mode: mails stay in {steady.folder / 'outbox'}" in steady.output


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda each: each.name)
def test_a_signal_leaves_no_process_and_the_instance_can_be_started_again(
    serve: Installation, number: signal.Signals
) -> None:
    before = processes(serve)
    assert all(any(part in command for command in before.values()) for part in PARTS), before
    assert is_listening(serve.port)

    assert serve.end(number) == 0

    assert still_running(before) == {}
    assert not is_listening(serve.port)
    assert "Rondom has stopped." in serve.output
    assert "Traceback" not in serve.output
    (first,) = serve.links
    serve.start()
    (second,) = serve.links
    assert first != second
    assert httpx.get(second).status_code == 200


def test_the_death_of_serve_itself_leaves_no_process(serve: Installation) -> None:
    before = processes(serve)
    serve.end(signal.SIGKILL)

    wait_until(lambda: not still_running(before), 40, lambda: f"still running: {still_running(before)}")
    assert not is_listening(serve.port)


def leader_of(installation: Installation, word: str) -> int:
    """Return the process that the supervisor itself started for a part."""
    (leader,) = [
        pid for pid, command in processes(installation).items() if word in command and os.getsid(pid) == pid
    ]
    return leader


def answers(installation: Installation) -> bool:
    try:
        return httpx.get(installation.url + "/").status_code == 200
    except httpx.TransportError:
        return False


@pytest.mark.parametrize(("part", "word"), [("web", "granian"), ("worker", "celery")], ids=["web", "worker"])
def test_a_part_that_dies_is_started_anew(serve: Installation, part: str, word: str) -> None:
    first = leader_of(serve, word)
    os.kill(first, signal.SIGKILL)

    told = f"rondom: the {part} process ended unexpectedly and was started anew"
    wait_until(lambda: told in serve.output, 15, lambda: serve.output)
    assert leader_of(serve, word) != first
    wait_until(lambda: answers(serve), 30, lambda: serve.output)
    assert serve.end() == 0


def test_a_part_that_dies_again_and_again_ends_everything_with_a_message(serve: Installation) -> None:
    assert serve.process is not None
    before = processes(serve)
    for deaths in (1, 2, 3):
        os.kill(leader_of(serve, "celery"), signal.SIGKILL)
        if deaths < 3:
            wait_until(
                lambda: serve.output.count("was started anew") == deaths,  # noqa: B023 - waited for at once
                15,
                lambda: serve.output,
            )
            before |= processes(serve)

    assert serve.process.wait(40) == 1

    assert "the worker process has ended 3 times within a minute; stopping everything" in serve.output
    assert still_running(before) == {}
    assert not is_listening(serve.port)


def test_the_broker_is_started_anew_when_it_dies(steady: Installation) -> None:
    def brokers() -> set[int]:
        return {pid for pid, command in processes(steady).items() if PARTS[2] in command}

    (broker,) = brokers()
    os.kill(broker, signal.SIGKILL)

    wait_until(lambda: bool(brokers() - {broker}), 15, lambda: "no new broker came")


def test_a_second_serve_on_the_same_port_is_refused_with_a_clear_message(
    steady: Installation, tmp_path: Path
) -> None:
    done = Installation(tmp_path, {}).run("serve", "--port", str(steady.port))

    assert done.returncode == 1
    assert done.stderr == (
        f"rondom: something else listens on 127.0.0.1:{steady.port};"
        f" choose another port, for example {steady.port + 1}\n"
    )


def test_the_demonstration_is_ready_in_under_a_minute_with_a_link_for_each_role(tmp_path: Path) -> None:
    started = time.monotonic()
    with serving(tmp_path, {}, program="demo") as demo:
        assert time.monotonic() - started < 60
        administrator, rater, participant, manager = demo.links
        for link in (administrator, rater, participant, manager):
            assert httpx.get(link).status_code == 200, link
        assert "/r/" in rater
        demo.end(signal.SIGINT)
        assert "Traceback" not in demo.output
