"""The team report: a pure function of publications, the one source for its page, workbook and PDF (R5).

Shape, ready to be written as JSON. The participants of a unit are those whose reports show answers of
colleagues, `reason` is a sentence where a cell is blank; means and shares are rounded here, never before:

    {"schema": "rondom.teams/1", "round": {...}, "framework": {...}, "policy": {...}, "scale": 4,
     "participants": 60, "units": [{"teams": ["Sales"], "label": "Sales", "participants": 12,
                                    "is_everybody": false}],
     "rows": [{"question", "competency", "competency_name", "name", "cluster", "level": null or 1..4,
               "cells": [{"participants": 12, "mean": 2.7, "shares": [5, 30, 50, 15], "shown": true,
                          "reason": null}],
               "targets": [{"target": 3, "participants": 14, "mean": 2.6, "shares": [...], "below": 35}]}]}

Blind spots are not counted here, although HR would like to know the most common ones: a blind spot compares
others with the self-rating, and no cell of a team may hold self-ratings. A count of blind spots, even rounded
to 5 %, would say of five participants how many overrate themselves, at "none" and "all" of every single one;
and the participants were told that their own rating is for their own report.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.labels import joined
from app.domain.publication import Publication
from app.domain.questionnaire import Item, Questionnaire
from app.domain.report_cells import Translate
from app.domain.team_targets import TargetCell, Targets, target_cells
from app.domain.teams import FEWEST_PARTICIPANTS, Shares, TeamCell, gathered, team_cells
from app.domain.text import Text, text

SCHEMA = "rondom.teams/1"


@dataclass(frozen=True)
class TeamSources:
    """What a team report is made of; all three are keyed by participant id, and an empty team is none."""

    publications: Mapping[str, Publication]
    teams: Mapping[str, str]
    targets: Targets


def assemble_team_report(
    sources: TeamSources,
    questionnaire: Questionnaire,
    *,
    round: Mapping[str, object],  # noqa: A002 - the word the whole product uses
    translate: Translate,
) -> dict[str, object]:
    """Return the team report of a round; `round` is taken over as it is."""
    results = gathered(sources.publications, sources.teams)
    units = results.units
    columns = [
        _unit(names, sum(bool(results.contributions[id_]) for id_ in members), translate)
        for names, members in units.items()
    ]
    if len(units) > 1:
        every = tuple(sorted(team for names in units for team in names))
        columns.append(_everybody(every, results.showing, translate))
    found = team_cells(results)
    cells: dict[str, list[TeamCell]] = {}
    for cell in found:
        cells.setdefault(cell.question, []).append(cell)
    targets: dict[str, list[TargetCell]] = {}
    if questionnaire.questions == "level":
        for target in target_cells(results, found, sources.targets):
            targets.setdefault(target.question, []).append(target)
    rows: list[dict[str, object]] = []
    for section in questionnaire.sections:
        for item in section.items:
            for question, name, level in _questions(questionnaire, item):
                rows.append(
                    {
                        "question": question,
                        "competency": item.competency_id,
                        "competency_name": item.name,
                        "name": name,
                        "cluster": section.name,
                        "level": level,
                        "cells": _cells(cells.get(question, []), len(units), translate),
                        "targets": [_target(each) for each in targets.get(question, [])],
                    }
                )
    policy = next((each.policy for each in sources.publications.values()), None)
    return {
        "schema": SCHEMA,
        "round": dict(round),
        "framework": {
            "id": questionnaire.framework_id,
            "revision": questionnaire.framework_revision,
            "language": questionnaire.language,
        },
        "policy": {"name": policy.name, "k": policy.k} if policy is not None else None,
        "scale": questionnaire.scale,
        "participants": len(sources.publications),
        "units": columns,
        "rows": rows,
    }


def unit_label(names: Sequence[str]) -> Text:
    """Return what teams that are shown together are called: "Finance, Sales and without a department"."""
    if list(names) == [""]:
        return text("Without a department")
    return joined(
        [
            text("%(label)s", label=name) if name else text("without a department")
            for name in sorted(names, key=lambda name: (not name, name))
        ]
    )


def _unit(names: Sequence[str], participants: int, translate: Translate) -> dict[str, object]:
    return {
        "teams": list(names),
        "label": translate(unit_label(names)),
        "participants": participants,
        "is_everybody": False,
    }


def _everybody(names: Sequence[str], participants: int, translate: Translate) -> dict[str, object]:
    label = translate(text("Everybody"))
    return {"teams": list(names), "label": label, "participants": participants, "is_everybody": True}


def _questions(questionnaire: Questionnaire, item: Item) -> Sequence[tuple[str, str, int | None]]:
    if questionnaire.questions == "level":
        return [(item.competency_id, item.name, None)]
    return [(each.id, each.wording.other, each.level) for each in item.indicator_questions]


def _cells(cells: Sequence[TeamCell], units: int, translate: Translate) -> list[dict[str, object]]:
    return [_cell(cell, translate, is_everybody=place >= units) for place, cell in enumerate(cells)]


def _cell(cell: TeamCell, translate: Translate, *, is_everybody: bool) -> dict[str, object]:
    if cell.participants is None or cell.mean is None:
        return {
            "participants": None,
            "mean": None,
            "shares": None,
            "shown": False,
            "reason": translate(_reason(is_everybody=is_everybody)),
        }
    return {
        "participants": cell.participants,
        "mean": round(cell.mean, 1),
        "shares": percentages(cell.shares),
        "shown": True,
        "reason": None,
    }


def _reason(*, is_everybody: bool) -> Text:
    if is_everybody:
        return text(
            "Not shown: without the teams beside it, this would tell the result of fewer than %(count)s"
            " participants.",
            count=FEWEST_PARTICIPANTS,
        )
    return text(
        "Fewer than %(count)s participants here have results that may be shown.", count=FEWEST_PARTICIPANTS
    )


def _target(cell: TargetCell) -> dict[str, object]:
    shares = percentages(cell.shares)
    return {
        "target": cell.target,
        "participants": cell.participants,
        "mean": round(cell.mean, 1),
        "shares": shares,
        "below": sum(shares[: cell.target - 1]),
    }


def percentages(shares: Shares) -> list[int]:
    """Return shares in whole percents that add up to a hundred: what is cut off goes to the largest rests."""
    exact = [100 * share for share in shares]
    found = [int(value) for value in exact]
    by_rest = sorted(range(len(exact)), key=lambda place: (found[place] - exact[place], place))
    for place in by_rest[: 100 - sum(found)]:
        found[place] += 1
    return found
