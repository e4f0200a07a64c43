"""What a team report says in words; like its page it takes the report JSON (app.domain.team_report)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from app.domain.report_sentences import place_word
from app.domain.sentences import FREQUENCY_SCALE
from app.domain.text import Text, text

SHADES = 5
MOST_OUTSTANDING = 3
NEAR = 0.25
MOST_BELOW = 50
"""From this share of answers below the target on, a gap between roles and results is worth a sentence."""


@dataclass(frozen=True)
class Outstanding:
    """What stands out for everybody: rows, the most outstanding first; targets with their rows."""

    highest: tuple[Mapping[str, Any], ...]
    lowest: tuple[Mapping[str, Any], ...]
    below: tuple[tuple[Mapping[str, Any], Mapping[str, Any]], ...]


def mean_in_words(mean: float, scale: int) -> Text:
    """Return where a mean lies: "level 3", "between 2 and 3", "between sometimes and often"."""
    nearest = int(mean + 0.5)
    if abs(mean - nearest) <= NEAR:
        return place_word(nearest, scale)
    below = int(mean)
    if scale == FREQUENCY_SCALE:
        return text(
            "between %(low)s and %(high)s", low=place_word(below, scale), high=place_word(below + 1, scale)
        )
    return text("between %(low)s and %(high)s", low=below, high=below + 1)


def shade_of(mean: float, scale: int) -> int:
    """Return how dark a mean is shown, from 1 to 5."""
    return min(SHADES, 1 + int((mean - 1) / (scale - 1) * SHADES))


def outstanding_in(report: Mapping[str, Any]) -> Outstanding:
    """Return what stands out in the last column, which is everybody, and beside the targets."""
    shown = [row for row in report["rows"] if row["cells"] and row["cells"][-1]["shown"]]
    ordered = sorted(shown, key=lambda row: -float(row["cells"][-1]["mean"]))
    most = min(MOST_OUTSTANDING, len(ordered) // 2)
    below = [
        (row, target) for row in report["rows"] for target in row["targets"] if target["below"] >= MOST_BELOW
    ]
    below.sort(key=lambda found: -int(found[1]["below"]))
    return Outstanding(
        highest=tuple(ordered[:most]),
        lowest=tuple(reversed(ordered[len(ordered) - most :])),
        below=tuple(below[:MOST_OUTSTANDING]),
    )


def is_anything_shown(report: Mapping[str, Any]) -> bool:
    """Tell whether any cell of the report has a result."""
    return any(cell["shown"] for row in report["rows"] for cell in row["cells"])


def parts_of_table(report: Mapping[str, Any]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Return the rows under what they belong to: a cluster, or the competency of indicators."""
    heading = "cluster" if report["round"]["questions"] == "level" else "competency_name"
    return [(name, list(rows)) for name, rows in groupby(report["rows"], key=itemgetter(heading))]


def target_words(target: Mapping[str, Any]) -> Text:
    """Return how the answers lie beside a target."""
    if target["below"] >= MOST_BELOW:
        return text("most answers lie below it")
    if target["below"] == 0:
        return text("no answer that is shown lies below it")
    return text("most answers reach it")


def table_of(report: Mapping[str, Any]) -> tuple[list[Text], list[list[Text | str | int | float]]]:
    """Return the report as one long table to take away: heads, and a line per result or blank."""
    places = [place_word(place, report["scale"]) for place in range(1, report["scale"] + 1)]
    columns = [
        text("Cluster"),
        text("Competency"),
        text("Question"),
        text("Team or target"),
        text("Participants"),
        text("Mean"),
        *(text("%(place)s, percent", place=place) for place in places),
        text("Below the target, percent"),
        text("Remark"),
    ]
    lines: list[list[Text | str | int | float]] = []
    for row in report["rows"]:
        name: list[Text | str | int | float] = [row["cluster"], row["competency_name"], row["name"]]
        for unit, cell in zip(report["units"], row["cells"], strict=False):
            lines.append([*name, unit["label"], *_figures(cell, report["scale"]), "", cell["reason"] or ""])
        for target in row["targets"]:
            label = text("Roles that ask for level %(level)s", level=target["target"])
            lines.append([*name, label, *_figures(target, report["scale"]), target["below"], ""])
    return columns, lines


def _figures(cell: Mapping[str, Any], scale: int) -> Sequence[Text | str | int | float]:
    if cell["mean"] is None:
        return [""] * (scale + 2)
    return [cell["participants"], cell["mean"], *cell["shares"]]
