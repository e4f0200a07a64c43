"""The coach of one participant, named by HR until the report is released."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.bootstrap import Bundle
from app.domain.text import Text, text
from app.services.coaches import name_coach
from app.services.work import Work
from app.web.access import administrators_only
from app.web.console.acting import act


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Add the route of the coach to the console."""
    tools = bundle.tools

    @blueprint.post("/rounds/<round_id>/participants/<participant_id>/coach")
    @administrators_only
    def set_coach(round_id: str, participant_id: str) -> ResponseReturnValue:
        words = request.form.get("coach", "")

        def name(work: Work) -> Text | None:
            coach = name_coach(work, round_id, participant_id, words)
            return text("%(coach)s is the coach now.", coach=coach.name)

        is_done = act(tools, name)
        address = url_for(
            "console.participant",
            round_id=round_id,
            participant_id=participant_id,
            # What could not be used stays in the field.
            coach=None if is_done else words[:320] or None,
            _anchor="coach",
        )
        return redirect(address, 303)
