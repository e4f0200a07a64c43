"""A round takes what it asks about from a role profile."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.bootstrap import Bundle
from app.domain.text import Text, text_n
from app.services.finding import find_round
from app.services.role_profiles import competencies_of_profile
from app.services.rounds import change_competencies
from app.services.work import Work
from app.web.access import administrators_only
from app.web.console.acting import act


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Register the route."""
    tools = bundle.tools

    @blueprint.post("/rounds/<round_id>/competencies/profile", endpoint="take_profile")
    @administrators_only
    def take_profile(round_id: str) -> ResponseReturnValue:
        def take(work: Work) -> Text:
            framework_id = find_round(work, round_id).framework_id
            found = competencies_of_profile(work, framework_id, request.form.get("profile", ""))
            saved = change_competencies(work, round_id, found)
            return text_n(
                "Saved: %(count)s competency of the profile.",
                "Saved: %(count)s competencies of the profile.",
                len(saved.competencies),
            )

        act(tools, take)
        return redirect(url_for("console.competencies", round_id=round_id), 303)
