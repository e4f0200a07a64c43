"""Made-up participants with raters who answer by the participant's level, own bias and chance."""

import random
from dataclasses import dataclass

from app.domain.anonymity import RawResponse

COMPETENCIES = tuple(f"competency-{number}" for number in range(1, 13))
MOST = {"peer": 10, "direct_report": 10, "other": 5}
CANNOT_JUDGE = 0.08
TOP = 4


@dataclass(frozen=True)
class MadeUp:
    """One participant's responses; the levels are those the attack has to find out."""

    responses: list[RawResponse]

    def levels(self, groups: tuple[str, ...], question: str) -> list[int]:
        """Return what the members of these groups chose, without those who could not judge."""
        return [
            each.ratings[question]
            for each in self.responses
            if each.group in groups and question in each.ratings
        ]

    def responded(self) -> dict[str, int]:
        """Return the number of responses by anonymous group."""
        return {group: sum(each.group == group for each in self.responses) for group in MOST}


def made_up(chance: random.Random) -> MadeUp:
    """Return a participant with self, a manager and up to 25 anonymous raters."""
    members = ["self", "manager"]
    for group, most in MOST.items():
        members += [group] * chance.randint(0, most)
    talent = chance.gauss(2.8, 0.5)
    heights = {question: talent + chance.gauss(0, 0.4) for question in COMPETENCIES}
    return MadeUp([_response(group, heights, chance) for group in members])


def _response(group: str, heights: dict[str, float], chance: random.Random) -> RawResponse:
    mildness = chance.gauss(0, 0.4)
    ratings = {
        question: min(TOP, max(1, round(height + mildness + chance.gauss(0, 0.5))))
        for question, height in heights.items()
        if chance.random() >= CANNOT_JUDGE
    }
    return RawResponse(group, ratings)
