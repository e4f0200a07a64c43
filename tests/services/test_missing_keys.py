"""A round whose keys are gone: nothing is lost, somebody is told what to do, and others are not held up."""

import os
import subprocess
import sys
from pathlib import Path

from app.services.ports import Tools
from app.services.sealing import begin_close, close_due_rounds, closing_trouble, seal_round
from app.services.work import SYSTEM, open_reading, open_work
from app.settings import Settings
from app.storage.rounds import Round
from tests.builders import a_launched_round
from tests.fakes import FixedClock
from tests.services.test_sealing import a_closing_round, state_of


def trouble(tools: Tools, round_id: str) -> str | None:
    with open_reading(tools, SYSTEM) as work:
        found = closing_trouble(work, round_id)
    return None if found is None else str(found)


def taken_away(settings: Settings, round_id: str) -> bytes:
    """Remove the key file as a careless hand would, and return what was in it."""
    file = settings.key_dir / f"{round_id}.json"
    content = file.read_bytes()
    file.unlink()
    return content


def test_a_round_with_its_keys_has_no_trouble(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        running = a_launched_round(work, 1).id
    assert trouble(tools, running) is None
    closing = a_closing_round(tools, 1)
    assert trouble(tools, closing) is None
    seal_round(tools, closing)
    assert trouble(tools, closing) is None


def test_while_a_round_runs_the_trouble_is_that_nobody_can_answer(tools: Tools, settings: Settings) -> None:
    with open_work(tools, SYSTEM) as work:
        round_id = a_launched_round(work, 1).id
    taken_away(settings, round_id)
    assert "nobody can answer" in str(trouble(tools, round_id))


def test_a_damaged_key_file_is_a_missing_one(tools: Tools, settings: Settings) -> None:
    round_id = a_closing_round(tools, 1)
    (settings.key_dir / f"{round_id}.json").write_text("{}")
    assert "cannot be sealed" in str(trouble(tools, round_id))


def test_put_back_the_keys_let_the_seal_go_on_by_itself(tools: Tools, settings: Settings) -> None:
    round_id = a_closing_round(tools, 1)
    kept = taken_away(settings, round_id)
    assert "Nothing has been deleted" in str(trouble(tools, round_id))
    assert close_due_rounds(tools) == 0
    (settings.key_dir / f"{round_id}.json").write_bytes(kept)
    assert close_due_rounds(tools) == 1
    assert state_of(tools, round_id) == "closed"
    assert trouble(tools, round_id) is None


def test_one_round_without_keys_does_not_hold_up_another(
    tools: Tools, settings: Settings, clock: FixedClock
) -> None:
    rounds = [a_closing_round(tools, 1) for _ in range(3)]
    lost = min(rounds)
    taken_away(settings, lost)
    assert close_due_rounds(tools) == 2
    assert {state_of(tools, each) for each in rounds if each != lost} == {"closed"}
    assert state_of(tools, lost) == "closing"


def test_a_round_that_nobody_answered_needs_no_keys(tools: Tools, settings: Settings) -> None:
    with open_work(tools, SYSTEM) as work:
        round_id = a_launched_round(work, 1).id
        begin_close(work, round_id)
    taken_away(settings, round_id)
    assert trouble(tools, round_id) is None
    seal_round(tools, round_id)
    assert state_of(tools, round_id) == "closed"


def test_the_command_fails_and_says_what_to_do(tools: Tools, settings: Settings) -> None:
    round_id = a_closing_round(tools, 1)
    taken_away(settings, round_id)
    places = {"RONDOM_INSTANCE": str(settings.instance), "RONDOM_DATABASE_URL": settings.database_url}
    result = subprocess.run(
        [Path(sys.executable).parent / "rondom", "round", "close", round_id],
        env=os.environ | places,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (result.returncode, result.stdout) == (1, "")
    assert f"{round_id}.json back into the key folder" in result.stderr
    with open_reading(tools, SYSTEM) as work:
        assert work.session.get_one(Round, round_id).state == "closing"
