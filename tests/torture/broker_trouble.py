"""The broker is emptied or goes away: the outbox is the truth, so nothing is missing afterwards."""

import random
import signal
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import redis

from app.adapters.embedded_broker import EmbeddedBroker
from app.bootstrap import bootstrap
from app.settings import load_settings
from tests.end_to_end.installation import own_environment, wait_until
from tests.torture.fleet import Fleet, fleet
from tests.torture.large_rounds import a_large_round
from tests.torture.mail_storm import FINAL, Storm, states, weather
from tests.torture.promises import Promise, at_least, at_most, none_of, noted
from tests.torture.raters_online import raters_online
from tests.torture.sink import sink_process
from tests.torture.web_server import web_server
from tests.torture.web_trouble import questionnaire_of, raters_at_once

RECOVERY = 60.0


def flushed(storm: Storm, broker: EmbeddedBroker, settings: Mapping[str, str], folder: Path) -> list[Promise]:
    """Empty the broker again and again while workers are killed."""
    flushes = 0

    def flush_and_trouble(crew: Fleet, chance: random.Random) -> None:
        nonlocal flushes
        with redis.Redis(unix_socket_path=urlsplit(broker.url).path) as client:
            client.flushall()
        flushes += 1
        storm.trouble(crew, chance)

    promises = weather(replace(storm, trouble=flush_and_trouble), settings, folder)
    return [*promises, at_least("times the broker was emptied", flushes, 1)]


def away(
    broker: EmbeddedBroker,
    settings: Mapping[str, str],
    folder: Path,
    *,
    mails: int,
    seconds: float,
    lease: float | None,
) -> list[Promise]:
    """Let the broker be away for a while in the middle of a launch; pages and limits have to go on."""
    with sink_process(folder, delay=0.02) as sink:
        environment = own_environment(folder / "instance", {**settings, "RONDOM_MAIL_URL": sink.url})
        bundle = bootstrap(load_settings(environment))
        round_id = a_large_round(bundle.tools, mails, 3)
        with web_server(settings, folder) as server, fleet(environment, folder, 2, lease) as crew:
            wait_until(lambda: len(sink.arrivals()) >= mails // 20, RECOVERY, lambda: crew.log[-2000:])
            raters = raters_online(bundle.tools, round_id, server.port)[:10]
            questionnaire_of(bundle.tools, raters[0])
            _kill(broker)
            begun = time.monotonic()
            promises, slowest = raters_at_once(bundle.tools, raters, pause=1.0, seconds=min(seconds, 20))
            guesses = [raters[0].ask("GET", f"/r/{'x' * 42}{number % 10}").status for number in range(32)]
            raters[0].hang_up()
            time.sleep(max(0.0, seconds - (time.monotonic() - begun)))
            broker.start()
            back = time.monotonic()
            wait_until(
                lambda: set(states(bundle)) <= FINAL,
                10 * RECOVERY,
                lambda: f"{states(bundle)} {crew.log[-2000:]}",
            )
            recovered = time.monotonic() - back
        left = states(bundle)
        bundle.database.engine.dispose()
    arrived = {arrival.message_id for arrival in sink.arrivals()}
    return [
        *promises,
        at_most("slowest saves without a broker, in seconds", round(slowest, 2), 3),
        none_of("links guessed without a limit", int(429 not in guesses or 404 not in guesses)),
        none_of("mails lost", mails - len(arrived)),
        none_of("mails not noted as sent", mails - left.get("sent", 0)),
        noted("seconds the broker was away", f"{seconds:g}"),
        at_most("seconds until the outbox was empty again", round(recovered), RECOVERY),
    ]


def _kill(broker: EmbeddedBroker) -> None:
    assert broker._process is not None
    broker._process.send_signal(signal.SIGKILL)
    broker._process.wait()
