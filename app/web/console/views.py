"""HR's console: rounds, people, framework."""

from flask import Blueprint

from app.bootstrap import Bundle
from app.web.console import (
    assignments,
    audit,
    competencies,
    extending,
    framework,
    launch,
    logo,
    mail_preview,
    mails,
    new_round,
    participant,
    people,
    people_import,
    person,
    preview,
    progress,
    raters,
    raters_file,
    release,
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
    raters,
    raters_file,
    participant,
    assignments,
    mails,
    logo,
    mail_preview,
    launch,
    progress,
    release,
    audit,
)


def make_blueprint(bundle: Bundle) -> Blueprint:
    """Return the routes of the console."""
    blueprint = Blueprint("console", __name__, url_prefix="/console")
    for part in PARTS:
        part.register(blueprint, bundle)
    return blueprint
