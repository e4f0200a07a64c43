"""A launch that is killed leaves nothing behind and begins again by itself; nobody gets two mails."""

import signal
import subprocess
import sys
from pathlib import Path

from sqlalchemy import func, select

from app.bootstrap import Bundle
from app.services.schedule import run_schedule
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.messages import Message
from app.storage.raters import Assignment, Invitation
from app.storage.rounds import Round, participants_with_persons
from tests.builders import a_rater, a_round
from tests.end_to_end.installation import own_environment


def test_a_launch_that_is_killed_begins_again_and_mails_everybody_once(bundle: Bundle) -> None:
    with open_work(bundle.tools, SYSTEM) as work:
        round_ = a_round(work, 3)
        for participant, _ in participants_with_persons(work.session, round_.id):
            a_rater(work, round_, participant)
        round_.opens_at = work.now
    settings = bundle.settings
    environment = own_environment(
        settings.instance,
        {
            "RONDOM_DATABASE_URL": settings.database_url,
            "RONDOM_KEY_DIR": str(settings.key_dir),
            "RONDOM_LANGUAGES": "en,nl,fr",
        },
    )
    script = Path(__file__).with_name("killed_launch.py")
    died = subprocess.run(
        [sys.executable, str(script), round_.id],
        env={**environment, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()
    assert counted(bundle, round_.id) == ("draft", 0, 0, 6)
    assert bundle.tools.keys.exists(round_.id)

    assert (run_schedule(bundle.tools), run_schedule(bundle.tools)) == (1, 0)
    assert counted(bundle, round_.id) == ("collecting", 6, 6, 0)


def counted(bundle: Bundle, round_id: str) -> tuple[str, int, int, int]:
    """Return a round's state, its ways in, its mails, and its assignments without a way in."""
    with open_reading(bundle.tools, SYSTEM) as work:
        ways_in = select(func.count(Invitation.id)).where(Invitation.round_id == round_id)
        mails = select(func.count(Message.id)).where(Message.round_id == round_id)
        stray = select(func.count(Assignment.id)).where(Assignment.invitation_id.is_(None))
        state = work.session.get_one(Round, round_id).state
        numbers = [work.session.scalar(query) or 0 for query in (ways_in, mails, stray)]
        return (state, numbers[0], numbers[1], numbers[2])
