"""What is left of a participant's answers after the seal: frozen values and their canonical JSON.

A publication is the only source of every page, file and figure. It holds no answer that the publication rule
does not allow to be read, so that whatever is computed from it cannot disclose more than it does.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.errors import InvalidError
from app.domain.policy import CLASSIC, Policy
from app.domain.raters import NAMED_GROUPS
from app.domain.text import text

SCHEMA = "rondom.publication/1"

TOO_FEW_ANSWERS = "too_few_answers"
BLOCK_NOT_PUBLISHED = "block_not_published"
NO_ANSWER = "no_answer"


@dataclass(frozen=True)
class GroupCount:
    """How many raters of a group were asked, answered, and were added after the launch."""

    group: str
    roster: int
    responded: int
    added_after_launch: int = 0


@dataclass(frozen=True)
class Block:
    """Anonymous groups that are shown together; `responded` is None where the block is not published."""

    groups: tuple[str, ...]
    is_published: bool
    responded: int | None = None


@dataclass(frozen=True)
class Cell:
    """One question for one block, or for self or manager.

    `codes` are sorted levels: everything chosen for self, manager and `classic` (the counts per level,
    written out), the inner answers under `core`. A blank cell has no codes, no `n`, and a `reason`.
    """

    question: str
    groups: tuple[str, ...]
    n: int | None = None
    codes: tuple[int, ...] = ()
    is_softened: bool = False
    reason: str | None = None

    @property
    def is_published(self) -> bool:
        """A cell is shown, or it is blank and says why."""
        return self.n is not None

    @property
    def is_named(self) -> bool:
        """Self and manager are published under their names, exactly."""
        return self.groups[0] in NAMED_GROUPS


@dataclass(frozen=True)
class CommentPool:
    """The comments on one question that stand together, in the order drawn at the seal."""

    question: str
    groups: tuple[str, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Publication:
    """A participant's sealed results; `scale` is the highest level, 4 or 5.

    What a coach did to the comments is counted where it is applied, and never part of what was sealed.
    """

    policy: Policy
    scale: int
    groups: tuple[GroupCount, ...]
    blocks: tuple[Block, ...]
    cells: tuple[Cell, ...]
    comments: tuple[CommentPool, ...]
    comments_shortened: int = 0
    comments_withheld: int = 0

    def is_trimmed(self, cell: Cell) -> bool:
        """Whether the highest and the lowest answer of this cell are left out."""
        return cell.is_published and not cell.is_named and self.policy.name != CLASSIC

    def block_of(self, group: str) -> Block | None:
        """Return the block an anonymous group belongs to; None when nobody of it answered."""
        return next((block for block in self.blocks if group in block.groups), None)

    def to_json(self) -> str:
        """Return the canonical form: ASCII, compact, keys sorted; equal publications give equal bytes."""
        return json.dumps(_as_mapping(self), sort_keys=True, separators=(",", ":"))


def publication_from_json(source: str) -> Publication:
    """Read a publication back without loss.

    Raises:
        InvalidError: when the text is not a publication of this schema.
    """
    unreadable = text("This is not a publication that this version of Rondom can read.")
    try:
        stored = json.loads(source)
        schema = stored["schema"]
        publication = _from_mapping(stored)
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidError(unreadable) from error
    if schema != SCHEMA:
        raise InvalidError(unreadable)
    return publication


def _as_mapping(publication: Publication) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "policy": {"name": publication.policy.name, "k": publication.policy.k},
        "scale": publication.scale,
        "groups": [
            {
                "group": count.group,
                "roster": count.roster,
                "responded": count.responded,
                "added_after_launch": count.added_after_launch,
            }
            for count in publication.groups
        ],
        "blocks": [
            {"groups": block.groups, "is_published": block.is_published, "responded": block.responded}
            for block in publication.blocks
        ],
        "cells": [
            {
                "question": cell.question,
                "groups": cell.groups,
                "n": cell.n,
                "codes": cell.codes,
                "is_softened": cell.is_softened,
                "reason": cell.reason,
            }
            for cell in publication.cells
        ],
        "comments": [
            {"question": pool.question, "groups": pool.groups, "texts": pool.texts}
            for pool in publication.comments
        ],
    }


def _from_mapping(stored: Mapping[str, Any]) -> Publication:
    return Publication(
        policy=Policy(**stored["policy"]),
        scale=stored["scale"],
        groups=tuple(GroupCount(**count) for count in stored["groups"]),
        blocks=tuple(Block(**{**block, "groups": tuple(block["groups"])}) for block in stored["blocks"]),
        cells=tuple(
            Cell(**{**cell, "groups": tuple(cell["groups"]), "codes": tuple(cell["codes"])})
            for cell in stored["cells"]
        ),
        comments=tuple(
            CommentPool(pool["question"], tuple(pool["groups"]), tuple(pool["texts"]))
            for pool in stored["comments"]
        ),
    )
