"""Reading reports: the own ones round by round, and those of others for whoever may read them."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.bootstrap import Bundle
from app.domain.comment_layer import what_was_changed
from app.domain.errors import RefusedError
from app.services.conversations import my_conversations
from app.services.plan_sharing import plans_for_me
from app.services.plans import plan_summary
from app.services.report_openings import note_reading_of, readers_of_report
from app.services.reports import my_reports, read_report
from app.services.work import open_reading, open_work
from app.web.access import current_account, signed_in_only
from app.web.language import current_language, translated
from app.web.reports.page import report_view


def make_blueprint(bundle: Bundle) -> Blueprint:
    """Return the routes of reports."""
    blueprint = Blueprint("reports", __name__, url_prefix="/reports")

    @blueprint.get("/")
    @signed_in_only
    def mine() -> ResponseReturnValue:
        with open_reading(bundle.tools, current_account().actor) as work:
            lines = my_reports(work)
            has_conversations = bool(my_conversations(work))
            shared_plans = plans_for_me(work)
        if has_conversations and not lines and not shared_plans:
            return redirect(url_for("conversations.mine"))
        newest = next((line for line in lines if line.is_released), None)
        return render_template(
            "report/mine.html",
            lines=lines,
            newest=newest,
            has_conversations=has_conversations,
            shared_plans=shared_plans,
        )

    @blueprint.get("/<participant_id>")
    @signed_in_only
    def show(participant_id: str) -> ResponseReturnValue:
        try:
            with open_reading(bundle.tools, current_account().actor) as work:
                page = read_report(work, participant_id, current_language(), translated)
                readers = readers_of_report(work, participant_id)
                plan = plan_summary(work, participant_id, current_language())
        except RefusedError as error:
            return render_template("report/waiting.html", message=error.message), 409
        if not page.is_own:
            # Before anything is shown: no reading without its note.
            with open_work(bundle.tools, current_account().actor) as work:
                note_reading_of(work, participant_id)
        return render_template(
            "report/show.html",
            view=report_view(page),
            is_own=page.is_own,
            plan_summary=plan,
            readers=readers,
            changed=what_was_changed(page.publication.comments_shortened, page.publication.comments_withheld),
        )

    return blueprint
