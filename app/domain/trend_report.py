"""The movements since an earlier round as values of the report JSON, under the key `trend`.

`{"since": {...}, "reason": null | "...", "notes": [...], "blocks": [{"groups", "compared", "reason"}],
"questions": [{"id", "competency", "reason", "movements": [{"groups", "direction", "about", "words"}]}]}`:
`direction` is "up", "down", "none" or null, `about` is in whole and half steps, `words` is what a reader
reads. Nothing is compared where `reason` says why.
"""

from collections.abc import Mapping
from fractions import Fraction

from app.domain import trend as rule
from app.domain.policy import CORE
from app.domain.report_cells import Translate
from app.domain.scoring import rounded
from app.domain.text import Text, text
from app.domain.trend import BlockVerdict, Movement, QuestionTrend, Trend

_LEVEL_SCALE = 4

_REASONS: Mapping[str, Text] = {
    rule.OTHER_FRAMEWORK: text(
        "Nothing is compared, because the earlier round was made from another framework."
    ),
    rule.OTHER_QUESTIONS: text(
        "Nothing is compared, because the two rounds asked in different ways: one for a level of each"
        " competency, the other how often each behaviour is seen."
    ),
    rule.OTHER_RULE: text(
        "Nothing is compared, because the two rounds follow different rules about what is shown."
    ),
    rule.NO_COMMON_QUESTION: text(
        "Nothing is compared, because no question was asked in the same words both times."
    ),
    rule.OTHER_BLOCK: text(
        "Not compared: in the earlier report these answers were grouped differently, or not shown."
    ),
    rule.OTHER_RATERS: text("Not compared: more than a third of the people who were asked changed."),
    rule.NEW_QUESTION: text("Not compared: the earlier round did not ask about it."),
    rule.OTHER_WORDS: text("Not compared: its text has changed since."),
    rule.BLANK_THEN: text("not compared, because the earlier report shows nothing here"),
    rule.BLANK_NOW: text("not compared, because this report shows nothing here"),
    rule.ONE_CODE: text("not compared, because three answers show too little"),
}
_NO_MOVEMENT = text("no clear movement")
_LEVELS = {
    ("up", Fraction(1, 2)): text("moved up by about half a level"),
    ("down", Fraction(1, 2)): text("moved down by about half a level"),
    ("up", Fraction(1)): text("moved up by about a level"),
    ("down", Fraction(1)): text("moved down by about a level"),
    ("up", Fraction(3, 2)): text("moved up by about a level and a half"),
    ("down", Fraction(3, 2)): text("moved down by about a level and a half"),
    ("up", Fraction(2)): text("moved up by about two levels"),
    ("down", Fraction(2)): text("moved down by about two levels"),
}
_FAR_LEVELS = {
    "up": text("moved up by more than two levels"),
    "down": text("moved down by more than two levels"),
}
_FREQUENCIES = {
    ("up", Fraction(1, 2)): text("seen slightly more often, by about half a step"),
    ("down", Fraction(1, 2)): text("seen slightly less often, by about half a step"),
    ("up", Fraction(1)): text("seen more often, by about a step"),
    ("down", Fraction(1)): text("seen less often, by about a step"),
    ("up", Fraction(3, 2)): text("seen more often, by about a step and a half"),
    ("down", Fraction(3, 2)): text("seen less often, by about a step and a half"),
    ("up", Fraction(2)): text("seen more often, by about two steps"),
    ("down", Fraction(2)): text("seen less often, by about two steps"),
}
_FAR_FREQUENCIES = {
    "up": text("seen more often, by more than two steps"),
    "down": text("seen less often, by more than two steps"),
}


def trend_json(
    trend: Trend, *, since: Mapping[str, object], policy_name: str, scale: int, translate: Translate
) -> dict[str, object]:
    """Return a trend as the report holds it; `since` names the earlier round and is taken over as it is."""
    return {
        "since": dict(since),
        "reason": _reason(trend.reason, translate),
        "notes": [translate(note) for note in _notes(trend, policy_name)],
        "blocks": [_block(block, translate) for block in trend.blocks],
        "questions": [_question(question, scale, translate) for question in trend.questions],
    }


def movement_words(movement: Movement, scale: int) -> Text:
    """Return how a block moved on a scale of four levels or five frequencies, or why that is not said."""
    if movement.direction is None or movement.about is None:
        return _REASONS[movement.reason] if movement.reason is not None else _NO_MOVEMENT
    if scale == _LEVEL_SCALE:
        return _LEVELS.get((movement.direction, movement.about)) or _FAR_LEVELS[movement.direction]
    return _FREQUENCIES.get((movement.direction, movement.about)) or _FAR_FREQUENCIES[movement.direction]


def _notes(trend: Trend, policy_name: str) -> tuple[Text, ...]:
    if trend.reason is not None:
        return ()
    found = [text("Differences under half a step read as “no clear movement”.")]
    if policy_name == CORE:
        found.append(
            text(
                "Both times the highest and the lowest answer of each group are left out of what is compared."
            )
        )
    if trend.is_of_few:
        found.append(text("With fewer than 8 raters, differences under half a level mean little."))
    return tuple(found)


def _block(block: BlockVerdict, translate: Translate) -> dict[str, object]:
    return {
        "groups": list(block.groups),
        "compared": block.reason is None,
        "reason": _reason(block.reason, translate),
    }


def _question(question: QuestionTrend, scale: int, translate: Translate) -> dict[str, object]:
    return {
        "id": question.question,
        "competency": question.competency_id,
        "reason": _reason(question.reason, translate),
        "movements": [
            {
                "groups": list(movement.groups),
                "direction": movement.direction,
                "about": None if movement.about is None else rounded(movement.about),
                "words": translate(movement_words(movement, scale)),
            }
            for movement in question.movements
        ],
    }


def _reason(reason: str | None, translate: Translate) -> str | None:
    return None if reason is None else translate(_REASONS[reason])
