"""Whatever a rater whom nobody may follow has done, HR gets the same of the mails to that rater."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.mail import MailError, RefusedMailError, TemporaryMailError
from app.services.relinking import renew_link
from app.services.reminders import remind_open_raters
from app.services.resending import correct_address, send_again
from app.services.work import SYSTEM, open_work
from app.storage.messages import messages_of_round
from tests.web.worlds import HIDDEN, World, a_world

WORLDS = ("open", "finished", "declined")
ELSEWHERE = "elsewhere@example.org"
FATES: dict[str, MailError | None] = {
    "taken": None,
    "refused": RefusedMailError(550, "5.1.1 no such user"),
    "put off": TemporaryMailError(451, "4.3.0 come back later"),
}


def again(world: World) -> None:
    world.act(lambda work: send_again(work, world.round_id, world.rater_id))


def elsewhere(world: World) -> None:
    world.act(lambda work: correct_address(work, world.round_id, world.rater_id, ELSEWHERE))


def relink(world: World) -> None:
    world.clock.move(minutes=6)
    world.act(lambda work: renew_link(work, world.round_id, world.rater_id))


def remind(world: World) -> None:
    world.clock.move(minutes=61)
    # The number it returns is for no page.
    world.act(lambda work: remind_open_raters(work, world.round_id) and None)


ACTS: dict[str, Callable[[World], None]] = {
    "again": again,
    "elsewhere": elsewhere,
    "relink": relink,
    "one more": World.ask_once_more,
    "remind": remind,
}


def came_back(world: World) -> None:
    """Let the mail to the hidden rater come back, as mails do that were read all the same."""
    with open_work(world.bundle.tools, SYSTEM) as work:
        for message in messages_of_round(work.session, world.round_id):
            if message.address_hash is not None and message.kind == "invitation":
                message.soft_bounces += 1


def all_seen(
    migrated: Path, folder: Path, steps: tuple[str, ...], fate: str, *, waits: bool = False
) -> list[object]:
    """Return what HR gets in each world from these steps, each followed by a turn of the outbox or not."""
    found: list[object] = []
    for done in WORLDS:
        with a_world(migrated, folder / done) as world:
            came_back(world)
            world.do(done)
            error = FATES[fate]
            if error is not None:
                world.mailer.told = {HIDDEN: error, ELSEWHERE: error}
            world.look()
            for step in steps:
                ACTS[step](world)
                if not waits:
                    world.deliver()
                world.look()
            if waits:
                world.deliver()
                world.look()
            found.append(world.seen)
    return found


@pytest.mark.parametrize(
    ("steps", "fate"),
    [
        (("again", "again"), "refused"),
        (("again", "again"), "put off"),
        (("elsewhere", "again"), "taken"),
        (("elsewhere", "again"), "refused"),
        (("relink", "again"), "refused"),
    ],
    ids=str,
)
def test_a_mail_sent_again_tells_nothing(
    migrated: Path, tmp_path: Path, steps: tuple[str, ...], fate: str
) -> None:
    is_open, is_finished, has_declined = all_seen(migrated, tmp_path, steps, fate)
    assert is_finished == is_open
    assert has_declined == is_open


@pytest.mark.parametrize(
    "steps", [("again", "one more", "again"), ("elsewhere", "again", "one more")], ids=" then ".join
)
def test_a_mail_that_waits_tells_nothing(migrated: Path, tmp_path: Path, steps: tuple[str, ...]) -> None:
    is_open, is_finished, has_declined = all_seen(migrated, tmp_path, steps, "refused", waits=True)
    assert is_finished == is_open
    assert has_declined == is_open


@pytest.mark.parametrize("fate", FATES)
def test_a_reminder_tells_nothing(migrated: Path, tmp_path: Path, fate: str) -> None:
    is_open, is_finished, has_declined = all_seen(migrated, tmp_path, ("remind",), fate, waits=True)
    assert is_finished == is_open
    assert has_declined == is_open


def test_the_worlds_differ_where_they_may(migrated: Path, tmp_path: Path) -> None:
    for done in WORLDS:
        with a_world(migrated, tmp_path / done) as world:
            came_back(world)
            world.do(done)
            again(world)
            world.deliver()
            first, second = world.own_mails()
            assert "/r/" in first.text
            assert ("/r/" in second.text) is (done == "open")
            assert ("Nothing is open for you" in second.text) is (done != "open")
