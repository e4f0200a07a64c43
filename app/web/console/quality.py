"""How far the results of a sealed round can be relied on."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal

from app.bootstrap import Bundle
from app.domain.quality import FEWEST_ANSWERS, FEWEST_PARTICIPANTS
from app.domain.quality_words import consistency_words, group_words, share_words
from app.domain.rounds import RoundAct, is_allowed
from app.services.finding import find_round
from app.services.round_quality import read_quality
from app.services.work import open_reading
from app.web.access import administrators_only, current_account
from app.web.language import current_language


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Add the quality page to the console."""
    tools = bundle.tools

    @blueprint.get("/rounds/<round_id>/quality")
    @administrators_only
    def quality(round_id: str) -> ResponseReturnValue:
        with open_reading(tools, current_account().actor) as work:
            round_ = find_round(work, round_id)
            is_sealed = is_allowed(round_.state, RoundAct.READ)
            found = read_quality(work, round_id, current_language()) if is_sealed else None
            return render_template(
                "console/quality.html",
                round=round_,
                step=None,
                results="quality",
                found=found,
                fewest_participants=FEWEST_PARTICIPANTS,
                fewest_answers=FEWEST_ANSWERS,
                of_group=lambda each: group_words(each, _number),
                of_competency=lambda each: consistency_words(each, _number),
                of_share=share_words,
            )


def _number(value: float, decimals: int) -> str:
    return str(format_decimal(value, format=f"0.{'0' * decimals}"))
