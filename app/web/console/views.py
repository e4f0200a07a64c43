"""HR's console: rounds, people, framework."""

from flask import Blueprint

from app.bootstrap import Bundle
from app.web.console import (
    competencies,
    extending,
    framework,
    new_round,
    people,
    people_import,
    person,
    preview,
    rounds,
    settings,
)

PARTS = (
    rounds,
    new_round,
    settings,
    extending,
    competencies,
    preview,
    people,
    person,
    people_import,
    framework,
)


def make_blueprint(bundle: Bundle) -> Blueprint:
    """Return the routes of the console."""
    blueprint = Blueprint("console", __name__, url_prefix="/console")
    for part in (
        rounds,
        settings,
        extending,
        competencies,
        preview,
        people,
        person,
        people_import,
        framework,
    ):
        part.register(blueprint, bundle)
    return blueprint
