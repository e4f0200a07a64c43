"""A report to take away: the stored PDF, or a page that waits for it."""

from io import BytesIO

from flask import Blueprint, Response, make_response, render_template, send_file
from flask.typing import ResponseReturnValue

from app.bootstrap import Bundle
from app.domain.errors import RefusedError
from app.services.report_openings import note_reading_of
from app.services.typeset_reports import ReportFile, report_file, want_report
from app.services.work import open_reading, open_work
from app.web.access import current_account, signed_in_only
from app.web.language import current_language

LOOK_AGAIN = 2
"""Seconds until the waiting page asks again; a file takes less than one."""


def make_blueprint(bundle: Bundle) -> Blueprint:
    """Return the routes of reports as files."""
    blueprint = Blueprint("report_files", __name__, url_prefix="/reports")

    @blueprint.get("/<participant_id>/report.pdf")
    @signed_in_only
    def pdf(participant_id: str) -> ResponseReturnValue:
        actor = current_account().actor
        try:
            with open_reading(bundle.tools, actor) as work:
                found = report_file(work, participant_id, current_language())
        except RefusedError as error:
            return render_template("report/waiting.html", message=error.message), 409
        if found.content is None:
            with open_work(bundle.tools, actor) as work:
                want_report(work, participant_id, current_language())
            return _waiting(participant_id)
        if not found.is_own:
            # Before anything leaves: no reading without its note.
            with open_work(bundle.tools, actor) as work:
                note_reading_of(work, participant_id)
        return _download(found, found.content)

    return blueprint


def _waiting(participant_id: str) -> Response:
    response = make_response(render_template("report/making.html", participant_id=participant_id), 202)
    response.headers["Refresh"] = str(LOOK_AGAIN)
    return response


def _download(found: ReportFile, content: bytes) -> Response:
    response = send_file(
        BytesIO(content),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=found.name,
        etag=False,
        conditional=False,
        max_age=0,
    )
    response.headers["Content-Language"] = found.language
    return response
