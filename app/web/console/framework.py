"""The competency framework, to read."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.bootstrap import Bundle
from app.services.frameworks import BUNDLED, find_framework
from app.services.work import open_reading
from app.web.access import administrators_only, current_account
from app.web.language import current_language


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Register the route."""

    @blueprint.get("/framework", endpoint="framework")
    @administrators_only
    def show() -> ResponseReturnValue:
        with open_reading(bundle.tools, current_account().actor) as work:
            framework = find_framework(work, BUNDLED, current_language())
        return render_template("console/framework.html", framework=framework)
