"""Rounds of any size, written into the database at once; from the launch on the product does the work."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from app.domain.raters import DIRECT_REPORT, MANAGER, PEER, SELF
from app.services.launch import launch_round
from app.services.ports import Tools
from app.services.rounds import RoundSettings, create_round
from app.services.work import SYSTEM, Work, open_work
from app.storage.people import Person
from app.storage.raters import Assignment
from app.storage.rounds import Participant

SHORT = ("analyseren", "empathie")
AT_ONCE = 5000
GROUPS = (SELF, MANAGER, *[PEER] * 5, *[DIRECT_REPORT] * 93)
"""The group of the rater who stands so many places further on in the ring of colleagues."""

Rows = list[dict[str, Any]]


def a_large_draft(
    tools: Tools, people: int, raters_each: int, competencies: Sequence[str] = SHORT, days: int = 14
) -> str:
    """Return the id of a draft in which everybody takes part and is rated by the next `raters_each` people.

    The first of these is the person itself, so that everybody gets exactly one mail.
    """
    with open_work(tools, SYSTEM) as work:
        settings = RoundSettings("Large round", tuple(competencies), work.now + timedelta(days=days))
        round_id = create_round(work, settings).id
        for table, rows in made_rows(work, round_id, people, raters_each):
            for start in range(0, len(rows), AT_ONCE):
                work.session.execute(insert(table), rows[start : start + AT_ONCE])
    return round_id


def a_large_round(
    tools: Tools, people: int, raters_each: int, competencies: Sequence[str] = SHORT, days: int = 14
) -> str:
    """Return the id of such a round after its launch."""
    round_id = a_large_draft(tools, people, raters_each, competencies, days)
    with open_work(tools, SYSTEM) as work:
        launch_round(work, round_id)
    return round_id


def made_rows(work: Work, round_id: str, people: int, raters_each: int) -> Iterator[tuple[type[Any], Rows]]:
    """Yield persons, participants and assignments as plain rows, each after what they point at."""
    persons = [
        {
            "id": work.new_id(),
            "email": f"person{number}@example.org",
            "name": f"Person {number:05d}",
            "language": work.site.languages[number % len(work.site.languages)],
            "created_at": work.now,
        }
        for number in range(people)
    ]
    yield Person, persons
    participants = [
        {"id": work.new_id(), "round_id": round_id, "person_id": person["id"]} for person in persons
    ]
    yield Participant, participants
    yield (
        Assignment,
        [
            {
                "id": work.new_id(),
                "round_id": round_id,
                "participant_id": participant["id"],
                "rater_id": persons[(number + step) % people]["id"],
                "rater_group": GROUPS[step],
            }
            for number, participant in enumerate(participants)
            for step in range(raters_each)
        ],
    )
