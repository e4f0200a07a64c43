"""Who takes part in a round and who rates whom: read once, added to in memory, written together."""

from app.domain.raters import SELF
from app.domain.rounds import RoundState
from app.services.assigning import has_group, new_assignment
from app.services.following import follow_late_raters
from app.services.invitations import invite_late_raters
from app.services.work import Work
from app.storage.people import Person
from app.storage.raters import Assignment, round_assignments
from app.storage.rounds import Participant, Round, participants_with_persons


class RoundLists:
    """The lists of one round; what is added is in the database once `write` has been called."""

    def __init__(self, work: Work, round_: Round) -> None:
        self._work = work
        self._round = round_
        self._participants = {
            person.id: participant
            for participant, person in participants_with_persons(work.session, round_.id)
        }
        self._pairs = {
            (assignment.participant_id, assignment.rater_id)
            for assignment in round_assignments(work.session, round_.id)
        }
        self._new_participants: list[Participant] = []
        self._new_assignments: list[Assignment] = []

    def takes_part(self, person_id: str) -> bool:
        """Tell whether this person receives feedback in the round."""
        return person_id in self._participants

    def participation(self, person_id: str) -> Participant:
        """Return this person's participation; raises KeyError without one."""
        return self._participants[person_id]

    def is_rater(self, participant: Participant, rater_id: str) -> bool:
        """Tell whether this person is asked to rate the participant."""
        return (participant.id, rater_id) in self._pairs

    def add_participant(self, person: Person) -> None:
        """Let a person who does not take part yet receive feedback, with a self rating if there is one."""
        participant = Participant(id=self._work.new_id(), round_id=self._round.id, person_id=person.id)
        self._participants[person.id] = participant
        self._new_participants.append(participant)
        if has_group(self._round, SELF):
            self.add_rater(participant, person, SELF)

    def add_rater(self, participant: Participant, rater: Person, group: str) -> None:
        """Put a rater on a participant's list; raises InvalidError, and RefusedError for a second time."""
        is_there = self.is_rater(participant, rater.id)
        assignment = new_assignment(self._work, self._round, participant, rater, group, is_there=is_there)
        assignment.is_added_after_launch = self._round.state == RoundState.COLLECTING
        self._pairs.add((participant.id, rater.id))
        self._new_assignments.append(assignment)

    def write(self) -> None:
        """Write what was added; after the launch the mails go out at once."""
        session = self._work.session
        session.add_all(self._new_participants)
        # Participants before the assignments that point at them.
        session.flush()
        session.add_all(self._new_assignments)
        session.flush()
        if self._round.state == RoundState.COLLECTING:
            follow_late_raters(self._work, self._round, self._new_assignments)
            invite_late_raters(self._work, self._round, self._new_assignments)
        self._new_participants, self._new_assignments = [], []
