"""Links go to whatever address stands in the people list: rounds that run note each change."""

from sqlalchemy import update

from app.domain.people import EMAIL, LANGUAGE, NAME
from app.domain.tables import Row, Table
from app.services.audit_trail import audit_lines
from app.services.people import change_address, change_person, import_people
from app.services.ports import Tools
from app.services.work import SYSTEM, Work, open_work
from app.storage.people import Person
from app.storage.raters import rater_lines
from app.storage.rounds import Round, participants_with_persons
from tests.builders import a_launched_round, a_rater, a_round


def noted(work: Work, round_: Round, rater: Person) -> int:
    work.session.flush()
    acts = [str(line.act) for line in audit_lines(work, round_.id)]
    return acts.count(f"corrected the mail address of {rater.name}")


def a_scene(work: Work) -> tuple[Round, Round, Person]:
    """Return a running round, a draft, and somebody who rates in both."""
    running, draft = a_launched_round(work, 1), a_round(work, 1)
    rater = next(
        line.rater for line in rater_lines(work.session, running.id) if line.assignment.rater_group == "peer"
    )
    (participant, _), *_ = participants_with_persons(work.session, draft.id)
    a_rater(work, draft, participant, "peer", rater)
    return running, draft, rater


def test_a_change_by_hand_is_noted_in_rounds_that_run(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        running, draft, rater = a_scene(work)
        change_address(work, rater.id, "new@example.org")
        change_person(work, rater.id, {NAME: rater.name, LANGUAGE: "en", EMAIL: "newer@example.org"})
        assert (noted(work, running, rater), noted(work, draft, rater)) == (2, 0)


def test_what_leaves_the_address_alone_is_not_noted(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        running, _, rater = a_scene(work)
        change_address(work, rater.id, rater.email or "")
        change_person(work, rater.id, {NAME: rater.name, LANGUAGE: "nl", EMAIL: rater.email or ""})
        assert noted(work, running, rater) == 0


def test_a_file_that_brings_an_address_is_noted(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        running, _, rater = a_scene(work)
        nowhere = {"email": None, "name": "Without Address"}
        work.session.execute(update(Person).where(Person.id == rater.id).values(nowhere))
        work.session.refresh(rater)
        row = Row(2, {EMAIL: "brought@example.org", NAME: "Without Address", LANGUAGE: "en"})
        import_people(work, Table((EMAIL, NAME, LANGUAGE), (row,)), is_dry_run=False)
        assert rater.email == "brought@example.org"
        assert noted(work, running, rater) == 1
