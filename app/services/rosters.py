"""Who is asked to rate whom, for HR's pages; never who has answered.

Declines are the exception, of raters whom HR may follow and until the close: an answer will not come.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.rounds import RoundAct, is_allowed
from app.domain.text import Text
from app.services.check import launch_check
from app.services.finding import find_participant, find_round
from app.services.following import unfollowed_raters
from app.services.work import Work
from app.storage.people import Person
from app.storage.raters import RaterLine, rater_lines, rosters
from app.storage.rounds import Participant, participants_with_persons


@dataclass(frozen=True)
class RosterLine:
    """A participant with the number of raters per group and what is worth a warning."""

    participant: Participant
    person: Person
    counts: Mapping[str, int]
    warnings: tuple[Text, ...]


@dataclass(frozen=True)
class RoundRoster:
    """Everybody who takes part; `warnings` concern raters or the whole round."""

    lines: tuple[RosterLine, ...]
    warnings: tuple[Text, ...]


@dataclass(frozen=True)
class RosterGroup:
    """A rater group of one participant with its raters, by name."""

    id: str
    label: str
    lines: tuple[RaterLine, ...]


@dataclass(frozen=True)
class ParticipantRoster:
    """One participant's raters in the order of the round's groups."""

    participant: Participant
    person: Person
    groups: tuple[RosterGroup, ...]
    warnings: tuple[Text, ...]
    hidden_rater_ids: frozenset[str]
    """Raters whose answers nobody may follow: after the launch they stay where they are."""
    declines: Mapping[str, str]
    """Why by assignment, an empty text without a reason; of raters who may be followed only."""

    @property
    def rater_ids(self) -> frozenset[str]:
        """The persons who rate this participant already."""
        return frozenset(line.rater.id for group in self.groups for line in group.lines)


def round_roster(work: Work, round_id: str) -> RoundRoster:
    """Return every participant of a round, by name."""
    find_round(work, round_id)
    counts = rosters(work.session, round_id)
    warnings = launch_check(work, round_id).warnings
    about: dict[str | None, list[Text]] = {}
    for each in warnings:
        about.setdefault(each.participant_id, []).append(each.text)
    return RoundRoster(
        lines=tuple(
            RosterLine(
                participant=participant,
                person=person,
                counts=counts.get(participant.id, {}),
                warnings=tuple(about.get(participant.id, ())),
            )
            for participant, person in participants_with_persons(work.session, round_id)
        ),
        warnings=tuple(each.text for each in warnings if each.rater_id is not None),
    )


def participant_roster(work: Work, round_id: str, participant_id: str) -> ParticipantRoster:
    """Return one participant's raters by group; raises NotFoundError."""
    round_ = find_round(work, round_id)
    participant = find_participant(work, round_id, participant_id)
    lines = rater_lines(work.session, round_id, participant_id=participant.id)
    warnings = launch_check(work, round_id).warnings
    is_running = is_allowed(round_.state, RoundAct.ANSWER)
    hidden = unfollowed_raters(work, round_, (line.rater.id for line in lines)) if is_running else set()
    return ParticipantRoster(
        participant=participant,
        person=work.session.get_one(Person, participant.person_id),
        groups=tuple(
            RosterGroup(
                id=group["id"],
                label=group["label"],
                lines=tuple(line for line in lines if line.assignment.rater_group == group["id"]),
            )
            for group in round_.groups
        ),
        warnings=tuple(each.text for each in warnings if each.participant_id == participant.id),
        hidden_rater_ids=frozenset(hidden),
        declines={
            line.assignment.id: line.assignment.decline_reason
            for line in lines
            if is_running and line.assignment.state == "declined" and line.rater.id not in hidden
        },
    )
