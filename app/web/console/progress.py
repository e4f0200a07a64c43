"""A running round: how far it is, reminders, closing."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.bootstrap import Bundle
from app.domain.errors import RefusedError
from app.domain.rounds import RoundState
from app.domain.text import Text, text
from app.services.finding import find_round
from app.services.progress import round_progress
from app.services.reminders import remind_open_raters
from app.services.sealing import begin_close, closing_trouble
from app.services.timetable import timetable
from app.services.work import Work, open_reading
from app.web.access import administrators_only, current_account
from app.web.console.acting import act
from app.web.console.forms import ExtendForm

LOOK_AGAIN_SECONDS = 5


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Add the routes of a running round to the console."""
    tools = bundle.tools

    @blueprint.get("/rounds/<round_id>/progress")
    @administrators_only
    def progress(round_id: str) -> ResponseReturnValue:
        with open_reading(tools, current_account().actor) as work:
            round_ = find_round(work, round_id)
            if round_.state == RoundState.DRAFT:
                return redirect(url_for("console.launch", round_id=round_id))
            page = render_template(
                "console/progress.html",
                round=round_,
                step="progress",
                progress=round_progress(work, round_id),
                trouble=closing_trouble(work, round_id),
                lines=timetable(work, round_),
                extend=ExtendForm(
                    formdata=None,
                    prefix="extend",
                    data={"closes_on": round_.closes_at.astimezone(tools.site.timezone).date()},
                ),
            )
        is_sealing = round_.state == RoundState.CLOSING
        return Response(page, headers={"Refresh": str(LOOK_AGAIN_SECONDS)} if is_sealing else {})

    @blueprint.post("/rounds/<round_id>/remind")
    @administrators_only
    def remind(round_id: str) -> ResponseReturnValue:
        def write(work: Work) -> Text | None:
            # The same words whether or not there was anybody: another answer would tell of hidden raters.
            remind_open_raters(work, round_id)
            return text("Reminders are on their way to everyone who still has something open.")

        act(tools, write)
        return redirect(url_for("console.progress", round_id=round_id), 303)

    @blueprint.post("/rounds/<round_id>/close")
    @administrators_only
    def close(round_id: str) -> ResponseReturnValue:
        def begin(work: Work) -> Text | None:
            try:
                begin_close(work, round_id)
            except RefusedError:
                if find_round(work, round_id).state == RoundState.DRAFT:
                    raise
                flash(gettext("This round has been closed already."), "info")
                return None
            return text("The round is closed. The reports are being sealed.")

        act(tools, begin)
        return redirect(url_for("console.progress", round_id=round_id), 303)
