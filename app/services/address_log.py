"""A link goes to whatever address stands in the people list: every running round notes a change of it."""

from sqlalchemy import select

from app.domain.rounds import RoundState
from app.services.work import Work
from app.storage.people import Person
from app.storage.raters import Assignment
from app.storage.rounds import Round


def note_new_address(work: Work, person: Person) -> None:
    """Note in the log of every round that collects answers of this person that the address has changed."""
    rounds = (
        select(Round.id)
        .join(Assignment, Assignment.round_id == Round.id)
        .where(Round.state == RoundState.COLLECTING, Assignment.rater_id == person.id)
        .distinct()
        .order_by(Round.id)
    )
    for round_id in work.session.scalars(rounds).all():
        work.audit("address_corrected", round_id, rater=person.id)
