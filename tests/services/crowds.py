"""Rounds of many participants whose answers were put in place without anybody opening a page."""

from app.domain.ratings import AnswerSet, Rating
from app.services.answer_vault import seal_answers
from app.services.frameworks import frozen_questionnaire
from app.services.launch import launch_round
from app.services.ports import Tools
from app.services.raters import add_participant
from app.services.sealing import begin_close
from app.services.work import SYSTEM, Work, open_work
from app.storage.responses import Response
from app.storage.rounds import Participant, Round
from tests.builders import a_person, a_rater, a_round


def a_crowded_round(
    tools: Tools,
    participants: int,
    peers: int = 2,
    departments: tuple[str, ...] = ("",),
    targets: dict[str, int] | None = None,
    **settings: object,
) -> str:
    """Return the id of a closing round with these departments in turn; the same few persons rate everybody.

    Participants get levels 1 and 2 by turns of the raters, or 3 and 4, in turn.
    """
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, 0, **settings)  # type: ignore[arg-type]
        raters = [a_person(work) for _ in range(peers)]
        about = []
        for number in range(participants):
            person = a_person(work, department=departments[number % len(departments)])
            about.append(add_participant(work, round_.id, person.id))
            for rater in raters:
                a_rater(work, round_, about[-1], person=rater)
        launch_round(work, round_.id)
        for number, participant in enumerate(about):
            participant.target_levels = targets
            for place in range(peers):
                _answer(
                    work, round_, participant, 1 + 2 * (number % 2) + place % 2, f"{number:032x}{place:032x}"
                )
        begin_close(work, round_.id)
        return round_.id


def _answer(work: Work, round_: Round, participant: Participant, level: int, key: str) -> None:
    questions = frozen_questionnaire(round_, "en").rating_questions
    ratings: dict[str, Rating] = dict.fromkeys(questions, level)
    work.session.add(
        Response(
            key=key,
            round_id=round_.id,
            participant_id=participant.id,
            rater_group="peer",
            answers=seal_answers(work, round_.id, key, AnswerSet(ratings)),
        )
    )
