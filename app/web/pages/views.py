"""The pages that belong to nobody in particular: home, how answers are protected."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.bootstrap import Bundle
from app.web.access import open_to_everyone


def make_blueprint(bundle: Bundle) -> Blueprint:  # noqa: ARG001 - every audience is made the same way
    """Return the routes of the open pages."""
    blueprint = Blueprint("pages", __name__)

    @blueprint.get("/")
    @open_to_everyone
    def home() -> ResponseReturnValue:
        return render_template("pages/home.html")

    @blueprint.get("/protection")
    @open_to_everyone
    def protection() -> ResponseReturnValue:
        return render_template("pages/protection.html")

    return blueprint
