"""The check list before the launch, and the launch."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.bootstrap import Bundle
from app.domain.errors import RefusedError
from app.domain.reader_sentences import decided
from app.domain.rounds import RoundAct, is_allowed, is_being_launched
from app.domain.text import Text, text
from app.services.check import launch_check
from app.services.finding import find_round
from app.services.launch import failed_launch_at, launch_hindrances, request_launch, stop_launch
from app.services.report_readers import reading_rules
from app.services.sending_estimate import sending_estimate
from app.services.timetable import coming_reminders
from app.services.work import Work, open_reading
from app.web.access import administrators_only, current_account
from app.web.console.acting import act

LOOK_AGAIN_SECONDS = 5


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Add the routes of the launch to the console."""
    tools = bundle.tools

    @blueprint.get("/rounds/<round_id>/launch")
    @administrators_only
    def launch(round_id: str) -> ResponseReturnValue:
        with open_reading(tools, current_account().actor) as work:
            round_ = find_round(work, round_id)
            if not is_allowed(round_.state, RoundAct.LAUNCH):
                return redirect(url_for("console.progress", round_id=round_id))
            if is_being_launched(round_.state, round_.opens_at, work.now):
                page = render_template("console/launching.html", round=round_, step="launch")
                return Response(page, headers={"Refresh": str(LOOK_AGAIN_SECONDS)})
            return render_template(
                "console/launch.html",
                round=round_,
                step="launch",
                check=launch_check(work, round_id),
                hindrances=launch_hindrances(work, round_),
                readers=decided(reading_rules(round_)),
                sending=sending_estimate(work, round_id),
                reminders=coming_reminders(work, round_),
                failed_launch_at=failed_launch_at(work, round_id),
            )

    @blueprint.post("/rounds/<round_id>/launch")
    @administrators_only
    def start(round_id: str) -> ResponseReturnValue:
        def launch_once(work: Work) -> Text | None:
            try:
                is_running = request_launch(work, round_id)
            except RefusedError:
                # The second click of a double click, or a colleague who was quicker: the wish is fulfilled.
                flash(gettext("This round has been launched already; nothing was sent twice."), "info")
                return None
            if not is_running:
                return None
            return text("The round is launched. The invitations are on their way.")

        is_done = act(tools, launch_once)
        # The way to the progress leads back to a launch that is still under way.
        return redirect(url_for("console.progress" if is_done else "console.launch", round_id=round_id), 303)

    @blueprint.post("/rounds/<round_id>/launch/stop", endpoint="stop_launch")
    @administrators_only
    def stop(round_id: str) -> ResponseReturnValue:
        def keep_draft(work: Work) -> Text | None:
            stop_launch(work, round_id)
            return text("The round stays a draft. No mail has gone out.")

        act(tools, keep_draft)
        return redirect(url_for("console.launch", round_id=round_id), 303)
