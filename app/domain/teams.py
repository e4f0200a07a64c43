"""Results of teams and of the whole organisation, from publications only (anonymity.md R5).

A team's figure is the mean over participants, each counted once, whatever the number of raters. Self and
manager never enter. Teams are one partition: small ones are shown together, and what could be found by
subtracting any shown figures from each other always stands for five participants or more.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from app.domain.errors import InvalidError
from app.domain.publication import Publication
from app.domain.text import text

FEWEST_PARTICIPANTS = 5

Shares = tuple[float, ...]
Units = dict[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class TeamCell:
    """One question for teams that are shown together; a blank one has neither numbers nor a count.

    `shares` holds, from level 1 up, the share of the participants' published answers, averaged over them.
    """

    question: str
    teams: tuple[str, ...]
    participants: int | None = None
    mean: float | None = None
    shares: Shares = ()

    @property
    def is_published(self) -> bool:
        """A cell is shown, or it is blank."""
        return self.participants is not None


@dataclass(frozen=True)
class TeamResults:
    """What participants contribute, by question, and the units of teams they are shown in."""

    contributions: Mapping[str, Mapping[str, Shares]]
    units: Units
    questions: tuple[str, ...]

    @property
    def showing(self) -> int:
        """How many participants have anything to show."""
        return sum(bool(each) for each in self.contributions.values())


def gathered(publications: Mapping[str, Publication], teams: Mapping[str, str]) -> TeamResults:
    """Return what publications contribute; a participant belongs to exactly one team.

    `publications` and `teams` are keyed by participant id. Teams are sized by participants whose publication
    shows answers of an anonymous block.

    Raises:
        InvalidError: for a participant without a team, or publications of different scales.
    """
    _check(publications, teams)
    contributions = {id_: _contributions(each) for id_, each in publications.items()}
    showing = {id_ for id_, each in contributions.items() if each}
    return TeamResults(
        contributions,
        team_units({id_: team for id_, team in teams.items() if id_ in publications}, showing),
        tuple(dict.fromkeys(cell.question for each in publications.values() for cell in each.cells)),
    )


def team_cells(results: TeamResults) -> tuple[TeamCell, ...]:
    """Return a cell per question and unit of teams, then one for everybody where there are several units.

    What is blank depends on numbers only, never on levels.
    """
    cells: list[TeamCell] = []
    for question in results.questions:
        having = {id_: each[question] for id_, each in results.contributions.items() if question in each}
        found = [
            _cell(question, unit, [having[id_] for id_ in members if id_ in having])
            for unit, members in results.units.items()
        ]
        cells += found
        if len(found) > 1:
            shown = sum(cell.participants or 0 for cell in found)
            cells.append(_whole(question, results.units, list(having.values()), len(having) - shown))
    return tuple(cells)


def team_units(teams: Mapping[str, str], counted: Container[str] | None = None) -> Units:
    """Return the participants by the teams that are shown together, large teams by themselves.

    Teams under five participants are one unit; if that is still too small it joins the smallest other unit.
    Sizes count participants in `counted` only, where it is given: those whose results hold anything to show.
    """
    members: dict[str, list[str]] = {}
    for participant_id, team in sorted(teams.items()):
        members.setdefault(team, []).append(participant_id)
    sizes = {
        team: sum(counted is None or id_ in counted for id_ in members[team])
        for team in sorted(members, key=lambda team: (not team, team))
    }
    large = [[team] for team in sizes if sizes[team] >= FEWEST_PARTICIPANTS]
    small = [team for team in sizes if sizes[team] < FEWEST_PARTICIPANTS]
    if small and (sum(sizes[team] for team in small) >= FEWEST_PARTICIPANTS or not large):
        large.append(small)
    elif small:
        min(large, key=lambda unit: sizes[unit[0]]).extend(small)
    return {
        tuple(sorted(unit)): tuple(sorted(id_ for team in unit for id_ in members[team])) for unit in large
    }


def shares_of(each: Sequence[Shares]) -> Shares:
    """Return the share of each level over participants, each counted once, in whatever order they come."""
    return tuple(fsum(level) / len(each) for level in zip(*each, strict=True))


def mean_of_shares(shares: Shares) -> float:
    """Return the mean level of shares that begin at level 1."""
    return fsum(level * share for level, share in enumerate(shares, start=1))


def _check(publications: Mapping[str, Publication], teams: Mapping[str, str]) -> None:
    if not set(publications) <= set(teams):
        raise InvalidError(text("Every participant has to belong to a team."))
    if len({publication.scale for publication in publications.values()}) > 1:
        raise InvalidError(text("Only results on the same scale can be put together."))


def _contributions(publication: Publication) -> dict[str, Shares]:
    """Return the share of each level in what is published of the anonymous blocks, by question."""
    codes: dict[str, list[int]] = {}
    for cell in publication.cells:
        if cell.is_published and not cell.is_named:
            codes.setdefault(cell.question, []).extend(cell.codes)
    return {
        question: tuple(levels.count(level) / len(levels) for level in range(1, publication.scale + 1))
        for question, levels in codes.items()
    }


def _whole(
    question: str,
    units: Mapping[tuple[str, ...], object],
    everybody: Sequence[Shares],
    not_shown: int,
) -> TeamCell:
    every_team = tuple(sorted(team for unit in units for team in unit))
    # Everybody minus all that is shown would be the figure of those who are not shown.
    is_open = 0 < not_shown < FEWEST_PARTICIPANTS
    return _cell(question, every_team, [] if is_open else everybody)


def _cell(question: str, teams: tuple[str, ...], each: Sequence[Shares]) -> TeamCell:
    if len(each) < FEWEST_PARTICIPANTS:
        return TeamCell(question, teams)
    shares = shares_of(each)
    return TeamCell(question, teams, len(each), mean_of_shares(shares), shares)
