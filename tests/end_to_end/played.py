"""A whole round, played through commands, mails and pages; what it leaves is looked at by many tests."""

import json
import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.end_to_end.answering import Answering
from tests.end_to_end.installation import ROOT, Installation
from tests.end_to_end.organisation import OWN_GROUP, Duty, Organisation, make_organisation
from tests.end_to_end.post_office import Mail, PostOffice
from tests.end_to_end.traces import secrets_in
from tests.end_to_end.voices import COMPETENCIES, Voice, make_voices

ROUND = "Rondom veertig"
SEED = 360
THREADS = 4

MANY = """
import sys
from app.cli.main import rondom
for line in sys.stdin.read().splitlines():
    rondom(line.split("\\t"), standalone_mode=False)
    print("\\x1e", flush=True)
"""


@dataclass
class Played:
    """What was planned, what arrived, and what came out."""

    installation: Installation
    organisation: Organisation
    voices: list[Voice]
    database_url: str
    mails: list[Mail] = field(default_factory=list)
    lists: dict[str, str] = field(default_factory=dict)
    secrets: set[bytes] = field(default_factory=set)
    reports: dict[str, str] = field(default_factory=dict)
    late_status: int = 0
    key_files: int = 0

    @property
    def links(self) -> dict[str, str]:
        """Each rater's link, as it came by mail."""
        return {mail.to: mail.link(self.installation.url, "/r/") for mail in self.mails}

    @property
    def tokens(self) -> list[str]:
        """The secret part of every link."""
        return [link.rpartition("/")[2] for link in self.links.values()]

    def report(self, participant: str) -> dict[str, Any]:
        """Return what `rondom report show --json` says about a participant."""
        read: dict[str, Any] = json.loads(self.reports[participant])
        return read

    def voices_about(self, participant: str) -> list[Voice]:
        """Return everybody who was asked about a participant."""
        return [voice for voice in self.voices if voice.duty.participant == participant]


def play(
    installation: Installation, post_office: PostOffice, stack: Mapping[str, str], folder: Path
) -> Played:
    """Import, create, launch, answer, close, try once more, release, and read every report twice."""
    chance = random.Random(SEED)
    organisation = make_organisation(chance)
    voices = make_voices(organisation, chance)
    database_url = stack.get("RONDOM_DATABASE_URL", f"sqlite:///{installation.folder / 'rondom.sqlite'}")
    played = Played(installation, organisation, voices, database_url)
    _prepare(installation, organisation, folder)
    late = _add_late_raters(installation, organisation, folder)
    played.voices += make_voices(
        Organisation(organisation.people, organisation.participants, late), random.Random(SEED)
    )
    played.mails = post_office.wait_for(len({voice.duty.rater for voice in played.voices}))
    open_page = _answer(played)
    played.secrets = secrets_in(database_url)
    played.key_files = len(key_files(installation))
    installation.rondom("round", "close", ROUND)
    answering, form, fields = open_page
    played.reports = read_reports(installation, organisation.participants)
    played.late_status = answering.send_late(form, fields).status_code
    answering.leave()
    installation.rondom("round", "release", ROUND)
    return played


def read_reports(installation: Installation, participants: Sequence[str]) -> dict[str, str]:
    """Return what `rondom report show --json` prints, all run in one process to save the starts."""
    lines = [f"report\tshow\t{ROUND}\t{participant}\t--json" for participant in participants]
    done = subprocess.run(
        [sys.executable, "-c", MANY],
        input="\n".join(lines),
        env=installation.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(participants, done.stdout.split("\x1e\n"), strict=False))


def key_files(installation: Installation) -> list[Path]:
    """Return the keys of running rounds."""
    return [file for file in (installation.folder / "keys").glob("*") if file.is_file()]


def _prepare(installation: Installation, organisation: Organisation, folder: Path) -> None:
    people, raters = folder / "people.csv", folder / "raters.csv"
    people.write_text(organisation.people_file(), encoding="utf-8", newline="")
    raters.write_text(organisation.raters_file(), encoding="utf-8", newline="")
    closes = (date.today() + timedelta(days=20)).isoformat()  # noqa: DTZ011 - any later day will do
    installation.rondom("people", "import", str(people), "--apply")
    installation.rondom(
        *("round", "create", "--name", ROUND, "--closes", closes),
        *("--competencies", ",".join(COMPETENCIES), "--own-group", ":".join(OWN_GROUP)),
    )
    installation.rondom("round", "raters", ROUND, str(raters), "--reporting-line")
    installation.rondom("round", "launch", ROUND)


def _add_late_raters(
    installation: Installation, organisation: Organisation, folder: Path
) -> tuple[Duty, ...]:
    late = tuple(
        Duty(organisation.participants[place], organisation.people[58 + place].email, "peer")
        for place in range(2)
    )
    rows = "".join(f"{duty.participant},{duty.rater},{duty.group}\r\n" for duty in late)
    file = folder / "late.csv"
    file.write_text("participant_email,rater_email,group\r\n" + rows, encoding="utf-8", newline="")
    installation.rondom("round", "raters", ROUND, str(file))
    return late


def _answer(played: Played) -> Any:  # noqa: ANN401 - a page that stays open
    names = {email: played.organisation.person(email).name for email in played.organisation.participants}
    links = played.links

    def work(rater: str) -> Answering:
        answering = Answering(played.installation.url, links[rater], names)
        played.lists[rater] = answering.begin()
        answering.answer([voice for voice in played.voices if voice.duty.rater == rater])
        return answering

    with ThreadPoolExecutor(THREADS) as threads:
        done = dict(zip(links, threads.map(work, links), strict=True))
    waiting = next(voice for voice in played.voices if voice.way == "one page")
    for rater, answering in done.items():
        if rater != waiting.duty.rater:
            answering.leave()
    answering = done[waiting.duty.rater]
    return answering, *answering.open_page(waiting)
