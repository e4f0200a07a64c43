"""The quality of a whole round (anonymity.md): added up at the seal, told in rounded figures only.

The one thing that is computed from raw answers besides the publications. Participants are added one by one;
what is kept of them are sums over the whole round, so memory does not grow with the round, and the order in
which they come has no influence. What is told, or not told, depends on who answered and who could judge,
never on levels: a group needs 30 participants with at least two of its raters.

A question counts where 30 participants have two levels from the group. Reliability and Krippendorff's alpha
put the questions of a group together as one analysis; within-group agreement is the mean over participants
and competencies, where the indicators of a competency are its parallel questions. Self-ratings never enter.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from app.domain.quality_agreement import (
    Coincidences,
    ordinal_alpha,
    variance,
    within_group_agreement,
)
from app.domain.quality_consistency import Consistency
from app.domain.quality_figures import (
    ONE_QUESTION,
    TOO_FEW_FORMS,
    TOO_FEW_JUDGED,
    TOO_FEW_RATERS,
    CompetencyQuality,
    GroupQuality,
    Quality,
    Reliability,
)
from app.domain.quality_reliability import OneWay, average_rater, single_rater, together
from app.domain.quality_rounding import LEAST_ERROR, told_answers, told_coefficient, told_share
from app.domain.raters import MANAGER, SELF

FEWEST_PARTICIPANTS = 30
FEWEST_RATERS = 2
FEWEST_ANSWERS = 8
"""Fewer answers of one form without spread mean nothing."""

MILLION = 1_000_000

Competencies = Mapping[str, Sequence[str]]
Form = Mapping[str, int | Literal["cannot_judge"]]


@dataclass
class RoundTally:
    """Everything that is added up about a round.

    `groups` are its rater groups, `competencies` maps each competency to its questions (itself where levels
    are asked), `scale` is the highest level.
    """

    groups: Sequence[str]
    competencies: Competencies
    scale: int
    _groups: dict[str, "_GroupTally"] = field(init=False)
    _competencies: dict[str, "_CompetencyTally"] = field(init=False)
    _participants: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        counted = [group for group in self.groups if group != SELF]
        self._groups = {group: _GroupTally(self.competencies, self.scale) for group in counted}
        self._competencies = {
            id_: _CompetencyTally(tuple(questions)) for id_, questions in self.competencies.items()
        }

    def add_participant(self, responses: Iterable[tuple[str, Form]]) -> None:
        """Add (group, form) of everybody who answered about one participant, in any order."""
        by_group: dict[str, list[Form]] = {}
        for group, form in responses:
            by_group.setdefault(group, []).append(form)
        self._participants += 1
        for group, tally in self._groups.items():
            tally.add(by_group.get(group, []))
        others = [form for group, forms in by_group.items() if group not in {SELF, MANAGER} for form in forms]
        for competency in self._competencies.values():
            competency.add(others)

    def quality(self) -> Quality:
        """Return the figures as they may be told."""
        return Quality(
            scale=self.scale,
            groups=tuple(tally.quality(group) for group, tally in self._groups.items()),
            competencies=tuple(tally.quality(id_) for id_, tally in self._competencies.items()),
        )


@dataclass
class _GroupTally:
    competencies: Competencies
    scale: int
    participants: int = 0
    asked: int = 0
    not_judged: int = 0
    long_forms: int = 0
    flat_forms: int = 0
    participants_with_long_forms: int = 0
    millionths: int = 0
    agreements: int = 0
    participants_in_agreement: int = 0
    ways: dict[str, OneWay] = field(init=False)
    coincidences: dict[str, Coincidences] = field(init=False)

    def __post_init__(self) -> None:
        questions = [question for each in self.competencies.values() for question in each]
        self.ways = {question: OneWay() for question in questions}
        self.coincidences = {question: Coincidences(self.scale) for question in questions}

    def add(self, forms: Sequence[Form]) -> None:
        if len(forms) < FEWEST_RATERS:
            return
        self.participants += 1
        self._count_forms(forms)
        levels = {question: _levels(question, forms) for question in self.ways}
        for question, given in levels.items():
            self.ways[question].add(given)
            self.coincidences[question].add(given)
        agreements = self.agreements
        for questions in self.competencies.values():
            rated = tuple(tuple(sorted(levels[each])) for each in questions if len(levels[each]) > 1)
            if rated:
                self.millionths += _agreement(rated, self.scale)
                self.agreements += 1
        self.participants_in_agreement += self.agreements > agreements

    def _count_forms(self, forms: Sequence[Form]) -> None:
        long_forms = 0
        for form in forms:
            levels = [given for given in form.values() if isinstance(given, int)]
            self.asked += len(form)
            self.not_judged += len(form) - len(levels)
            if len(levels) >= FEWEST_ANSWERS:
                long_forms += 1
                self.flat_forms += len(set(levels)) == 1
        self.long_forms += long_forms
        self.participants_with_long_forms += long_forms >= FEWEST_RATERS

    def quality(self, group: str) -> GroupQuality:
        if self.participants < FEWEST_PARTICIPANTS:
            return GroupQuality(group, reason=TOO_FEW_RATERS)
        is_agreement_told = self.participants_in_agreement >= FEWEST_PARTICIPANTS
        is_flatness_told = self.participants_with_long_forms >= FEWEST_PARTICIPANTS
        counted = [question for question, way in self.ways.items() if way.participants >= FEWEST_PARTICIPANTS]
        return GroupQuality(
            group,
            reason=None if counted else TOO_FEW_JUDGED,
            participants=self.participants,
            reliability=self._reliability(counted) if counted else None,
            agreement=(
                told_coefficient(Fraction(self.millionths, self.agreements * MILLION))
                if counted and is_agreement_told
                else None
            ),
            alpha=self._alpha(counted) if counted else None,
            cannot_judge=told_share(self.not_judged, self.asked) if self.asked else None,
            without_spread=told_share(self.flat_forms, self.long_forms) if is_flatness_told else None,
        )

    def _reliability(self, questions: Sequence[str]) -> Reliability:
        spread = together([self.ways[question].spread() for question in questions])
        return Reliability(
            single=told_coefficient(single_rater(spread, LEAST_ERROR)),
            average=told_coefficient(average_rater(spread, LEAST_ERROR)),
            answers=told_answers(spread.answers),
        )

    def _alpha(self, questions: Sequence[str]) -> float:
        found = [self.coincidences[question].disagreement() for question in questions]
        # Two answers with an error of 1/12 each differ by twice that, squared and on average.
        return told_coefficient(ordinal_alpha([one for one in found if one is not None], 2 * LEAST_ERROR))


@dataclass
class _CompetencyTally:
    """Forms of anonymous groups about one competency; whoever rated is not told apart."""

    questions: tuple[str, ...]
    participants: int = 0
    asked: int = 0
    not_judged: int = 0
    participants_with_complete_forms: int = 0
    consistency: Consistency = field(init=False)

    def __post_init__(self) -> None:
        self.consistency = Consistency(len(self.questions))

    def add(self, forms: Sequence[Form]) -> None:
        if len(forms) < FEWEST_RATERS:
            return
        self.participants += 1
        complete = 0
        for form in forms:
            given = [form[question] for question in self.questions if question in form]
            levels = [level for level in given if isinstance(level, int)]
            self.asked += len(given)
            self.not_judged += len(given) - len(levels)
            if len(levels) == len(self.questions) and len(levels) > 1:
                complete += 1
                self.consistency.add(levels)
        self.participants_with_complete_forms += complete >= FEWEST_RATERS

    def quality(self, competency_id: str) -> CompetencyQuality:
        is_told = self.participants >= FEWEST_PARTICIPANTS
        is_consistency_told = self.participants_with_complete_forms >= FEWEST_PARTICIPANTS
        reason = None
        if len(self.questions) < 2:
            reason = ONE_QUESTION
        elif not is_consistency_told:
            reason = TOO_FEW_FORMS
        return CompetencyQuality(
            competency_id,
            reason=reason,
            consistency=(told_coefficient(self.consistency.alpha(LEAST_ERROR)) if reason is None else None),
            cannot_judge=told_share(self.not_judged, self.asked) if is_told and self.asked else None,
        )


@lru_cache(maxsize=10_000)
def _agreement(levels: tuple[tuple[int, ...], ...], scale: int) -> int:
    """Return rwg(j) in millionths: a sum of exact fractions would grow with the round."""
    return round(within_group_agreement([variance(each) for each in levels], scale) * MILLION)


def _levels(question: str, forms: Sequence[Form]) -> list[int]:
    given = (form.get(question) for form in forms)
    return [level for level in given if isinstance(level, int)]
