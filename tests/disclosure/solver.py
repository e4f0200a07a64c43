"""An exact reader: who knows the rule and a cell, and works out which answers are certain.

Independent of the program: the rule is written down here a second time, from its words.
"""

from collections.abc import Iterable
from itertools import combinations_with_replacement


def core_code_by_the_book(answers: Iterable[int], top: int) -> tuple[int, ...]:
    """Return the answers without lowest and highest; one is moved inwards where all lie at an edge."""
    inner = list(answers)
    inner.remove(min(inner))
    inner.remove(max(inner))
    inner.sort()
    if set(inner) == {top}:
        return tuple([top - 1] + [top] * (len(inner) - 1))
    if set(inner) == {1}:
        return tuple([1] * (len(inner) - 1) + [2])
    return tuple(inner)


def all_answers(n: int, top: int) -> tuple[tuple[int, ...], ...]:
    """Return every multiset of n answers, each sorted."""
    return tuple(combinations_with_replacement(range(1, top + 1), n))


def certain_answer(worlds: Iterable[tuple[int, ...]]) -> int | None:
    """Return the answer every rater must have given, None when nobody's answer is certain.

    A rater's answer is certain when it is the same in every possible world; raters of a cell can be
    exchanged, so that means one level throughout.
    """
    levels = {level for world in worlds for level in world}
    return levels.pop() if len(levels) == 1 else None


def certain_answer_for_insider(worlds: Iterable[tuple[int, ...]], own: int) -> int | None:
    """Return the answer that one rater, knowing his or her own, knows all others to have given."""
    remaining = []
    for world in worlds:
        if own in world:
            others = list(world)
            others.remove(own)
            remaining.append(tuple(others))
    return certain_answer(remaining)
