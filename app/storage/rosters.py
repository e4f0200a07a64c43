"""How many raters participants have, for several participants at once."""

from collections.abc import Collection

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from app.storage.base import table_of
from app.storage.people import Person
from app.storage.raters import Assignment

_ROSTERS = (
    select(Assignment.participant_id, Assignment.rater_group, func.count())
    .where(Assignment.participant_id.in_(bindparam("wanted", expanding=True)))
    .group_by(Assignment.participant_id, Assignment.rater_group)
)
_assignments, _persons = table_of(Assignment).c, table_of(Person).c
_SPEAKERS = (
    select(_assignments.rater_group, _persons.language, func.count())
    .join_from(table_of(Assignment), table_of(Person), _persons.id == _assignments.rater_id)
    .where(_assignments.participant_id == bindparam("about"))
    .group_by(_assignments.rater_group, _persons.language)
)


def rosters_of(session: Session, participant_ids: Collection[str]) -> dict[str, dict[str, int]]:
    """Return how many raters each participant has by group; those who declined count."""
    found: dict[str, dict[str, int]] = {participant_id: {} for participant_id in participant_ids}
    for participant_id, group, count in session.execute(_ROSTERS, {"wanted": list(participant_ids)}):
        found[participant_id][group] = count
    return found


def speakers_of(session: Session, participant_id: str) -> dict[str, dict[str, int]]:
    """Return how many raters of a participant are addressed in each language, by group."""
    found: dict[str, dict[str, int]] = {}
    for group, language, count in session.execute(_SPEAKERS, {"about": participant_id}):
        found.setdefault(group, {})[language] = count
    return found
