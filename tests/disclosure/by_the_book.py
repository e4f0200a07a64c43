"""The publication of one participant a second time, from the words of the rule and nothing else."""

import json
from collections.abc import Mapping, Sequence

from tests.disclosure.solver import core_code_by_the_book

ORDER = ("peer", "direct_report", "other")
Cells = dict[tuple[str, tuple[str, ...]], tuple[int, ...] | None]


def blocks_by_the_book(responded: Mapping[str, int], k: int) -> list[tuple[str, ...]]:
    """Return the published blocks, each with its groups in order."""
    large = [[group] for group in ORDER if responded.get(group, 0) >= k]
    small = [group for group in ORDER if 0 < responded.get(group, 0) < k]
    if sum(responded[group] for group in small) >= k:
        return [tuple(block) for block in [*large, small]]
    if small and small != ["other"] and large:
        fewest = min(responded[block[0]] for block in large)
        first = next(block for block in large if responded[block[0]] == fewest)
        first += small
    return [tuple(sorted(block, key=ORDER.index)) for block in large]


def cells_by_the_book(
    answers: Sequence[tuple[str, Mapping[str, int]]], questions: Sequence[str], policy: str, k: int
) -> Cells:
    """Return what may be read by question and groups: levels, or None for a blank.

    `answers` are (group, level by question), without what somebody could not judge; four levels.
    """
    responded = {group: sum(each == group for each, _ in answers) for group in ORDER}
    found: Cells = {}
    for question in questions:
        for block in blocks_by_the_book(responded, k):
            levels = [given[question] for group, given in answers if group in block and question in given]
            found[question, block] = _shown(levels, policy, k)
        for group in ("self", "manager"):
            levels = [given[question] for each, given in answers if each == group and question in given]
            found[question, (group,)] = tuple(sorted(levels)) or None
    return found


def _shown(levels: list[int], policy: str, k: int) -> tuple[int, ...] | None:
    if len(levels) < k:
        return None
    return core_code_by_the_book(levels, 4) if policy == "core" else tuple(sorted(levels))


def cells_of_document(document: str) -> Cells:
    """Return the cells of a sealed document as `cells_by_the_book` writes them."""
    stored = json.loads(document)
    published = {tuple(block["groups"]) for block in stored["blocks"] if block["is_published"]}
    return {
        (cell["question"], tuple(cell["groups"])): tuple(cell["codes"]) or None
        for cell in stored["cells"]
        if tuple(cell["groups"]) in published | {("self",), ("manager",)}
    }
