"""Choosing people for a round: by name, by department, by whom they report to."""

from collections import Counter
from dataclasses import dataclass

from app.services.finding import find_person
from app.services.work import Work
from app.storage.people import Person, all_persons, direct_reports_of, search_persons

MOST_FOUND = 20


@dataclass(frozen=True)
class Candidate:
    """A person who was found; `direct_reports` is how many people report to this person."""

    person: Person
    direct_reports: int


def find_candidates(work: Work, words: str) -> tuple[Candidate, ...]:
    """Return up to twenty people whose name or address contains the words; nobody for no words."""
    if not words.strip():
        return ()
    found = search_persons(work.session, words, MOST_FOUND)
    return tuple(Candidate(person, len(direct_reports_of(work.session, person.id))) for person in found)


def departments(work: Work) -> tuple[tuple[str, int], ...]:
    """Return the departments with their number of people, by name."""
    counts = Counter(person.department for person in all_persons(work.session) if person.department)
    return tuple(sorted(counts.items(), key=lambda item: item[0].casefold()))


def people_of_department(work: Work, department: str) -> list[str]:
    """Return the ids of everybody in a department, by name."""
    return [
        person.id for person in all_persons(work.session) if department and person.department == department
    ]


def people_reporting_to(work: Work, person_id: str) -> list[str]:
    """Return the ids of the direct reports of a person, by name; raises NotFoundError."""
    return [person.id for person in direct_reports_of(work.session, find_person(work, person_id).id)]
