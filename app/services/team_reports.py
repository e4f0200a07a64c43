"""Reading the team report of a round: from publications as they are released, never from answers."""

from collections.abc import Callable

from app.domain.errors import RefusedError
from app.domain.rounds import RoundAct, last_day, require
from app.domain.team_report import TeamSources, assemble_team_report
from app.domain.text import Text, text
from app.services.finding import find_round
from app.services.frozen_questionnaires import SHELF
from app.services.report_readers import may_choose_core
from app.services.sealed_reports import round_publications
from app.services.work import Work
from app.storage.rounds import participants_with_persons


def read_team_report(
    work: Work, round_id: str, language: str, translate: Callable[[Text], str]
) -> dict[str, object]:
    """Return the team report of a sealed round, in the form of app.domain.team_report.

    Raises NotFoundError, RefusedError before the seal, and RefusedError while HR still chooses the rule that
    the reports are released under: whoever had the team report of both could subtract them.
    """
    round_ = find_round(work, round_id)
    require(round_.state, RoundAct.READ)
    if may_choose_core(round_):
        raise RefusedError(
            text(
                "The team report is made when the first reports are released: until then the whole round can"
                " still be put under “core”, and two versions could be subtracted from each other."
            )
        )
    publications = round_publications(work, round_)
    participants = [
        participant
        for participant, _ in participants_with_persons(work.session, round_id)
        if participant.id in publications
    ]
    sources = TeamSources(
        publications={each.id: publications[each.id] for each in participants},
        teams={each.id: each.team or "" for each in participants},
        targets={each.id: each.target_levels or {} for each in participants},
    )
    return assemble_team_report(
        sources,
        SHELF.questionnaire(round_, language),
        round={
            "id": round_.id,
            "name": round_.name,
            "questions": round_.questions,
            "closed_on": last_day(round_.closed_at, round_.closes_at, work.site.timezone),
        },
        translate=translate,
    )
