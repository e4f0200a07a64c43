"""A participant with a released report, and what may follow it."""

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select

from app.domain.development import Aim
from app.services.launch import launch_round
from app.services.plans import save_plan
from app.services.ports import Tools
from app.services.pulse_rounds import tend_pulses
from app.services.pulses import consent_to_pulse, pulse_offer
from app.services.raters import remove_rater
from app.services.releases import release_round
from app.services.rounds import clone_round
from app.services.sealing import begin_close, seal_round
from app.services.work import SYSTEM, Actor, open_reading, open_work
from app.storage.raters import assignments_of
from app.storage.rounds import Round, participants_with_persons
from tests.builders import a_launched_round, a_rater, everybody_answers
from tests.fakes import FixedClock


@dataclass(frozen=True)
class AfterReport:
    """A participant after the report."""

    tools: Tools
    clock: FixedClock
    round_id: str
    participant_id: str
    person_id: str

    @property
    def actor(self) -> Actor:
        """The participant."""
        return Actor("anna@example.org", None, self.person_id)

    def plan(self, *about: str, goal: str = "Ask before I answer") -> None:
        """Write a plan about these competencies or indicators."""
        with open_work(self.tools, self.actor) as work:
            day = work.now.date() + timedelta(days=120)
            save_plan(work, self.participant_id, tuple(Aim(one, goal, "On Monday") for one in about), day)

    def consent(self, days: int = 100) -> None:
        """Consent to a pulse so many days from now."""
        with open_work(self.tools, self.actor) as work:
            consent_to_pulse(work, self.participant_id, work.now.date() + timedelta(days=days))

    def questions(self) -> tuple[str, ...]:
        """Return what a pulse would ask."""
        with open_reading(self.tools, self.actor) as work:
            return tuple(each.id for each in pulse_offer(work, self.participant_id, "en").questions)

    def wait_for_the_day(self, days: int = 100) -> None:
        """Let the days pass and the clockwork run once."""
        self.clock.move(days=days)
        tend_pulses(self.tools)


def a_released_report(
    tools: Tools, clock: FixedClock, *, level: int = 3, is_answered: bool = True, **made: object
) -> AfterReport:
    """Return the participant of a released round in which everybody chose the same."""
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1, **made)  # type: ignore[arg-type]
        ((participant, person),) = participants_with_persons(work.session, round_.id)
        found = AfterReport(tools, clock, round_.id, participant.id, person.id)
    if is_answered:
        everybody_answers(tools, found.round_id, level)
    close_and_release(tools, found.round_id)
    return found


def a_later_report(after: AfterReport, *, level: int = 4, changed: int = 0) -> AfterReport:
    """Return the same participant half a year later, after a copy of the round.

    `changed` is how many of the peers have been replaced.
    """
    after.clock.move(days=180)
    with open_work(after.tools, SYSTEM) as work:
        round_ = clone_round(work, after.round_id, "Half a year later", work.now + timedelta(days=14))
        ((participant, _),) = participants_with_persons(work.session, round_.id)
        peers = [each for each in assignments_of(work.session, participant.id) if each.rater_group == "peer"]
        for assignment in peers[:changed]:
            remove_rater(work, round_.id, assignment.id)
            a_rater(work, round_, participant)
        launch_round(work, round_.id)
        later = replace(after, round_id=round_.id, participant_id=participant.id)
    everybody_answers(after.tools, later.round_id, level)
    close_and_release(after.tools, later.round_id)
    return later


def close_and_release(tools: Tools, round_id: str) -> None:
    """Close a round, seal it and release its reports."""
    close_and_seal(tools, round_id)
    with open_work(tools, SYSTEM) as work:
        release_round(work, round_id)


def close_and_seal(tools: Tools, round_id: str) -> None:
    """Close a round and seal it."""
    with open_work(tools, SYSTEM) as work:
        begin_close(work, round_id)
    seal_round(tools, round_id)


def pulse_rounds(tools: Tools) -> list[Round]:
    """Return the rounds that are pulses."""
    with open_reading(tools, SYSTEM) as work:
        return list(work.session.scalars(select(Round).where(Round.is_pulse)))
