"""Results beside the level that roles ask for, of everybody with the same target (anonymity.md R5).

Targets divide the participants once more, across the teams. So a target's result is shown only where at
least five participants have it, and where nothing that can be added or subtracted, together with the teams'
results, stands for fewer than five (see team_cuts). Where that is not so, the target with the fewest
participants is left out first. What is left out depends on numbers only, never on levels.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.team_cuts import fewest_apart
from app.domain.teams import (
    FEWEST_PARTICIPANTS,
    Shares,
    TeamCell,
    TeamResults,
    mean_of_shares,
    shares_of,
)

Targets = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class TargetCell:
    """Everybody whose role asks for `target` in a question; see TeamCell for `mean` and `shares`."""

    question: str
    target: int
    participants: int
    mean: float
    shares: Shares


def target_cells(results: TeamResults, cells: Sequence[TeamCell], targets: Targets) -> tuple[TargetCell, ...]:
    """Return what may be shown per question and target, beside `cells`, which are all of `team_cells`.

    `targets` maps a participant id to the target levels by question, and leaves out who has none.
    """
    shown: dict[str, list[bool]] = {}
    for cell in cells:
        shown.setdefault(cell.question, []).append(cell.is_published)
    found: list[TargetCell] = []
    for question in results.questions:
        having = {id_: each[question] for id_, each in results.contributions.items() if question in each}
        by_target: dict[int, list[str]] = {}
        for id_ in having:
            target = targets.get(id_, {}).get(question)
            if target is not None:
                by_target.setdefault(target, []).append(id_)
        units = [[id_ for id_ in unit if id_ in having] for unit in results.units.values()]
        for target in _told(by_target, units, shown.get(question, [False] * len(units))):
            shares = shares_of([having[id_] for id_ in by_target[target]])
            members = len(by_target[target])
            found.append(TargetCell(question, target, members, mean_of_shares(shares), shares))
    return tuple(found)


def _told(
    by_target: Mapping[int, Sequence[str]], units: Sequence[Sequence[str]], shown: Sequence[bool]
) -> list[int]:
    told = sorted(target for target, members in by_target.items() if len(members) >= FEWEST_PARTICIPANTS)
    while told and not _is_safe(told, by_target, units, shown):
        told.remove(min(told, key=lambda target: (len(by_target[target]), target)))
    return told


def _is_safe(
    told: Sequence[int],
    by_target: Mapping[int, Sequence[str]],
    units: Sequence[Sequence[str]],
    shown: Sequence[bool],
) -> bool:
    place = {id_: column for column, target in enumerate(told) for id_ in by_target[target]}
    table = []
    for unit in units:
        row = [0] * (len(told) + 1)
        for id_ in unit:
            row[place.get(id_, len(told))] += 1
        table.append(row)
    known = [row for row, is_shown in zip(table, shown, strict=False) if is_shown]
    unknown = [row for row, is_shown in zip(table, shown, strict=False) if not is_shown]
    # The cell of everybody stands after those of the units, where there are several.
    if unknown and len(shown) > len(units) and shown[-1]:
        known.append([sum(column) for column in zip(*unknown, strict=True)])
        unknown = []
    fewest = fewest_apart(known, unknown)
    return fewest is None or fewest >= FEWEST_PARTICIPANTS
