"""Sealing a round in which everybody has answered about everything."""

import random
from typing import Any

from sqlalchemy import insert, select

from app.domain.ratings import AnswerSet
from app.services.answer_vault import seal_answers
from app.services.frozen_questionnaires import SHELF
from app.services.ports import Tools
from app.services.work import SYSTEM, open_work
from app.storage.raters import Assignment
from app.storage.responses import Response
from app.storage.rounds import Round
from framework.loader import load_framework
from tests.bench.alone import effort
from tests.bench.figures import Figure, cost
from tests.bench.installations import fresh, kinds
from tests.torture.large_rounds import AT_ONCE, a_large_round

TITLE = "Seal"
RATERS_EACH = 10
LONGEST, LARGEST = 60.0, 500.0


def figures(*, is_full: bool) -> list[Figure]:
    """Return seconds and megabytes of a seal, for a thousand participants."""
    people = 1_000 if is_full else 100
    found = []
    for kind in kinds():
        with fresh(kind) as made:
            round_id = an_answered_round(made.bundle.tools, people)
            taken = effort("seal", round_id, made.environment)
        name = f"seal {people:,} participants x {RATERS_EACH} raters x 29 competencies, {kind}"
        limit = LONGEST * people / 1_000
        found += [
            cost(name, taken.seconds, "s", limit, f"{limit:g} s", 1.0),
            cost("  memory", taken.megabytes, "MB", LARGEST, "500 MB", 1.0),
        ]
    return found


def an_answered_round(tools: Tools, people: int) -> str:
    """Return the id of a launched round of the whole framework, answered by everybody."""
    everything = [competency.id for competency in load_framework("nl").competencies]
    round_id = a_large_round(tools, people, RATERS_EACH, everything)
    chance = random.Random(people)
    with open_work(tools, SYSTEM) as work:
        round_ = work.session.get_one(Round, round_id)
        questionnaire = SHELF.questionnaire(round_, work.site.languages[0])
        rows: list[dict[str, Any]] = []
        for participant_id, group in work.session.execute(
            select(Assignment.participant_id, Assignment.rater_group)
        ):
            key = work.new_id() * 2
            ratings: dict[str, Any] = {
                question: chance.randint(1, 4) for question in questionnaire.rating_questions
            }
            comments = dict.fromkeys(questionnaire.comment_questions[:3], "Listens well.")
            rows.append(
                {
                    "key": key,
                    "round_id": round_id,
                    "participant_id": participant_id,
                    "rater_group": group,
                    "answers": seal_answers(work, round_id, key, AnswerSet(ratings, comments)),
                }
            )
        for start in range(0, len(rows), AT_ONCE):
            work.session.execute(insert(Response), rows[start : start + AT_ONCE])
    return round_id
