"""Results beside the level that roles ask for, of everybody with the same target (anonymity.md R5).

Targets divide the participants once more, across the teams. So a target's result is shown only where at
least five participants have it, and where nothing that can be added or subtracted, together with the teams'
results, stands for fewer than five (see team_cuts). Where that is not so, the target with the fewest
participants is left out first. What is left out depends on numbers only, never on levels.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.publication import Publication
from app.domain.team_cuts import fewest_apart
from app.domain.teams import (
    FEWEST_PARTICIPANTS,
    Shares,
    contributions_of,
    mean_of_shares,
    questions_of,
    shares_of,
    team_cells,
    units_of,
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


def target_cells(
    publications: Mapping[str, Publication], teams: Mapping[str, str], targets: Targets
) -> tuple[TargetCell, ...]:
    """Return what may be shown per question and target, beside the cells of `team_cells`.

    All are keyed by participant id; `targets` maps a participant to the target levels by question, and leaves
    out who has none.
    """
    units = list(units_of(publications, teams).values())
    contributions = {id_: contributions_of(each) for id_, each in publications.items()}
    shown = _shown_teams(publications, teams)
    found: list[TargetCell] = []
    for question in questions_of(publications.values()):
        having = {id_: each[question] for id_, each in contributions.items() if question in each}
        by_target: dict[int, list[str]] = {}
        for id_ in having:
            target = targets.get(id_, {}).get(question)
            if target is not None:
                by_target.setdefault(target, []).append(id_)
        rows = [[id_ for id_ in unit if id_ in having] for unit in units]
        for target in _told(by_target, rows, shown.get(question, [False] * len(units))):
            shares = shares_of([having[id_] for id_ in by_target[target]])
            members = len(by_target[target])
            found.append(TargetCell(question, target, members, mean_of_shares(shares), shares))
    return tuple(found)


def _shown_teams(publications: Mapping[str, Publication], teams: Mapping[str, str]) -> dict[str, list[bool]]:
    """Return per question which units are known: those that are shown, or all the rest by subtraction."""
    known: dict[str, list[bool]] = {}
    for cell in team_cells(publications, teams):
        known.setdefault(cell.question, []).append(cell.is_published)
    return known


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
