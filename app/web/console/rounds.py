"""The list of rounds, the way into one, and the end of a draft."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.bootstrap import Bundle
from app.domain.rounds import RoundState
from app.services.finding import find_round
from app.services.round_list import list_rounds
from app.services.rounds import delete_draft
from app.services.work import open_reading, open_work
from app.storage.people import persons_page
from app.web.access import administrators_only, current_account


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Register the routes."""
    tools = bundle.tools

    @blueprint.get("/", endpoint="rounds")
    @administrators_only
    def list_all() -> ResponseReturnValue:
        with open_reading(tools, current_account().actor) as work:
            lines = list_rounds(work)
            _, people_count = persons_page(work.session, "", 0, 1)
        return render_template("console/rounds.html", lines=lines, people_count=people_count)

    @blueprint.get("/rounds/<round_id>/")
    @administrators_only
    def round_page(round_id: str) -> ResponseReturnValue:
        with open_reading(tools, current_account().actor) as work:
            round_ = find_round(work, round_id)
        if round_.state == RoundState.DRAFT:
            endpoint = "console.raters" if round_.competencies else "console.competencies"
        elif round_.state in {RoundState.CLOSED, RoundState.RELEASED} and not round_.is_pulse:
            endpoint = "console.release"
        else:
            endpoint = "console.progress"
        return redirect(url_for(endpoint, round_id=round_id))

    @blueprint.post("/rounds/<round_id>/delete")
    @administrators_only
    def delete_round(round_id: str) -> ResponseReturnValue:
        with open_work(tools, current_account().actor) as work:
            name = find_round(work, round_id).name
            delete_draft(work, round_id)
        flash(gettext("The draft “%(name)s” is deleted.", name=name), "success")
        return redirect(url_for("console.rounds"), 303)
