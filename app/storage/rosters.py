"""How many raters participants have, for several participants at once."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.storage.people import Person
from app.storage.raters import Assignment


def rosters_of(session: Session, participant_ids: Collection[str]) -> dict[str, dict[str, int]]:
    """Return how many raters each participant has by group; those who declined count."""
    query = (
        select(Assignment.participant_id, Assignment.rater_group, func.count())
        .where(Assignment.participant_id.in_(participant_ids))
        .group_by(Assignment.participant_id, Assignment.rater_group)
    )
    found: dict[str, dict[str, int]] = {participant_id: {} for participant_id in participant_ids}
    for participant_id, group, count in session.execute(query):
        found[participant_id][group] = count
    return found


def speakers_of(session: Session, participant_id: str) -> dict[str, dict[str, int]]:
    """Return how many raters of a participant are addressed in each language, by group."""
    query = (
        select(Assignment.rater_group, Person.language, func.count())
        .join(Person, Person.id == Assignment.rater_id)
        .where(Assignment.participant_id == participant_id)
        .group_by(Assignment.rater_group, Person.language)
    )
    found: dict[str, dict[str, int]] = {}
    for group, language, count in session.execute(query):
        found.setdefault(group, {})[language] = count
    return found
