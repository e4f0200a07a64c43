"""Rounds whose reports have readers: a participant, the manager, a coach, HR, and somebody else."""

from dataclasses import dataclass

from app.domain.report_reading import ReadingRules
from app.services.coaches import name_coach
from app.services.launch import launch_round
from app.services.ports import Tools
from app.services.raters import add_participant
from app.services.releases import release_round
from app.services.sealing import begin_close, seal_round
from app.services.sign_in import invite_administrator
from app.services.work import SYSTEM, Actor, open_work
from app.storage.accounts import account_by_email
from app.storage.people import Person
from tests.builders import a_person, a_rater, a_round, everybody_answers

COMMENT = "Anna listens well. In March she lost her temper."


@dataclass(frozen=True)
class ReadingScene:
    """A sealed round about Anna; `actors` are those who may or may not read, by what they are."""

    tools: Tools
    round_id: str
    participant_id: str
    persons: dict[str, Person]
    actors: dict[str, Actor]

    def release(self) -> None:
        """Release the report."""
        with open_work(self.tools, SYSTEM) as work:
            release_round(work, self.round_id)


def a_sealed_scene(tools: Tools, rules: ReadingRules, *, peers: int = 4) -> ReadingScene:
    """Return a sealed report with comments; manager, coach and the rest exist whatever the rules say."""
    with open_work(tools, SYSTEM) as work:
        manager = a_person(work, "Marc", "marc@example.org")
        coach = a_person(work, "Carla", "carla@example.org")
        stranger = a_person(work, "Stan", "stan@example.org")
        anna = a_person(work, "Anna", "anna@example.org", manager=manager)
        round_ = a_round(work, 0, reading=rules)
        participant = add_participant(work, round_.id, anna.id)
        for _ in range(peers):
            a_rater(work, round_, participant, "peer")
        a_rater(work, round_, participant, "manager", manager)
        if rules.reader == "coach":
            name_coach(work, round_.id, participant.id, "carla@example.org")
        launch_round(work, round_.id)
        invite_administrator(work, "hr@example.org", "Hilde")
        account = account_by_email(work.session, "hr@example.org")
        if account is None:
            raise LookupError("the administrator has no account")
        hr = Actor(account.email, account.id, None, is_administrator=True)
        round_id, participant_id = round_.id, participant.id
        persons = {"participant": anna, "manager": manager, "coach": coach, "stranger": stranger}
        actors = {name: Actor(person.email or "", None, person.id) for name, person in persons.items()}
        actors["hr"] = hr
    everybody_answers(tools, round_id, comment=COMMENT)
    with open_work(tools, SYSTEM) as work:
        begin_close(work, round_id)
    seal_round(tools, round_id)
    return ReadingScene(tools, round_id, participant_id, persons, actors)
