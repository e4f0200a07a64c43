"""Which earlier round a report is compared with, and what moved since."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.publication import Publication
from app.domain.report_cells import Translate
from app.domain.rounds import RoundAct, is_allowed, last_day
from app.domain.trend import Occasion, Trend, trend_between
from app.domain.trend_report import trend_json
from app.services.finding import find_round
from app.services.frozen_questionnaires import SHELF
from app.services.report_readers import may_read
from app.services.sealed_reports import publication_of
from app.services.work import Work
from app.storage.plans import pulse_of_round
from app.storage.raters import assignments_of
from app.storage.rounds import Participant, Round, participations


@dataclass(frozen=True)
class Compared:
    """A trend, and the earlier round it looks back to."""

    trend: Trend
    since: Round


def report_trend(
    work: Work, participant: Participant, round_: Round, publication: Publication, translate: Translate
) -> dict[str, object] | None:
    """Return the values of the report's key `trend`; None where this reader has no earlier report to read."""
    found = compare(work, participant, round_, publication)
    if found is None:
        return None
    return trend_json(
        found.trend,
        since=_named(work, found.since),
        policy_name=publication.policy.name,
        scale=publication.scale,
        translate=translate,
    )


def compare(work: Work, participant: Participant, round_: Round, publication: Publication) -> Compared | None:
    """Return what moved since the last report; None where this reader has no earlier report to read.

    A pulse looks back to the round it follows, every other round to the newest one that asked alike.
    """
    earlier = _earlier(work, participant, round_)
    if earlier is None:
        return None
    before, since = earlier
    trend = trend_between(
        _occasion(work, before, since, publication_of(work, since, before.id)),
        _occasion(work, participant, round_, publication),
    )
    return Compared(trend, since)


def _earlier(work: Work, participant: Participant, round_: Round) -> tuple[Participant, Round] | None:
    if round_.is_pulse:
        pulse = pulse_of_round(work.session, round_.id)
        source = work.session.get(Participant, pulse.participant_id) if pulse is not None else None
        found = [(source, find_round(work, source.round_id))] if source is not None else []
    else:
        found = [
            (one, its_round)
            for one, its_round in participations(work.session, participant.person_id)
            if not its_round.is_pulse and _is_before(its_round, round_)
        ]
    # A movement tells about both reports, so that it is for those only who may read both.
    readable = [
        (one, its_round)
        for one, its_round in found
        if one.released_at is not None and is_allowed(its_round.state, RoundAct.READ) and may_read(work, one)
    ]
    alike = [each for each in readable if _asks_alike(each[1], round_)]
    return next(iter([*alike, *readable]), None)


def _is_before(other: Round, round_: Round) -> bool:
    return (
        other.id != round_.id
        and other.launched_at is not None
        and round_.launched_at is not None
        and other.launched_at < round_.launched_at
    )


def _asks_alike(other: Round, round_: Round) -> bool:
    return (other.framework_id, other.questions) == (round_.framework_id, round_.questions)


def _occasion(work: Work, participant: Participant, round_: Round, publication: Publication) -> Occasion:
    asked: dict[str, set[str]] = {}
    for assignment in assignments_of(work.session, participant.id):
        asked.setdefault(assignment.rater_group, set()).add(assignment.rater_id)
    languages = round_.questionnaires or {}
    return Occasion(
        publication,
        {language: SHELF.questionnaire(round_, language) for language in languages},
        {group: frozenset(raters) for group, raters in asked.items()},
    )


def _named(work: Work, round_: Round) -> Mapping[str, object]:
    closed_on = last_day(round_.closed_at, round_.closes_at, work.site.timezone)
    return {"id": round_.id, "name": round_.name, "closed_on": closed_on}
