"""Web, worker, scheduler and broker as one: they come up together and go down together."""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from types import FrameType

import click

from app.adapters.embedded_broker import BrokerStartError, EmbeddedBroker, find_server
from app.adapters.mail_url import is_loopback
from app.adapters.running_address import noted_address
from app.cli.parts import DEATHS, Part
from app.settings import Settings

STARTING = 30.0
STOPPING = 15.0
PAUSE = 0.2
BROKER_REST = 5.0


class ServeError(Exception):
    """The installation cannot be started; the message says what to do."""


class _Stop:
    """Remembers that somebody asked to stop."""

    is_asked = False

    def ask(self, _number: int, _frame: FrameType | None) -> None:
        self.is_asked = True


def serve(
    settings: Settings, host: str, port: int, web_processes: int, when_ready: Callable[[], None]
) -> int:
    """Run everything until Ctrl-C, SIGTERM or a part that cannot be kept alive; returns the exit status.

    Raises ServeError when answers would travel in the open, the port is taken or a part does not come up.
    """
    if not (is_loopback(host) or settings.is_https or settings.may_be_plain):
        raise ServeError(
            f"--host {host} lets other machines in, but the links begin with http://: answers would travel in"
            " the open. Put a proxy with TLS in front and set RONDOM_PUBLIC_URL=https://..., or say"
            " RONDOM_ALLOW_PLAIN_HTTP=yes if you know what you do."
        )
    if _is_taken(host, port):
        raise ServeError(
            f"something else listens on {host}:{port}; choose another port, for example {port + 1}"
        )
    stop = _Stop()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop.ask)
    with ExitStack() as stack:
        broker = None if settings.broker_url else _embedded_broker(stack)
        broker_url = settings.broker_url or (broker.url if broker is not None else None)
        parts = _started(settings, host, port, web_processes, broker_url)
        stack.callback(_stop, parts)
        _wait_for_web(host, port, parts, stop)
        stack.enter_context(noted_address(settings.instance, settings.public_url))
        if not stop.is_asked:
            when_ready()
        return _watch(parts, broker, stop)


def _watch(parts: Sequence[Part], broker: EmbeddedBroker | None, stop: _Stop) -> int:
    broker_rests_until = 0.0
    while not stop.is_asked:
        for part in parts:
            if part.is_running:
                continue
            # A worker that loses its broker at a bad moment dies of it: nothing to take the pages down for.
            if not part.start_anew():
                click.echo(
                    f"rondom: the {part.name} process has ended {DEATHS} times within a minute;"
                    " stopping everything",
                    err=True,
                )
                return 1
            click.echo(f"rondom: the {part.name} process ended unexpectedly and was started anew", err=True)
        if broker is not None and not broker.is_running and time.monotonic() >= broker_rests_until:
            # What it held is in the database too; the sweep rings again for all of it.
            try:
                broker.start()
            except BrokerStartError as error:
                click.echo(f"rondom: {error}; trying again", err=True)
                broker_rests_until = time.monotonic() + BROKER_REST
        time.sleep(PAUSE)
    return 0


def _embedded_broker(stack: ExitStack) -> EmbeddedBroker | None:
    program = find_server()
    if program is None:
        click.echo("Note: no broker fits this machine; background work runs in one simple loop instead.")
        return None
    try:
        return stack.enter_context(EmbeddedBroker(program))
    except BrokerStartError as error:
        click.echo(f"Note: {error}; background work runs in one simple loop instead.", err=True)
        return None


def _started(
    settings: Settings, host: str, port: int, web_processes: int, broker_url: str | None
) -> list[Part]:
    environment = {
        **os.environ,
        "RONDOM_INSTANCE": str(settings.instance),
        "RONDOM_PUBLIC_URL": settings.public_url,
        "PYTHONUNBUFFERED": "1",
    }
    if broker_url is not None:
        environment["RONDOM_BROKER_URL"] = broker_url
    return [
        Part("web", _web_command(host, port, web_processes), environment),
        Part("worker", _worker_command(settings, has_broker=broker_url is not None), environment),
    ]


def _web_command(host: str, port: int, processes: int) -> list[str]:
    options = {
        "--interface": "wsgi",
        "--host": host,
        "--port": str(port),
        "--workers": str(processes),
        "--blocking-threads": "1",
        # A worker that is asked to stop in the middle of its start never does.
        "--workers-kill-timeout": "5",
        "--log-level": "warning",
    }
    words = [word for pair in options.items() for word in pair]
    return [sys.executable, "-m", "granian", *words, "--factory", "app.web.wsgi:application"]


def _worker_command(settings: Settings, *, has_broker: bool) -> list[str]:
    if not has_broker:
        return [sys.executable, "-m", "worker.loop"]
    run_folder = settings.instance / "run"
    run_folder.mkdir(exist_ok=True)
    return [
        *(sys.executable, "-m", "celery", "--app", "worker.celery_app", "--quiet", "worker"),
        *("--beat", "--schedule", str(run_folder / "schedule")),
        *("--concurrency", "2", "--loglevel", "WARNING"),
        *("--queues", "mail,reports,periodic", "--without-gossip", "--without-mingle"),
    ]


def _stop(parts: Sequence[Part]) -> None:
    for part in parts:
        part.ask_to_stop()
    deadline = time.monotonic() + STOPPING
    for part in parts:
        part.wait_for_its_end(max(0.1, deadline - time.monotonic()))


def _wait_for_web(host: str, port: int, parts: Sequence[Part], stop: _Stop) -> None:
    deadline = time.monotonic() + STARTING
    while not stop.is_asked and not _is_taken(host, port):
        dead = next((part for part in parts if not part.is_running), None)
        if dead is not None:
            raise ServeError(f"the {dead.name} process ended while starting; its own message stands above")
        if time.monotonic() > deadline:
            raise ServeError("the web server did not answer within half a minute")
        time.sleep(0.05)


def _is_taken(host: str, port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1" if host == "0.0.0.0" else host, port), timeout=0.5):  # noqa: S104
            return True
    except OSError:
        return False
