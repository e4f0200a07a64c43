"""What was done in a round, and by whom."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.bootstrap import Bundle
from app.services.audit_trail import audit_lines, audit_pages
from app.services.finding import find_round
from app.services.work import open_reading
from app.web.access import administrators_only, current_account


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Add the list of what was done to the console."""
    tools = bundle.tools

    @blueprint.get("/rounds/<round_id>/audit")
    @administrators_only
    def audit(round_id: str) -> ResponseReturnValue:
        with open_reading(tools, current_account().actor) as work:
            pages = audit_pages(work, round_id)
            page = min(max(1, request.args.get("page", 1, type=int)), pages)
            return render_template(
                "console/audit.html",
                round=find_round(work, round_id),
                step=None,
                lines=audit_lines(work, round_id, page),
                page=page,
                pages=pages,
            )
