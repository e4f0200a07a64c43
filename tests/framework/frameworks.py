"""Small frameworks built in memory."""

from collections.abc import Mapping

from framework.model import LEVELS, Cluster, Competency, Framework, Indicator, Level, indicator_id

TREE = {"thinking": ("analysing", "planning"), "people": ("empathy", "assertiveness", "networking")}


def make_framework(tree: Mapping[str, tuple[str, ...]] = TREE, indicators: int = 2) -> Framework:
    """Return a framework with the given clusters and competencies, each level with as many indicators."""
    return Framework(
        id="small",
        revision=3,
        language="en",
        name="Small",
        clusters=tuple(
            Cluster(cluster_id, cluster_id.capitalize(), tuple(_competency(each, indicators) for each in ids))
            for cluster_id, ids in tree.items()
        ),
    )


def _competency(competency_id: str, indicators: int) -> Competency:
    name = competency_id.capitalize()
    return Competency(
        competency_id,
        name,
        f"What {competency_id} means.",
        tuple(
            Level(level, f"{name} {level}", None, _indicators(competency_id, level, indicators))
            for level in LEVELS
        ),
    )


def _indicators(competency_id: str, level: int, count: int) -> tuple[Indicator, ...]:
    ids = [indicator_id(competency_id, level, number) for number in range(1, count + 1)]
    return tuple(Indicator(each, f"Does {each}.", f"I do {each}.") for each in ids)
