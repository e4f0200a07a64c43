"""Everything that was promised about bad days, in full size and real time: `make torture`, about an hour.

Names of scenarios as arguments run only these, a number is how many mails storms have; the exit status is 1
when a promise was broken.
"""

import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from app.bootstrap import Bundle, bootstrap
from app.settings import load_settings
from tests.end_to_end.installation import own_environment
from tests.torture.broker_trouble import away, flushed
from tests.torture.hanging import hanging
from tests.torture.large_rounds import a_large_round
from tests.torture.mail_storm import Storm, kill, restart, weather
from tests.torture.migrations import down_and_up, killed_half_way
from tests.torture.promises import Promise, at_most
from tests.torture.raters_online import raters_online
from tests.torture.stacks import Stack, postgres_stack, sqlite_stack
from tests.torture.web_server import web_server
from tests.torture.web_trouble import raters_at_once, scanned, submits_at_once, submits_under_fire

MAILS = 10_000
ASSIGNMENTS = 100_000

Scenario = Callable[[Stack, Path], list[Promise]]


def _installation(stack: Stack, folder: Path) -> Bundle:
    return bootstrap(load_settings(own_environment(folder / "instance", stack.settings)))


def _killed_workers(stack: Stack, folder: Path, mails: int) -> list[Promise]:
    return weather(Storm(mails=mails, trouble=kill), stack.settings, folder)


def _restarted_workers(stack: Stack, folder: Path, mails: int) -> list[Promise]:
    return weather(Storm(mails=mails, trouble=restart, pause=3.0), stack.settings, folder)


def _emptied_broker(stack: Stack, folder: Path, mails: int) -> list[Promise]:
    storm = Storm(mails=mails // 2, trouble=kill, pause=5.0)
    return flushed(storm, stack.broker, stack.settings, folder)


def _broker_away(stack: Stack, folder: Path, mails: int) -> list[Promise]:
    return away(stack.broker, stack.settings, folder, mails=mails // 10, seconds=300, lease=None)


def _hanging(stack: Stack, folder: Path) -> list[Promise]:
    return hanging(_installation(stack, folder).tools)


def _killed_web(stack: Stack, folder: Path) -> list[Promise]:
    bundle = _installation(stack, folder)
    round_id = a_large_round(bundle.tools, 340, 3)
    with web_server(stack.settings, folder) as server:
        raters = raters_online(bundle.tools, round_id, server.port)
        return submits_under_fire(bundle.tools, server, raters, 1000, per_life=20)


def _crowd(stack: Stack, folder: Path) -> list[Promise]:
    bundle = _installation(stack, folder)
    round_id = a_large_round(bundle.tools, 202, 10)
    with web_server(stack.settings, folder) as server:
        first, *others = raters_online(bundle.tools, round_id, server.port)
        promises = scanned(bundle.tools, server, first, 1000)
        promises += submits_at_once(bundle.tools, first, 50)
        saves, slowest = raters_at_once(bundle.tools, others[:200], pause=5.0, seconds=60.0)
    return [
        *promises,
        *saves,
        at_most("95th percentile of saves, in milliseconds", round(slowest * 1000), 500),
    ]


def _migrations(stack: Stack, folder: Path) -> list[Promise]:
    bundle = _installation(stack, folder)
    promises = down_and_up(bundle, ASSIGNMENTS)
    return [*promises, *killed_half_way(bundle, stack.settings, folder, deaths=12)]


STORMS: dict[str, Callable[[Stack, Path, int], list[Promise]]] = {
    "killed-workers": _killed_workers,
    "restarted-workers": _restarted_workers,
    "emptied-broker": _emptied_broker,
    "broker-away": _broker_away,
}
OTHERS: dict[str, Scenario] = {
    "hanging-mail-server": _hanging,
    "killed-web": _killed_web,
    "crowd": _crowd,
    "migrations": _migrations,
}
STACKS: dict[str, Callable[[Path], AbstractContextManager[Stack]]] = {
    "SQLite": sqlite_stack,
    "PostgreSQL": lambda _: postgres_stack(),
}


def _sized(storm: Callable[[Stack, Path, int], list[Promise]], mails: int) -> Scenario:
    return lambda stack, folder: storm(stack, folder, mails)


def main(wanted: list[str]) -> int:
    """Run the scenarios on both stacks and print a table; returns the exit status."""
    mails = next((int(each) for each in wanted if each.isdecimal()), MAILS)
    scenarios = {name: _sized(storm, mails) for name, storm in STORMS.items()} | OTHERS
    names = [each for each in wanted if not each.isdecimal()]
    unknown = [each for each in names if each not in scenarios]
    if unknown:
        print(f"there is no {unknown[0]}; there are {', '.join(scenarios)}")
        return 2
    broken = 0
    for name in names or scenarios:
        for kind, open_stack in STACKS.items():
            print(f"\n{name} on {kind}", flush=True)
            started = time.monotonic()
            for promise in _run(scenarios[name], open_stack):
                broken += not promise.is_kept
                mark = "ok" if promise.is_kept else "BROKEN"
                limit = f"({promise.limit})" if promise.limit else ""
                print(f"  {mark:<7}{promise.name:<60}{promise.measured:>10} {limit}", flush=True)
            print(f"  {time.monotonic() - started:.0f} s", flush=True)
    print(f"\n{broken} broken promises")
    return 1 if broken else 0


def _run(scenario: Scenario, open_stack: Callable[[Path], AbstractContextManager[Stack]]) -> list[Promise]:
    with tempfile.TemporaryDirectory(prefix="rondom-torture-") as place:
        folder = Path(place)
        try:
            with open_stack(folder) as stack:
                return scenario(stack, folder)
        except Exception as error:  # noqa: BLE001 - the other scenarios still have something to say
            traceback.print_exc()
            return [Promise("the scenario ended", repr(error), "an end", is_kept=False)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
