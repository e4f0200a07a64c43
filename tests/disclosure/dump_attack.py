"""An attacker with a dump and every server key, who wants to know which response is whose.

All raters have finished, so that no nonce is left. Within a participant and a group the attacker tries every
way to pair assignments with responses: values that occur on both sides, and any order of one side against any
order of the other. `watched` is the order in which the raters really answered, as a colleague might know it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.tokens import rater_token, response_key
from tests.disclosure.dump import STAMPS, Dump, Row

WATCHED = "watched"


@dataclass(frozen=True)
class Verdict:
    """How many of `total` raters the best strategy pairs rightly; `chance` is what guessing gives."""

    total: int
    chance: int
    best: float
    strategy: str


def attack(dump: Dump, truth: Mapping[str, str], watched: Sequence[str]) -> Verdict:
    """Try everything; `truth` maps assignment ids to response keys and serves for counting only."""
    groups = _groups(dump, watched)
    scores: dict[str, float] = {"same stamp": sum(_by_stamp(*sides, truth) for sides in groups)}
    for one in sorted({name for raters, _ in groups for name in _orders(raters)}):
        for other in sorted({name for _, responses in groups for name in _orders(responses)}):
            for is_reversed in (False, True):
                name = f"{one} by {other}{' reversed' * is_reversed}"
                scores[name] = sum(
                    _by_order(raters, responses, one, other, truth, is_reversed=is_reversed)
                    for raters, responses in groups
                )
    strategy = max(scores, key=scores.__getitem__)
    total = sum(len(raters) for raters, _ in groups)
    return Verdict(total, len(groups), scores[strategy], strategy)


def keys_that_can_be_derived(dump: Dump, link_key: bytes) -> set[str]:
    """Return the response keys that follow from the server's key and anything at all in the dump."""
    tokens: set[str] = set()
    for value in (value for row in dump.everything for value in row.values()):
        if isinstance(value, str):
            tokens |= {value, rater_token(link_key, value.encode())}
        elif isinstance(value, bytes) and len(value) < 100:
            tokens.add(rater_token(link_key, value))
    ids = [assignment["id"] for assignment in dump.assignments]
    present = {response["key"] for response in dump.responses}
    return {response_key(token, id_) for token in tokens for id_ in ids} & present


def _groups(dump: Dump, watched: Sequence[str]) -> list[tuple[list[Row], list[Row]]]:
    invitations = {row["id"]: row for row in dump.invitations}
    sides: dict[tuple[str, str], tuple[list[Row], list[Row]]] = {}
    for assignment in dump.assignments:
        if assignment["state"] != "done":
            continue
        way_in = invitations[assignment["invitation_id"]]
        known = {f"invitation {name}": value for name, value in way_in.items()}
        row = {**assignment, **known, WATCHED: watched.index(assignment["id"])}
        sides.setdefault((assignment["participant_id"], assignment["rater_group"]), ([], []))[0].append(row)
    for response in dump.responses:
        sides[response["participant_id"], response["rater_group"]][1].append(response)
    return [(raters, responses) for raters, responses in sides.values() if len(raters) > 1]


def _orders(rows: Sequence[Row]) -> list[str]:
    """Return the columns that bring the rows into some order."""
    return [
        name
        for name, value in rows[0].items()
        if isinstance(value, (int, str)) and len({row[name] for row in rows}) > 1
    ]


def _by_stamp(raters: Sequence[Row], responses: Sequence[Row], truth: Mapping[str, str]) -> float:
    hits = 0.0
    for rater in raters:
        marks = _marks(rater, STAMPS) | _marks(rater, [f"invitation {name}" for name in STAMPS])
        fitting = [response["key"] for response in responses if _marks(response, STAMPS) & marks]
        fitting = fitting or [response["key"] for response in responses]
        hits += (truth[rater["id"]] in fitting) / len(fitting)
    return hits


def _marks(row: Mapping[str, Any], names: Sequence[str]) -> set[int]:
    return {row[name] for name in names if row.get(name)}


def _by_order(
    raters: Sequence[Row],
    responses: Sequence[Row],
    one: str,
    other: str,
    truth: Mapping[str, str],
    *,
    is_reversed: bool,
) -> float:
    # Rows that stand equal in an order are taken by chance: every place among them is as likely.
    hits = 0.0
    for rater in raters:
        wanted = next(response for response in responses if response["key"] == truth[rater["id"]])
        places = _places(raters, one, rater)
        fitting = _places(responses, other, wanted)
        if is_reversed:
            fitting = {len(responses) - 1 - place for place in fitting}
        hits += len(places & fitting) / (len(places) * len(fitting))
    return hits


def _places(rows: Sequence[Row], name: str, row: Row) -> set[int]:
    value = row.get(name)
    if value is None or any(each.get(name) is None for each in rows):
        return set(range(len(rows)))
    below = sum(each[name] < value for each in rows)
    return set(range(below, below + sum(each[name] == value for each in rows)))
