"""The competency framework, to read."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.bootstrap import Bundle
from app.services.frameworks import BUNDLED, find_framework
from app.web.access import administrators_only
from app.web.language import current_language


def register(blueprint: Blueprint, bundle: Bundle) -> None:  # noqa: ARG001 - every part registers alike
    """Register the route."""

    @blueprint.get("/framework", endpoint="framework")
    @administrators_only
    def show() -> ResponseReturnValue:
        return render_template(
            "console/framework.html", framework=find_framework(BUNDLED, current_language())
        )
