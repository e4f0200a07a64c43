"""Coaches: who is named for whom, by hand or from a file, until the report is released."""

from app.domain.errors import InvalidError, NotFoundError, RefusedError
from app.domain.report_reading import BY_COACH
from app.domain.text import text
from app.services.finding import find_participant, find_round
from app.services.known_raters import KnownRaters
from app.services.work import Work
from app.storage.people import Person, person_by_email, persons_by_id, persons_named
from app.storage.report_readers import ReportReader, readers_of_round
from app.storage.rounds import Participant, Round, locked_round, participants_with_persons

COLUMN = "coach_email"


def coaches_of(work: Work, round_id: str) -> dict[str, Person]:
    """Return the named coaches of a round by participant id."""
    rows = readers_of_round(work.session, round_id)
    persons = persons_by_id(work.session, (row.person_id for row in rows.values() if row.person_id))
    return {
        participant_id: persons[row.person_id]
        for participant_id, row in rows.items()
        if row.person_id is not None and row.person_id in persons
    }


def without_coach(work: Work, round_: Round) -> list[tuple[Participant, Person]]:
    """Return the participants for whom a round that works with coaches has none yet, by name."""
    if round_.report_reader != BY_COACH:
        return []
    named = coaches_of(work, round_.id)
    return [
        (participant, person)
        for participant, person in participants_with_persons(work.session, round_.id)
        if participant.id not in named
    ]


def name_coach(work: Work, round_id: str, participant_id: str, words: str) -> Person:
    """Name the person with this mail address or name as coach of a participant, and return that person.

    Raises InvalidError when nobody, or more than one, is meant, and RefusedError once the report is released.
    """
    if locked_round(work.session, round_id) is None:
        raise NotFoundError(text("There is no such round."))
    round_ = find_round(work, round_id)
    participant = find_participant(work, round_id, participant_id)
    if round_.report_reader != BY_COACH:
        raise RefusedError(text("This round works without coaches. Its settings say who reads the reports."))
    row = work.session.get(ReportReader, participant_id)
    if _is_released(participant, row):
        raise RefusedError(text("This report has been released; its reader stays who it was then."))
    coach = checked_coach(_meant(work, words), participant.person_id)
    _write(work, round_id, participant_id, row, coach)
    work.audit("coach_named", round_id, participant=participant_id, coach=coach.name)
    return coach


def may_name_coach(work: Work, round_id: str, participant_id: str) -> bool:
    """Tell whether a coach can be named, or named anew, for this participant."""
    participant = find_participant(work, round_id, participant_id)
    is_released = _is_released(participant, work.session.get(ReportReader, participant_id))
    return find_round(work, round_id).report_reader == BY_COACH and not is_released


def checked_coach(coach: Person, participant_person_id: str) -> Person:
    """Return the person; raises InvalidError for one who cannot be this participant's coach."""
    if coach.id == participant_person_id:
        raise InvalidError(text("Nobody is the own coach. Name somebody else."))
    if not coach.email:
        raise InvalidError(
            text("%(name)s has no mail address and could not sign in to read.", name=coach.name)
        )
    return coach


def copy_coaches(work: Work, source: Round, clone: Round, copies: dict[str, str]) -> None:
    """Name the coaches of an earlier round again; `copies` maps its participants' ids to the new ones."""
    if source.report_reader != BY_COACH:
        return
    for participant_id, coach in coaches_of(work, source.id).items():
        if participant_id in copies and coach.email:
            _write(work, clone.id, copies[participant_id], None, coach)


class CoachesOfFile:
    """The coaches that a raters file names; written together at the end."""

    def __init__(self, work: Work, round_: Round, known: KnownRaters) -> None:
        self._work = work
        self._round = round_
        self._known = known
        self._rows = readers_of_round(work.session, round_.id)
        self._named = {
            person.id: self._rows[participant.id].person_id
            for participant, person in participants_with_persons(work.session, round_.id)
            if participant.id in self._rows
        }
        self._in_file: dict[str, Person] = {}

    def read(self, participant_person: Person, coach_email: str) -> None:
        """Note the coach of a line; raises InvalidError naming the column."""
        if not coach_email.strip():
            return
        if self._round.report_reader != BY_COACH:
            raise InvalidError(text("coach_email: this round works without coaches."))
        try:
            coach = checked_coach(self._known.person(COLUMN, coach_email), participant_person.id)
        except InvalidError as error:
            if str(error.message).startswith(COLUMN):
                raise
            raise InvalidError(text("coach_email: %(reason)s", reason=error.message)) from None
        before = self._in_file.setdefault(participant_person.id, coach)
        if before.id != coach.id:
            raise InvalidError(
                text(
                    "coach_email: another line names %(coach)s as coach of %(name)s.",
                    coach=before.name,
                    name=participant_person.name,
                )
            )

    @property
    def changes(self) -> dict[str, Person]:
        """The coaches by the participant's person id who are not named yet."""
        return {
            person_id: coach
            for person_id, coach in self._in_file.items()
            if self._named.get(person_id) != coach.id
        }

    def write(self, participations: dict[str, Participant]) -> int:
        """Write what is new, by the participants' person ids; returns how many."""
        changes = self.changes
        for person_id, coach in changes.items():
            participant = participations[person_id]
            row = self._rows.get(participant.id)
            _write(self._work, self._round.id, participant.id, row, coach)
        if changes:
            self._work.audit("coaches_named", self._round.id, count=len(changes))
        return len(changes)


def _is_released(participant: Participant, row: ReportReader | None) -> bool:
    return participant.released_at is not None or (row is not None and row.reads_from_at is not None)


def _write(work: Work, round_id: str, participant_id: str, row: ReportReader | None, coach: Person) -> None:
    if row is None:
        row = ReportReader(participant_id=participant_id, round_id=round_id)
        work.session.add(row)
    row.person_id = coach.id


def _meant(work: Work, words: str) -> Person:
    wanted = " ".join(words.split())
    found = person_by_email(work.session, wanted.lower())
    matches = [found] if found is not None else persons_named(work.session, wanted)
    if not wanted or not matches:
        raise InvalidError(
            text(
                "Nobody has the mail address or name “%(words)s”. Import that person first.",
                words=wanted[:100],
            )
        )
    if len(matches) > 1:
        raise InvalidError(text("Several people are called “%(words)s”; use the mail address.", words=wanted))
    return matches[0]
