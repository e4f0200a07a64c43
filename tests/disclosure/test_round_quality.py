"""An attacker with every publication and the figures about the whole round finds no answer in them.

The publications leave open the lowest and the highest answer of each cell, and in a round in which raters of
a participant agree, nothing but the figures could tell that those agreed too. So for rounds of that kind, and
for any cell of them, there has to be a round with the same publications and the same figures in which that
cell's lowest or highest answer is another one.
"""

import random
from collections.abc import Callable, Iterator

import pytest

from app.domain.cells import core_code
from app.domain.quality import RoundTally

World = list[list[list[int]]]
"""Participants, their raters, their levels by question."""

PARTICIPANTS = 30
TRIES = 400


def everybody_at(level: int, raters: int, questions: int) -> World:
    return [[[level] * questions for _ in range(raters)] for _ in range(PARTICIPANTS)]


def all_but_one(raters: int, questions: int) -> World:
    return [*everybody_at(3, raters, questions)[1:], [[4] * questions for _ in range(raters)]]


def in_two_halves(raters: int, questions: int) -> World:
    low, high = everybody_at(2, raters, questions), everybody_at(3, raters, questions)
    return low[: PARTICIPANTS // 2] + high[PARTICIPANTS // 2 :]


def over_all_levels(raters: int, questions: int) -> World:
    return [everybody_at(1 + number % 4, raters, questions)[0] for number in range(PARTICIPANTS)]


WORLDS: dict[str, Callable[[int, int], World]] = {
    "everybody at 3": lambda raters, questions: everybody_at(3, raters, questions),
    "everybody at the top": lambda raters, questions: everybody_at(4, raters, questions),
    "all but one": all_but_one,
    "two halves": in_two_halves,
    "all levels": over_all_levels,
}


def figures(world: World) -> str:
    questions = [f"question-{number}" for number in range(len(world[0][0]))]
    tally = RoundTally(("peer",), {question: (question,) for question in questions}, 4)
    for forms in world:
        tally.add_participant([("peer", dict(zip(questions, form, strict=True))) for form in forms])
    return tally.quality().to_json()


def codes(world: World) -> list[list[tuple[int, ...]]]:
    return [[core_code(cell, 4) for cell in zip(*forms, strict=True)] for forms in world]


def others_like(world: World, participant: int, question: int, chance: random.Random) -> Iterator[World]:
    """Yield rounds that differ in this cell, and in a few more, by a lowest or a highest answer."""
    for _ in range(TRIES):
        made = [[list(form) for form in forms] for forms in world]
        more = [
            (chance.randrange(len(made)), chance.randrange(len(made[0][0])))
            for _ in range(chance.randrange(chance.choice([1, 4, 16, 48])))
        ]
        for place, asked in [(participant, question), *more]:
            forms = sorted(made[place], key=lambda form: form[asked])
            if chance.random() < 0.5:
                forms[0][asked] = chance.randint(1, forms[1][asked])
            else:
                forms[-1][asked] = chance.randint(forms[-2][asked], 4)
        if sorted(form[question] for form in made[participant]) != sorted(
            form[question] for form in world[participant]
        ):
            yield made


@pytest.mark.parametrize("questions", [1, 3, 8])
@pytest.mark.parametrize("raters", [4, 7])
@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_figures_never_say_that_all_raters_of_a_participant_agreed(
    world: Callable[[int, int], World], raters: int, questions: int
) -> None:
    chance = random.Random(f"{raters} {questions}")
    made = world(raters, questions)
    told, published = figures(made), codes(made)
    for participant in (0, PARTICIPANTS // 2, PARTICIPANTS - 1):
        others = others_like(made, participant, chance.randrange(questions), chance)
        alike = (other for other in others if codes(other) == published)
        assert any(figures(other) == told for other in alike)
