"""Thousands of mails leave while workers die: nothing may be missing, next to nothing twice."""

import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from app.bootstrap import Bundle, bootstrap
from app.domain.mail_pace import MOST_COPIES
from app.services.ports import JobName
from app.services.work import SYSTEM, open_reading
from app.settings import load_settings
from app.storage.messages import Message
from tests.end_to_end.installation import own_environment
from tests.torture.fleet import CONCURRENCY, Fleet, every, fleet
from tests.torture.large_rounds import a_large_round
from tests.torture.promises import Promise, at_least, at_most, none_of, noted
from tests.torture.sink import Arrival, SinkProcess, sink_process

Trouble = Callable[[Fleet, random.Random], None]
FINAL = {"sent", "failed", "cancelled"}


@dataclass(frozen=True)
class Storm:
    """How many mails leave, and what happens meanwhile every `pause` seconds."""

    mails: int
    trouble: Trouble
    pause: float = 1.0
    delay: float = 0.0
    """Seconds the mail server takes for a mail."""
    lease: float | None = None
    nodes: int = 3
    patience: float = 1800.0
    most_troubles: int | None = None


def kill(crew: Fleet, chance: random.Random) -> None:
    """Kill a whole worker."""
    crew.kill_one(chance)


def restart(crew: Fleet, _chance: random.Random) -> None:
    """Restart a worker as an upgrade does."""
    crew.replace_one()


def weather(storm: Storm, settings: Mapping[str, str], folder: Path) -> list[Promise]:
    """Let a storm pass over an installation with an empty database; returns what was promised about it."""
    with sink_process(folder, storm.delay) as sink:
        environment = own_environment(folder / "instance", {**settings, "RONDOM_MAIL_URL": sink.url})
        bundle = bootstrap(load_settings(environment))
        a_large_round(bundle.tools, storm.mails, 3)
        planned = _planned(bundle)
        started = time.monotonic()
        with fleet(environment, folder, storm.nodes, storm.lease) as crew:
            bundle.tools.queue.publish(JobName.DELIVER)
            is_through = _let_pass(storm, crew, bundle)
            seconds = time.monotonic() - started
            promises = _judge(planned, sink, bundle, crew)
            if not is_through or not all(each.is_kept for each in promises):
                promises.append(noted("log of the workers", crew.log[-2000:]))
        bundle.database.engine.dispose()
    rate = storm.mails / seconds
    return [*promises, noted("mails per second", f"{rate:.0f}"), noted("seconds", f"{seconds:.0f}")]


def _let_pass(storm: Storm, crew: Fleet, bundle: Bundle) -> bool:
    chance = random.Random(storm.mails)

    def act() -> None:
        crew.require_life()
        if storm.most_troubles is None or crew.kills + crew.restarts < storm.most_troubles:
            storm.trouble(crew, chance)

    looked = 0.0
    is_over = False

    def is_everything_final() -> bool:
        nonlocal looked, is_over
        # Counting costs the database more than a mail does.
        if time.monotonic() - looked > 0.5:
            looked = time.monotonic()
            is_over = set(states(bundle)) <= FINAL
        return is_over

    return every(storm.pause, act, is_everything_final, storm.patience)


def states(bundle: Bundle) -> dict[str, int]:
    """Return how many mails are in which state."""
    with open_reading(bundle.tools, SYSTEM) as work:
        query = select(Message.state, func.count()).group_by(Message.state)
        return {row[0]: row[1] for row in work.session.execute(query)}


def _planned(bundle: Bundle) -> set[str]:
    with open_reading(bundle.tools, SYSTEM) as work:
        return set(work.session.scalars(select(Message.message_id)))


def _held(bundle: Bundle) -> int:
    """Return how many mails are held back because two copies may have arrived."""
    with open_reading(bundle.tools, SYSTEM) as work:
        query = select(func.count()).where(Message.state == "failed", Message.possible_copies >= MOST_COPIES)
        return work.session.scalar(query) or 0


def _judge(planned: set[str], sink: SinkProcess, bundle: Bundle, crew: Fleet) -> list[Promise]:
    arrivals = sink.arrivals()
    copies = Counter(arrival.message_id for arrival in arrivals)
    twice = len(arrivals) - len(copies)
    after, held = states(bundle), _held(bundle)
    unsent = sum(count for state, count in after.items() if state != "sent")
    promises = [
        at_least("mails", len(planned), 1),
        none_of("mails lost", len(planned - copies.keys())),
        none_of("mails nobody planned", len(copies.keys() - planned)),
        none_of("mails neither sent nor held after two", unsent - held),
        noted("mails held after two possible copies", str(held)),
        at_most("most copies of one mail", max(copies.values(), default=0), MOST_COPIES),
        none_of("copies with another date or reader", _different(arrivals)),
        noted("workers killed", str(crew.kills)),
        noted("workers restarted", str(crew.restarts)),
    ]
    if crew.kills:
        promises.append(at_most("mails twice, by kills", twice, crew.kills * CONCURRENCY))
        if len(planned) >= 10_000:
            promises.append(at_most("mails twice, of all", twice, len(planned) // 100))
    else:
        promises.append(none_of("mails twice", twice))
    return promises


def _different(arrivals: list[Arrival]) -> int:
    looks: dict[str, set[tuple[str, str]]] = {}
    for arrival in arrivals:
        looks.setdefault(arrival.message_id, set()).add((arrival.date, arrival.to))
    return sum(len(each) > 1 for each in looks.values())
