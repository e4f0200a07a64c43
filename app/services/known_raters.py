"""What a raters file is compared with: everybody, and who rates whom already."""

from collections.abc import Mapping

from app.domain.errors import InvalidError
from app.domain.raters import SELF
from app.domain.rounds import RoundState
from app.domain.text import text
from app.services.assigning import check_group, group_meant, has_group
from app.services.work import Work
from app.storage.people import Person, all_persons
from app.storage.raters import round_assignments
from app.storage.rounds import Round, participants_with_persons


class KnownRaters:
    """Everybody and every assignment of a round, read once for a whole file."""

    def __init__(self, work: Work, round_: Round) -> None:
        self._round = round_
        self._persons: Mapping[str, Person] = {
            person.email: person for person in all_persons(work.session) if person.email
        }
        present = participants_with_persons(work.session, round_.id)
        self._person_ids = {person.id for _, person in present}
        person_of = {participant.id: person.id for participant, person in present}
        self._groups = {
            (person_of[assignment.participant_id], assignment.rater_id): assignment.rater_group
            for assignment in round_assignments(work.session, round_.id)
        }

    def is_new(self, person: Person) -> bool:
        """Tell whether the file makes this person a participant."""
        return person.id not in self._person_ids

    def own_ratings(self, newcomers: list[str]) -> int:
        """Return how many self ratings come along with new participants without a line of their own."""
        if not has_group(self._round, SELF):
            return 0
        return sum((person_id, person_id) not in self._groups for person_id in newcomers)

    def read(self, participant_email: str, rater_email: str, typed_group: str) -> tuple[Person, Person, str]:
        """Return participant, rater and group of a line; raises InvalidError naming the column."""
        participant_person = self.person("participant_email", participant_email)
        rater = self.person("rater_email", rater_email)
        group = group_meant(self._round, typed_group)
        check_group(self._round, participant_person.id, rater.id, group)
        if self._round.state != RoundState.DRAFT and self.is_new(participant_person):
            raise InvalidError(
                text("participant_email: %(name)s is not in this round.", name=participant_person.name)
            )
        present = self._groups.get((participant_person.id, rater.id), group)
        if present != group:
            raise InvalidError(
                text(
                    "group: %(rater)s rates this person already, as %(group)s.",
                    rater=rater.name,
                    group=present,
                )
            )
        return participant_person, rater, group

    def note(self, participant_person: Person, rater: Person, group: str) -> bool:
        """Remember a line; False when it says nothing new."""
        key = (participant_person.id, rater.id)
        is_new = key not in self._groups
        self._groups[key] = group
        return is_new

    def person(self, column: str, email: str) -> Person:
        """Return who has this address; raises InvalidError naming the column."""
        if not email.strip():
            raise InvalidError(text("%(column)s: there is no address.", column=column))
        person = self._persons.get(email.strip().lower())
        if person is None:
            raise InvalidError(
                text("%(column)s: nobody has the address “%(email)s”.", column=column, email=email)
            )
        return person
