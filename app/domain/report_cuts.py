"""A report without the cells that would only repeat what is said once elsewhere."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from app.domain.publication import Publication
from app.domain.raters import NAMED_GROUPS


def without_unasked(report: Mapping[str, Any]) -> dict[str, Any]:
    """Return a report without self or manager where nobody was asked: the list of groups says so."""
    return without_cells(report, _unasked(report))


def in_short(report: Mapping[str, Any], publication: Publication) -> dict[str, Any]:
    """Return a report for overviews: without the blocks that are not published, too."""
    unpublished = {block.groups for block in publication.blocks if not block.is_published}
    return without_cells(report, _unasked(report) | unpublished)


def without_cells(report: Mapping[str, Any], left_out: AbstractSet[tuple[str, ...]]) -> dict[str, Any]:
    """Return a report without the cells of some groups."""

    def kept(part: Mapping[str, Any]) -> dict[str, Any]:
        made = {**part, "cells": [cell for cell in part["cells"] if tuple(cell["groups"]) not in left_out]}
        for nested in ("levels", "indicators"):
            if nested in part:
                made[nested] = [kept(one) for one in part[nested]]
        return made

    return {**report, "competencies": [kept(competency) for competency in report["competencies"]]}


def leaves_out(report: Mapping[str, Any]) -> bool:
    """Tell whether the highest and the lowest answer are left out of anything that is shown."""
    return any(
        cell["shown"] and sum(cell["distribution"].values()) < cell["n"]
        for competency in report["competencies"]
        for part in (competency, *competency.get("indicators", ()))
        for cell in part["cells"]
    )


def _unasked(report: Mapping[str, Any]) -> set[tuple[str, ...]]:
    return {
        (group["group"],)
        for group in report["groups"]
        if group["group"] in NAMED_GROUPS and not group["roster"]
    }
