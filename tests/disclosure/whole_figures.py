"""What a round of two participants tells as a whole: nothing, once."""

import json
import re

from app.adapters.wording import translator
from app.domain.errors import RefusedError
from app.domain.team_words import is_anything_shown
from app.services.ports import Tools
from app.services.team_reports import read_team_report
from app.services.work import SYSTEM, Work, open_work
from app.storage.people import Person
from app.storage.qualities import RoundQuality
from app.storage.rounds import Participant


def figures_of(work: Work, round_id: str) -> str | None:
    """Return the stored figures, which hold no number but those of the schema and the scale."""
    found = work.session.get(RoundQuality, round_id)
    if found is None:
        return None
    assert set(re.findall(r"\d+(?:\.\d+)?", found.document)) <= {"1", "4"}
    return found.document


def team_report_of(work: Work, round_id: str) -> str | None:
    """Return the team report, in which nothing is shown, or None while there is none."""
    try:
        report = read_team_report(work, round_id, "en", translator("en"))
    except RefusedError:
        return None
    assert not is_anything_shown(report)
    assert all(row["targets"] == [] for row in report["rows"])  # type: ignore[attr-defined]
    return json.dumps(report)


def move(tools: Tools, participant_id: str, department: str) -> None:
    """Put a participant into another department of the organisation."""
    with open_work(tools, SYSTEM) as work:
        participant = work.session.get_one(Participant, participant_id)
        work.session.get_one(Person, participant.person_id).department = department
