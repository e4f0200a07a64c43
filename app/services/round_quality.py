"""Reading the quality of a sealed round: stored figures, and how many answered."""

from dataclasses import dataclass

from app.domain.quality_figures import Quality, quality_from_json
from app.domain.questionnaire import Questionnaire
from app.domain.raters import RaterGroup
from app.domain.rounds import RoundAct, require
from app.services.finding import find_round
from app.services.frozen_questionnaires import SHELF
from app.services.rounds import rater_groups
from app.services.sealed_reports import round_publications
from app.services.work import Work
from app.storage.qualities import RoundQuality


@dataclass(frozen=True)
class GroupResponse:
    """How many of a group were asked and answered, in the whole round."""

    group: RaterGroup
    asked: int
    answered: int

    @property
    def percent(self) -> int | None:
        """Whole percents; None where nobody was asked."""
        return round(100 * self.answered / self.asked) if self.asked else None


@dataclass(frozen=True)
class QualityPage:
    """`quality` is None for a round that was sealed before Rondom kept such figures."""

    responses: tuple[GroupResponse, ...]
    participants: int
    quality: Quality | None
    questionnaire: Questionnaire


def read_quality(work: Work, round_id: str, language: str) -> QualityPage:
    """Return the quality of a sealed round; raises NotFoundError, and RefusedError before the seal."""
    round_ = find_round(work, round_id)
    require(round_.state, RoundAct.READ)
    publications = round_publications(work, round_)
    counts = [count for each in publications.values() for count in each.groups]
    stored = work.session.get(RoundQuality, round_id)
    return QualityPage(
        responses=tuple(
            GroupResponse(
                group,
                asked=sum(count.roster for count in counts if count.group == group.id),
                answered=sum(count.responded for count in counts if count.group == group.id),
            )
            for group in rater_groups(round_)
        ),
        participants=len(publications),
        quality=quality_from_json(stored.document) if stored is not None else None,
        questionnaire=SHELF.questionnaire(round_, language),
    )
