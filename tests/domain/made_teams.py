"""Team reports made from answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.policy import Policy
from app.domain.questionnaire import Questionnaire
from app.domain.team_report import TeamSources, assemble_team_report
from tests.disclosure.sealing import CORE_4
from tests.domain.made_reports import BY_LEVEL, Answers, seal_round


@dataclass(frozen=True)
class Member:
    """A participant: the team, the answers by group, the targets by competency."""

    team: str
    answers: Answers
    targets: Mapping[str, int] = field(default_factory=dict)


def member(
    team: str,
    levels: Sequence[int],
    questionnaire: Questionnaire = BY_LEVEL,
    targets: Mapping[str, int] | None = None,
) -> Member:
    """Return a participant whose peers each give one level to everything."""
    answers = {"peer": [dict.fromkeys(questionnaire.rating_questions, level) for level in levels]}
    return Member(team, answers, targets or {})


def team_report_of(
    members: Sequence[Member], questionnaire: Questionnaire = BY_LEVEL, policy: Policy = CORE_4
) -> dict[str, Any]:
    """Return the team report of a round with these participants."""
    by_id = {f"p{number:03}": each for number, each in enumerate(members)}
    return assemble_team_report(
        TeamSources(
            {id_: seal_round(each.answers, policy, questionnaire) for id_, each in by_id.items()},
            {id_: each.team for id_, each in by_id.items()},
            {id_: each.targets for id_, each in by_id.items()},
        ),
        questionnaire,
        round={"id": "r1", "name": "Spring", "questions": questionnaire.questions, "closed_on": "2026-12-18"},
        translate=str,
    )
