"""Short ways to seal made-up answers."""

import random
from collections.abc import Mapping, Sequence

from app.domain.anonymity import Policy, RawResponse, seal
from app.domain.publication import Publication
from app.domain.raters import STANDARD_GROUPS, RaterGroup

CORE_4 = Policy("core", 4)
QUESTION = "listening"


def response(
    group: str, level: int | None = None, comments: Mapping[str, str] | None = None, question: str = QUESTION
) -> RawResponse:
    ratings = {} if level is None else {question: level}
    return RawResponse(group, ratings, comments or {})


def sealed(
    responses: Sequence[RawResponse],
    policy: Policy = CORE_4,
    *,
    groups: Sequence[str] = STANDARD_GROUPS,
    questions: Sequence[str] = (QUESTION,),
    comment_questions: Sequence[str] = (),
    scale: int = 4,
    seed: int = 1,
) -> Publication:
    roster = {group: sum(one.group == group for one in responses) for group in groups}
    return seal(
        policy,
        [RaterGroup(group) for group in groups],
        roster=roster,
        responses=responses,
        questions=questions,
        comment_questions=comment_questions,
        scale=scale,
        shuffle=random.Random(seed),
        added_after_launch={},
    )


def sealed_levels(
    levels: Mapping[str, Sequence[int | None]], policy: Policy = CORE_4, scale: int = 4
) -> Publication:
    """Seal one question; levels per group, None for `cannot_judge`."""
    responses = [response(group, level) for group, given in levels.items() for level in given]
    return sealed(responses, policy, scale=scale)
