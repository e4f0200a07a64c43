"""The report JSON (design.md 2): a pure function of a publication, the one source for pages, PDF and exports.

Beyond the agreed shape, `comments_changed` counts what a coach shortened or withheld, group entries say how
many raters were added after launch, and a round that asks by indicator has `indicators` and `levels` under a
competency, whose own cells, gap and target then stay empty: nothing is derived for the competency from
indicators.
"""

from collections.abc import Mapping, Sequence

from app.domain.highlights import CompetencyResult, highlights_of
from app.domain.labels import group_label, groups_named
from app.domain.publication import Cell, GroupCount, Publication
from app.domain.questionnaire import Item, Questionnaire
from app.domain.raters import NAMED_GROUPS
from app.domain.reasons import group_reason
from app.domain.report_cells import Translate, level_cell, report_cell
from app.domain.scoring import Gap, gap_of, has_single_middle, others_of, rounded

SCHEMA = "rondom.report/1"


def assemble_report(
    publication: Publication,
    questionnaire: Questionnaire,
    *,
    round: Mapping[str, object],  # noqa: A002 - the word the whole product uses
    participant: Mapping[str, object],
    group_labels: Mapping[str, str],
    target_levels: Mapping[str, int] | None,
    translate: Translate,
) -> dict[str, object]:
    """Return the report of one participant, ready to be written as JSON.

    `round` and `participant` are taken over as they are; `group_labels` holds the names of a round's own
    groups by id, `target_levels` the role's target by competency id; `translate` turns a text into the
    reader's language.
    """
    cells: dict[str, list[Cell]] = {question: [] for question in questionnaire.rating_questions}
    for cell in publication.cells:
        cells[cell.question].append(cell)
    results: list[CompetencyResult] = []
    competencies: list[dict[str, object]] = []
    for section in questionnaire.sections:
        for item in section.items:
            heading = {"id": item.competency_id, "name": item.name, "cluster": section.name}
            if questionnaire.questions == "level":
                result = _result(publication, item, cells[item.competency_id])
                results.append(result)
                target = (target_levels or {}).get(item.competency_id)
                shown = [report_cell(publication, cell, translate) for cell in cells[item.competency_id]]
                competencies.append(heading | _by_level(result, target, shown))
            else:
                competencies.append(heading | _by_indicator(publication, item, cells, translate))
    return {
        "schema": SCHEMA,
        "round": dict(round),
        "participant": dict(participant),
        "framework": {
            "id": questionnaire.framework_id,
            "revision": questionnaire.framework_revision,
            "language": questionnaire.language,
        },
        "policy": {"name": publication.policy.name, "k": publication.policy.k},
        "groups": [_group(publication, count, group_labels, translate) for count in publication.groups],
        "competencies": competencies,
        "comments": [
            {"question": pool.question, "groups": list(pool.groups), "texts": list(pool.texts)}
            for pool in publication.comments
        ],
        "comments_changed": {
            "shortened": publication.comments_shortened,
            "withheld": publication.comments_withheld,
        },
        "highlights": highlights_of(results),
    }


def _group(
    publication: Publication, count: GroupCount, labels: Mapping[str, str], translate: Translate
) -> dict[str, object]:
    (group,) = groups_named([count.group], labels)
    block = publication.block_of(count.group)
    is_pooled = block is not None and block.is_published and len(block.groups) > 1
    if count.group in NAMED_GROUPS:
        is_shown = count.responded > 0
    else:
        is_shown = block is not None and block.is_published
    reason = group_reason(count, block, labels)
    return {
        "group": count.group,
        "label": translate(group_label(group)),
        "roster": count.roster,
        "responded": count.responded,
        "added_after_launch": count.added_after_launch,
        "shown": is_shown,
        "pooled_into": list(block.groups) if block is not None and is_pooled else None,
        "reason": translate(reason) if reason is not None else None,
    }


def _result(publication: Publication, item: Item, cells: Sequence[Cell]) -> CompetencyResult:
    return CompetencyResult(
        item.competency_id,
        item.name,
        tuple(cell for cell in cells if cell.is_published and not has_single_middle(publication, cell)),
        others_of(publication, cells),
        gap_of(publication, cells),
    )


def _by_level(
    result: CompetencyResult, target: int | None, cells: list[dict[str, object]]
) -> dict[str, object]:
    gap = _gap(result.gap) if result.gap is not None else None
    return {"target_level": target, "cells": cells, "gap": gap}


def _by_indicator(
    publication: Publication,
    item: Item,
    cells: Mapping[str, Sequence[Cell]],
    translate: Translate,
) -> dict[str, object]:
    levels: dict[int, list[Sequence[Cell]]] = {}
    for question in item.indicator_questions:
        levels.setdefault(question.level, []).append(cells[question.id])
    return {
        "target_level": None,
        "cells": [],
        "gap": None,
        "indicators": [
            {
                "id": question.id,
                "level": question.level,
                "cells": [report_cell(publication, cell, translate) for cell in cells[question.id]],
            }
            for question in item.indicator_questions
        ],
        # every question has its cells for the same groups in the same order, so that columns line up
        "levels": [
            {
                "level": level,
                "cells": [
                    level_cell(publication, column, translate) for column in zip(*questions, strict=True)
                ],
            }
            for level, questions in levels.items()
        ],
    }


def _gap(gap: Gap) -> dict[str, object]:
    return {
        "self": rounded(gap.self_mean),
        "others": rounded(gap.others.mean),
        "difference": rounded(gap.self_mean - gap.others.mean),
        "size": gap.size,
        "kind": gap.kind,
        "softened": gap.others.is_softened,
    }
