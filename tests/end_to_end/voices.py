"""What every rater thinks, how he or she goes about it, and which answers count in the end."""

import random
from dataclasses import dataclass, field
from typing import Literal

from tests.end_to_end.organisation import Duty, Organisation

COMPETENCIES = (
    "analyseren",
    "besluitvorming",
    "kennis-delen",
    "team-leiderschap",
    "empathie",
    "communicatie",
)
OPEN_QUESTIONS = ("keep", "start", "stop")
CANNOT_JUDGE = "cannot_judge"

Way = Literal[
    "one page",
    "part by part",
    "changed afterwards",
    "change not sent in",
    "sent twice",
    "draft",
    "declined",
    "taken back",
    "silent",
]
WAYS: dict[Way, int] = {
    "one page": 50,
    "part by part": 12,
    "changed afterwards": 8,
    "change not sent in": 6,
    "sent twice": 8,
    "draft": 5,
    "declined": 4,
    "taken back": 3,
    "silent": 4,
}
"""How many of a hundred go about it in which way."""


@dataclass(frozen=True)
class Answers:
    """Levels or `cannot_judge` by competency, and comments by question."""

    ratings: dict[str, str]
    comments: dict[str, str] = field(default_factory=dict)

    @property
    def fields(self) -> dict[str, str]:
        """The form fields, as the contract names them."""
        return {f"rating-{question}": value for question, value in self.ratings.items()} | {
            f"comment-{question}": comment for question, comment in self.comments.items()
        }


@dataclass(frozen=True)
class Voice:
    """One rater about one participant: `first` is what is answered, `second` a later change."""

    duty: Duty
    way: Way
    first: Answers
    second: Answers

    @property
    def counted(self) -> Answers | None:
        """What has to be in the report: only what was sent in, and the last of it."""
        if self.way in {"draft", "declined", "taken back", "silent"}:
            return None
        return self.second if self.way == "changed afterwards" else self.first

    @property
    def not_counted(self) -> list[Answers]:
        """What was typed and must be found nowhere after the close."""
        return [answers for answers in (self.first, self.second) if answers is not self.counted]


def make_voices(organisation: Organisation, chance: random.Random) -> list[Voice]:
    """Return a voice for every duty; the last participant hears nothing from anybody."""
    voices = []
    for duty in organisation.duties:
        place = organisation.participants.index(duty.participant)
        (way,) = chance.choices(list(WAYS), list(WAYS.values()))
        if place == len(organisation.participants) - 1:
            way = "silent"
        voices.append(Voice(duty, way, _answers(place, chance), _answers(place, chance)))
    return voices


def _answers(place: int, chance: random.Random) -> Answers:
    ratings = {competency: _rating(place, competency, chance) for competency in COMPETENCIES}
    comments = {
        question: _comment(question, chance)
        for question in (*COMPETENCIES, *OPEN_QUESTIONS)
        if chance.random() < _talkativeness(place, question)
    }
    return Answers(ratings, comments)


def _rating(place: int, competency: str, chance: random.Random) -> str:
    number = COMPETENCIES.index(competency)
    # Some participants are hard to judge in one thing, so that cells stay blank in blocks that are shown.
    if chance.random() < (0.6 if place % 4 == 1 and number == 2 else 0.08):
        return CANNOT_JUDGE
    # Blocks at an edge are what the rule has to soften: all at the top, all but one, all at the bottom.
    edge = {0: "4444", 1: "1111", 2: "44443", 3: "11112"}.get((place + number) % 8)
    return chance.choice(edge or ("2334", "1223", "1234", "3344")[(place + number) % 4])


def _talkativeness(place: int, question: str) -> float:
    if question in COMPETENCIES:
        return 0.25
    return 0.95 if (place // 10) % 2 == 0 else 0.35


def _comment(question: str, chance: random.Random) -> str:
    return f'Sait écouter & "dóórvragen" <b>{question}</b> {chance.getrandbits(64):016x}'
