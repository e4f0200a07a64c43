"""What of a pulse the console shows: that it is there, its dates and state, and the mails to its raters.

What it asks is what its participant works on, and stays the participant's own.
"""

from flask import Blueprint, request

from app.bootstrap import Bundle
from app.domain.errors import NotFoundError
from app.services.work import SYSTEM, open_reading
from app.storage.lean_rounds import lean_round

SHOWN = frozenset(
    f"console.{page}"
    for page in (
        *("round_page", "progress", "remind", "audit"),
        *("deliveries", "delivery", "correct", "resend", "relink"),
    )
)


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Keep every other page of a round from showing a pulse."""

    @blueprint.before_request
    def keep_pulses() -> None:
        round_id = (request.view_args or {}).get("round_id")
        if round_id is None or request.endpoint in SHOWN:
            return
        with open_reading(bundle.tools, SYSTEM) as work:
            round_ = lean_round(work.session, round_id) if str(round_id).isalnum() else None
            if round_ is not None and round_.is_pulse:
                raise NotFoundError
