"""The stored figures about the quality of a round: coefficients, shares and reasons, nothing else."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from app.domain.errors import InvalidError
from app.domain.text import text

SCHEMA = "rondom.quality/1"

TOO_FEW_RATERS = "too_few_raters"
"""Fewer than 30 participants have two raters in the group."""
TOO_FEW_JUDGED = "too_few_judged"
"""Enough answered, but on no question did 30 participants get two levels."""
TOO_FEW_FORMS = "too_few_forms"
"""Fewer than 30 participants have two forms with all indicators of the competency."""
ONE_QUESTION = "one_question"
"""A competency that is asked in one question has nothing to be consistent with."""


@dataclass(frozen=True)
class Reliability:
    """ICC(1,1), ICC(1,k) and k, the answers per participant; see quality_rounding for the steps."""

    single: float
    average: float
    answers: float


@dataclass(frozen=True)
class GroupQuality:
    """One rater group; None where a figure is not told, for the `reason`, or for too few long forms.

    `participants` have at least two raters in the group. `agreement` is rwg(j), `alpha` Krippendorff's;
    `cannot_judge` is a share of all answers, `without_spread` of forms with eight levels or more, in percent.
    """

    group: str
    reason: str | None = None
    participants: int | None = None
    reliability: Reliability | None = None
    agreement: float | None = None
    alpha: float | None = None
    cannot_judge: int | None = None
    without_spread: int | None = None


@dataclass(frozen=True)
class CompetencyQuality:
    """One competency, all anonymous groups together; `consistency` is Cronbach's alpha."""

    competency: str
    reason: str | None = None
    consistency: float | None = None
    cannot_judge: int | None = None


@dataclass(frozen=True)
class Quality:
    """The quality of a whole round; `scale` is the highest level."""

    scale: int
    groups: tuple[GroupQuality, ...]
    competencies: tuple[CompetencyQuality, ...]

    def as_mapping(self) -> dict[str, Any]:
        """Return the figures as they are stored and exported."""
        return {"schema": SCHEMA, **asdict(self)}

    def to_json(self) -> str:
        """Return the canonical form; equal figures give equal bytes."""
        return json.dumps(self.as_mapping(), sort_keys=True, separators=(",", ":"))


def quality_from_json(source: str) -> Quality:
    """Read figures back; raises InvalidError when the text is none of this schema."""
    unreadable = text("These are no figures that this version of Rondom can read.")
    try:
        stored = json.loads(source)
        schema = stored["schema"]
        quality = Quality(
            stored["scale"],
            tuple(_group(each) for each in stored["groups"]),
            tuple(CompetencyQuality(**each) for each in stored["competencies"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidError(unreadable) from error
    if schema != SCHEMA:
        raise InvalidError(unreadable)
    return quality


def _group(stored: Mapping[str, Any]) -> GroupQuality:
    found = stored["reliability"]
    return GroupQuality(**{**stored, "reliability": Reliability(**found) if found is not None else None})
