"""A framework as JSON values and back, losing nothing: what a database keeps of one."""

from collections.abc import Mapping
from typing import Any

from framework.model import Cluster, Competency, Framework, Indicator, Level


def framework_to_json(framework: Framework) -> dict[str, Any]:
    """Return the framework as JSON values: what `Framework.to_json` shows, and its own name."""
    return {"name": framework.name, **framework.to_json()}


def framework_from_json(document: Mapping[str, Any]) -> Framework:
    """Return the framework that `framework_to_json` wrote.

    Raises:
        KeyError: The document was written by something else.
    """
    return Framework(
        document["id"],
        document["revision"],
        document["language"],
        document["name"],
        tuple(_cluster(each) for each in document["clusters"]),
    )


def _competency(document: Mapping[str, Any]) -> Competency:
    return Competency(
        document["id"],
        document["name"],
        document["definition"],
        tuple(_level(each) for each in document["levels"]),
    )


def _cluster(document: Mapping[str, Any]) -> Cluster:
    competencies = tuple(_competency(each) for each in document["competencies"])
    return Cluster(document["id"], document["name"], competencies)


def _level(document: Mapping[str, Any]) -> Level:
    indicators = tuple(
        Indicator(each["id"], each["text"], each["self_text"]) for each in document["indicators"]
    )
    return Level(document["level"], document["title"], document["description"], indicators)
