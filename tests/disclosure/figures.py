"""The attack in figures: of what a reader, alone or as one of the raters, is certain after reading."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from app.domain.anonymity import Policy
from tests.disclosure.made_up import COMPETENCIES, MOST, TOP, MadeUp, made_up
from tests.disclosure.sealing import sealed
from tests.disclosure.solver import (
    all_answers,
    certain_answer,
    certain_answer_for_insider,
    core_code_by_the_book,
)
from tests.disclosure.vendor import known_sums, possible_levels


@dataclass
class Figures:
    """What came out; `exact` and `exact_for_insiders` count answers that are certain."""

    answers: int = 0
    shown: int = 0
    exact: int = 0
    exact_for_insiders: int = 0
    participants: int = 0
    participants_read: int = 0
    hidden_means: int = 0
    hidden_means_found: int = 0
    errors: list[float] = field(default_factory=list)

    @property
    def mean_error(self) -> float:
        """How far means of blocks from the report lie from the true ones, in levels."""
        return sum(self.errors) / len(self.errors)


def attacked_core(count: int, k: int, seed: int) -> Figures:
    """Seal made-up participants under `core` and read the publications as an outsider and as every rater."""
    figures = Figures()
    for participant in _crowd(count, seed):
        figures.participants += 1
        before = figures.exact
        document = sealed(participant.responses, Policy("core", k), questions=COMPETENCIES).to_json()
        for cell in json.loads(document)["cells"]:
            groups = tuple(cell["groups"])
            if groups[0] in MOST and cell["n"] is not None:
                _read_core(figures, cell, participant.levels(groups, cell["question"]))
        figures.answers += _all_answers(participant)
        figures.participants_read += figures.exact > before
    return figures


def attacked_vendor(count: int, k: int, seed: int) -> Figures:
    """Show the same participants by the usual rule and subtract."""
    figures = Figures()
    for participant in _crowd(count, seed):
        figures.participants += 1
        before = figures.exact
        for known in known_sums(participant, k):
            is_right = known.total == sum(known.answers)
            figures.hidden_means += known.hidden_groups
            figures.hidden_means_found += known.hidden_groups == 1 and is_right
            if not is_right:
                continue
            figures.exact += known.count * (len(possible_levels(known.count, known.total)) == 1)
            for own in known.answers:
                left = possible_levels(known.count - 1, known.total - own) if known.count > 1 else set()
                figures.exact_for_insiders += (known.count - 1) * (len(left) == 1)
        figures.answers += _all_answers(participant)
        figures.participants_read += figures.exact > before
    return figures


def _crowd(count: int, seed: int) -> Iterator[MadeUp]:
    chance = random.Random(seed)
    for _ in range(count):
        yield made_up(chance)


def _all_answers(participant: MadeUp) -> int:
    return sum(len(participant.levels(tuple(MOST), question)) for question in COMPETENCIES)


def _read_core(figures: Figures, cell: dict[str, object], answers: list[int]) -> None:
    codes = tuple(int(str(code)) for code in _listed(cell["codes"]))
    figures.shown += len(answers)
    figures.errors.append(abs(sum(codes) / len(codes) - sum(answers) / len(answers)))
    figures.exact += len(answers) * _is_certain(len(answers), codes, None)
    for own in answers:
        figures.exact_for_insiders += (len(answers) - 1) * _is_certain(len(answers), codes, own)


def _listed(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("codes are a list")
    return value


@cache
def _is_certain(n: int, codes: tuple[int, ...], own: int | None) -> bool:
    worlds = _worlds(n)[codes]
    if own is None:
        return certain_answer(worlds) is not None
    return certain_answer_for_insider(worlds, own) is not None


@cache
def _worlds(n: int) -> dict[tuple[int, ...], list[tuple[int, ...]]]:
    found: dict[tuple[int, ...], list[tuple[int, ...]]] = {}
    for answers in all_answers(n, TOP):
        found.setdefault(core_code_by_the_book(answers, TOP), []).append(answers)
    return found
