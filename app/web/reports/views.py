"""What a participant reads: the own rounds, and the report of each once it is released."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.bootstrap import Bundle
from app.domain.errors import RefusedError
from app.services.reports import my_reports, read_report
from app.services.work import open_reading
from app.web.access import current_account, signed_in_only
from app.web.language import current_language, translated
from app.web.reports.page import report_view


def make_blueprint(bundle: Bundle) -> Blueprint:
    """Return the routes of the participant's pages."""
    blueprint = Blueprint("reports", __name__, url_prefix="/reports")

    @blueprint.get("/")
    @signed_in_only
    def mine() -> ResponseReturnValue:
        with open_reading(bundle.tools, current_account().actor) as work:
            lines = my_reports(work)
        newest = next((line for line in lines if line.is_released), None)
        return render_template("report/mine.html", lines=lines, newest=newest)

    @blueprint.get("/<participant_id>")
    @signed_in_only
    def show(participant_id: str) -> ResponseReturnValue:
        try:
            with open_reading(bundle.tools, current_account().actor) as work:
                page = read_report(work, participant_id, current_language(), translated)
        except RefusedError as error:
            return render_template("report/waiting.html", message=error.message), 409
        return render_template("report/show.html", view=report_view(page))

    return blueprint
